"""The sheets of XLS, XLSB and ODS workbooks."""

import io
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from sites.importing.files.formats.found import Found, Meter
from sites.importing.files.formats.refusal import damaged, has_password, say, too_much
from sites.importing.files.formats.unseen import Unseen
from sites.importing.files.formats.workbooks import no_sheet, text_of

if TYPE_CHECKING:
    from pandas import ExcelFile

# What its Rust code ends with where it did not reckon with a damage: no `Exception`.
_PANIC: Final = "PanicException"
_BEGIN_WORKBOOK: Final = b"\x09\x08\x10\x00\x00\x06\x05\x00"
_FILEPASS: Final = 0x2F
_FIRST_RECORDS: Final = 6


def read_other_workbook(content: bytes, meter: Meter) -> list[Found]:
    """Return the sheets of a workbook in its order, hidden ones too; raises ``Refusal``.

    Where the format tells, a merged cell's text stands at each place that the cell covers.
    """
    from pandas import ExcelFile  # noqa: PLC0415 - for such workbooks alone: it takes 0.7 s
    from python_calamine import SheetTypeEnum, SheetVisibleEnum  # noqa: PLC0415

    if _has_password(content):
        raise has_password()
    sheets = []
    with _refusing(), ExcelFile(io.BytesIO(content), engine="calamine") as file:
        book: Any = file.book
        for number, about in enumerate(book.sheets_metadata):
            if about.typ is not SheetTypeEnum.WorkSheet:
                continue
            is_hidden = about.visible is not SheetVisibleEnum.Visible
            sheets.append(_read_sheet(file, number, meter, is_hidden=is_hidden))
    if not sheets:
        raise no_sheet()
    return sheets


def _has_password(content: bytes) -> bool:
    """Return whether an XLS is encrypted: one of the first records of its workbook says so."""
    place = content.find(_BEGIN_WORKBOOK)
    for _record in range(_FIRST_RECORDS if place >= 0 else 0):
        if len(content) < place + 4:
            return False
        kind, length = struct.unpack_from("<HH", content, place)
        if kind == _FILEPASS:
            return True
        place += 4 + length
    return False


@contextmanager
def _refusing() -> Iterator[None]:
    from python_calamine import CalamineError, PasswordError  # noqa: PLC0415

    try:
        yield
    except PasswordError as error:
        raise has_password() from error
    except CalamineError as error:
        raise damaged() from error
    except BaseException as error:
        if type(error).__name__ == _PANIC:
            raise damaged() from error
        raise


def _read_sheet(file: "ExcelFile", number: int, meter: Meter, *, is_hidden: bool) -> Found:
    from pandas import read_excel  # noqa: PLC0415 - see above

    # Of what pandas leaves out, the extent and the merged areas, its engine's own sheet tells.
    book: Any = file.book
    sheet = book.get_sheet_by_index(number)
    bottom, right = sheet.end or (-1, -1)
    if (bottom + 1) * (right + 1) > meter.bounds.area:
        raise too_much()
    frame = read_excel(file, sheet_name=number, header=None, dtype=object, na_filter=False)
    rows = frame.itertuples(index=False, name=None)
    areas = sheet.merged_cell_ranges
    found = Found(
        meter.rows(map(text_of, row) for row in rows),
        name=say("sheet %(name)s", name=sheet.name),
        is_merged=areas is not None,
    )
    merged = [(*first, *last) for first, last in areas or ()]
    Unseen(is_hidden=is_hidden, merged=merged).tell(found, meter)
    if found.rows:
        found.remarks.append(
            say(
                "In this kind of file nobody can tell which rows and columns are hidden and which"
                " cells are formulas or have pictures or notes: all are read, as results."
            )
        )
    return found
