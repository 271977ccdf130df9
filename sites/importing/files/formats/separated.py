"""The table in a text: its columns are apart by signs, by blanks, or drawn in Markdown."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

from sites.importing.files.formats.found import Found, Meter, Rows
from sites.importing.files.formats.refusal import Refusal, Said, say
from sites.importing.files.grids import HEADER_WITHIN

_SEPARATORS: Final = (",", "\t", ";", "|", "，", "；", "｜", "│")
# The signs of tables drawn with characters: a row begins and ends with one.
_DRAWN: Final = frozenset("|｜│")
_HEAD: Final = 64 * 1024
_RULE: Final = re.compile(r"[ |｜│+:=\-—─┼├┤┌┐└┘┬┴]{3,}")
_BLANKS: Final = (re.compile(r"[ \u3000]{2,}"), re.compile(r"[ \u3000]+"))
_STATED: Final = re.compile(r"sep=(.)(?=[\r\n])")
_FEWEST_COLUMNS: Final = 3
_SHOWN: Final = 60
# No text has this line: it is put behind one to see that its quotes are closed.
_END: Final = "\x00end\x00"


def read_separated(text: str, meter: Meter) -> list[Found]:
    """Return the one table of a text, none for a blank one; raises ``Refusal``."""
    if not text.strip():
        return []
    if stated := _STATED.match(text):
        # A line for Excel: it is a row, and a blank one.
        return [Found(meter.rows(_quoted(text[stated.end(1) :], stated[1])))]
    heads = {sign: _first_rows(text, sign) for sign in _SEPARATORS}
    sign = max(heads, key=lambda candidate: _filled(heads[candidate]))
    if max(map(len, heads[sign]), default=0) < _FEWEST_COLUMNS:
        for blanks in _BLANKS:
            if _is_apart(text, blanks):
                return [_read_blanks(text, blanks, meter)]
    if sign in _DRAWN and _is_drawn(text, sign):
        return [Found(meter.rows(_drawn(text, sign)))]
    rows = meter.rows(_quoted(text, sign))
    _refuse_swallowed(rows, sign)
    return [Found(rows)]


def _first_rows(text: str, sign: str) -> list[list[str]]:
    try:
        lines = csv.reader(io.StringIO(text[:_HEAD], newline=""), delimiter=sign)
        return list(islice(lines, HEADER_WITHIN))
    except csv.Error:
        return []


def _filled(rows: Iterable[list[str]]) -> int:
    return sum(1 for row in islice(rows, HEADER_WITHIN) for cell in row if cell.strip())


def _quoted(text: str, sign: str) -> Iterator[list[str]]:
    """Yield the rows of a text in which quotes hold cells together; raises ``Refusal``."""
    whole = text if text.endswith(("\n", "\r")) else f"{text}\n"
    number = 0
    try:
        for row in csv.reader(io.StringIO(whole + _END, newline=""), delimiter=sign):
            if row == [_END]:
                return
            number += 1
            if not (row and row[-1].endswith(_END)):
                yield row
    except csv.Error as error:
        raise Refusal(
            say(
                "A cell in row %(row)d has more than %(limit)d characters: a quote may be missing.",
                row=number + 1,
                limit=csv.field_size_limit(),
            ),
            _close_the_quote(),
        ) from error
    raise Refusal(
        say(
            "The rows cannot be told apart: a quote that opens in row %(row)d is never closed.",
            row=number,
        ),
        _close_the_quote(),
    )


def _refuse_swallowed(rows: Rows, sign: str) -> None:
    """Refuse whole rows that stand within one cell, between two quotes that are one too many."""
    widths = Counter(len(row) for row in rows if row)
    signs = max(_FEWEST_COLUMNS, widths.most_common(1)[0][0]) - 1 if widths else 0
    for number, row in enumerate(rows, start=1):
        for cell in row:
            if any(line.count(sign) >= signs for line in cell.splitlines()[1:]):
                raise Refusal(
                    say(
                        "In row %(row)d a quote holds whole rows together in one cell: “%(cell)s”.",
                        row=number,
                        cell=" ".join(cell.split())[:_SHOWN],
                    ),
                    _close_the_quote(),
                )


def _close_the_quote() -> Said:
    return say("Put texts with commas, quotes or line breaks between quotes, and close each.")


def _apart(text: str, blanks: re.Pattern[str]) -> Iterator[list[str]]:
    for line in text.splitlines():
        yield blanks.split(plain) if (plain := line.strip(" \u3000\t")) else []


def _is_apart(text: str, blanks: re.Pattern[str]) -> bool:
    """Return whether blanks make columns: as many in most rows of the beginning."""
    rows = list(islice(_apart(text[:_HEAD], blanks), HEADER_WITHIN))
    widths = Counter(len(row) for row in rows if len(row) > 1)
    width, times = widths.most_common(1)[0] if widths else (0, 0)
    return width >= _FEWEST_COLUMNS and times >= 2 and 2 * times > widths.total()


def _read_blanks(text: str, blanks: re.Pattern[str], meter: Meter) -> Found:
    found = Found(meter.rows(_apart(text, blanks)))
    found.remarks.append(
        say("The columns are apart by blanks alone: a blank cell cannot be seen in such a text.")
    )
    width = next((len(row) for row in found.rows if len(row) >= _FEWEST_COLUMNS), 0)
    for index, row in enumerate(found.rows):
        if 1 < len(row) < width:
            found.remark_row(
                index,
                say(
                    "It has %(count)d texts, the table %(width)d columns: which is blank is not"
                    " certain.",
                    count=len(row),
                    width=width,
                ),
            )
    return found


def _is_drawn(text: str, sign: str) -> bool:
    lines = [plain for line in text[:_HEAD].splitlines() if (plain := line.strip())]
    drawn = sum(line.startswith(sign) and line.endswith(sign) for line in lines)
    return drawn >= 2 and any(_RULE.fullmatch(line) for line in lines[:HEADER_WITHIN])


def _drawn(text: str, sign: str) -> Iterator[list[str]]:
    """Yield the rows of a table that is drawn with signs; its rules are blank rows."""
    for line in text.splitlines():
        plain = line.strip()
        if _RULE.fullmatch(plain):
            yield []
        elif sign in plain:
            cells = plain.replace(f"\\{sign}", _END).removeprefix(sign).removesuffix(sign)
            yield [cell.replace(_END, sign).strip() for cell in cells.split(sign)]
        else:
            yield [plain]
