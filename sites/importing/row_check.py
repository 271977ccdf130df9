"""The cells of one row become the values of an outlet, or errors and remarks."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from sites.addresses.heads import read_head
from sites.addresses.parser import parse_address
from sites.changes.fields import PlainValue
from sites.changes.phone_messages import phone_problem
from sites.changes.schedules import unread_because
from sites.geo.position import Position
from sites.importing.cell_words import is_empty, is_ticked, split_comment
from sites.importing.cells import CellError, clean_text, clean_value, shown
from sites.importing.columns import FURTHER, PUBLIC_ID, SERVICES
from sites.importing.contacts import read_address_cell, split_addresses
from sites.importing.context import RegionContext
from sites.importing.positions.reader import OF_POSITIONS, PositionReader
from sites.importing.problems import RowWarning
from sites.importing.rows import Row, row_error
from sites.importing.service_words import ServicesRead, is_ticked_title
from sites.importing.towns import Unplaceable, no_such_town, read_town, told_otherwise
from sites.models import Kind, Operator
from sites.phones.in_text import PrintedNumbers, RestKind, read_numbers
from sites.phones.numbers import PhoneError
from sites.reference.row_error import RowError

_POSTCODE_LENGTH: Final = 6
# 河北, 山西 and 内蒙古 alone have postcodes that begin with 0.
_POSTCODES_FROM_ZERO: Final = ("13", "14", "15")
_EXTENDED: Final = "{phone}转{extension}"
# 银行名称 | 支行名称: half of a name.
_BRANCH: Final = re.compile("(?:支行|分行|分理处|营业部|营业所|营业厅|营业室|储蓄所|社区银行)$")
# A line of a note that ends so needs no other sign before the next one.
_ENDS: Final = frozenset("；;，,、。.：:！!？?（(")


@dataclass(slots=True)
class RowCheck:
    """One row while it is checked.

    Attributes:
        row: the row.
        context: what it is checked against.
        errors: where its errors go.
        warnings: where its remarks go.
        positions: reads its position.
        serial: its number in the table, None if it has none.
        is_bad: whether an error was found.
        public_id: of the outlet that it is about, if it says so.
        position: where it says that the outlet is, if it does.
        named_in_district: the town that stands in the column for the district.
        told_phones: what its address says of phones.
    """

    row: Row
    context: RegionContext
    errors: list[RowError]
    warnings: list[RowWarning]
    positions: PositionReader
    serial: int | None
    is_bad: bool = False
    public_id: UUID | None = None
    position: Position | None = None
    named_in_district: str = ""
    told_phones: list[str] = field(default_factory=list)

    def run(self) -> dict[str, PlainValue] | None:
        """Return the row's plain values, None if it has an error."""
        if self.row.surplus:
            problem = _("The row has more cells than the header.")
            remedy = _("Put texts with a comma between quotes.")
            self._error("", self.row.surplus[0], problem, remedy)
        self.public_id, self.named_in_district = self._public_id(), self._district()
        name, address = self._name(), self._address()
        phone = self._phone()
        operator = self._operator(name) if name else None
        name = self._whole_name(name, operator)
        kind = self._kind(operator.kind) if operator is not None else ""
        town = self._town(name, address) if name and address else None
        services = self._services()
        more = {**self._hours(), **self._note(), **self._postcode()}
        self.position = self._position(town)
        if self.is_bad or operator is None:
            return None
        return {
            **({} if self.serial is None else {"serial": self.serial}),
            "name": name,
            "kind": kind,
            "operator": operator.code,
            "address": address,
            "town": town,
            "phone": phone,
            "services": services,
            **more,
            "is_active": True,
        }

    def warn(self, text: str) -> None:
        """Note something that a person ought to know about the row."""
        self.warnings.append(RowWarning(self.row.number, shown(self.row.cells["name"]), text))

    def _error(self, column: str, value: str, problem: str, remedy: str) -> None:
        self.errors.append(row_error(self.row, column, value, problem, remedy))
        self.is_bad = True

    def _stated(self, column: str) -> str:
        """Return what a cell says that a table need not have; "" if it says nothing."""
        printed = self.row.cells.get(column)
        if not printed:
            return ""
        try:
            return clean_text(column.partition(FURTHER)[0], printed)
        except CellError as error:
            self._error(column, printed, error.problem, error.remedy)
            return ""

    def _title(self, column: str) -> str:
        return self.row.titles.get(column, column.partition(FURTHER)[2] or column)

    def _texts(self, column: str, clean: Callable[[str, str], str]) -> Mapping[str, str] | None:
        """Return the texts of the cells for a column, the best first; None if one is unreadable."""
        texts: dict[str, str] = {}
        for key, printed in self.row.further(column):
            try:
                texts[key] = clean(key, printed)
            except CellError as error:
                self._error(key, printed, error.problem, error.remedy)
                return None
        return texts

    def _required(self, column: str, texts: Mapping[str, str] | None) -> str:
        """Return the first text that is not empty, by the rules of its column.

        What differs from it is told. "" where there is an error.
        """
        if texts is None:
            return ""
        filled = {key: text for key, text in texts.items() if text}
        key, best = next(iter(filled.items()), (column, ""))
        for other, text in filled.items():
            if text != best:
                told = _("%(title)s “%(text)s” is left out: “%(taken)s” is taken.")
                said = {"title": self._title(other), "text": shown(text), "taken": shown(best)}
                self.warn(told % said)
        printed = self.row.cells[key]
        if not best and printed.strip():
            problem = _("The cell says that there is none.")
            remedy = _("Fill it in, or leave the row out until it is known.")
            self._error(key, printed, problem, remedy)
            return ""
        try:
            return clean_value(column, best)
        except CellError as error:
            self._error(key, printed, error.problem, error.remedy)
            return ""

    def _name(self) -> str:
        texts = self._texts("name", lambda _key, text: clean_text("name", text))
        return self._required("name", texts)

    def _whole_name(self, name: str, operator: Operator | None) -> str:
        """Return the name with its bank's, where a table has that in a column of its own."""
        is_half = (
            operator is not None
            and operator.kind == Kind.BANK
            and PUBLIC_ID not in self.row.cells
            and _BRANCH.search(name)
            and self.context.marks.operator_of(name) is None
        )
        if operator is None or not is_half:
            return name
        whole = f"{operator.name}{name}"
        self.warn(_("The name is read as “%(name)s”.") % {"name": whole})
        return whole

    def _address(self) -> str:
        address = self._required("address", self._texts("address", self._without_contacts))
        if not address:
            return ""
        remedy = _("Enter the address as the notice has it.")
        if not any(map(str.isalpha, address)):
            self._error("address", address, _("This is no address."), remedy)
            return ""
        if self._is_bare_town(address):
            self._error("address", address, _("The address says no more than the town."), remedy)
            return ""
        return address

    def _without_contacts(self, key: str, printed: str) -> str:
        """Return the address in a cell that may say more; raises ``CellError``."""
        text = clean_text("address", printed)
        if not text:
            return ""
        cell = read_address_cell(printed)
        first, *others = split_addresses(cell.address, self._is_whole_address)
        self.told_phones += filter(None, [cell.phones])
        for other in (*others, *cell.rest):
            told = _("%(title)s: “%(text)s” is left out.")
            self.warn(told % {"title": self._title(key), "text": shown(other)})
        return text if first == printed else clean_text("address", first)

    def _is_whole_address(self, text: str) -> bool:
        address = parse_address(text, self.context.names, self.context.town_index)
        is_headed = address.district or address.town_as_written
        return bool(is_headed and (address.road or address.number or address.community))

    def _is_bare_town(self, text: str) -> bool:
        # The office of a subdistrict is a place, which its outlets are in.
        if any(map(str.isdigit, text)) or text.endswith(("办事处", "办")):
            return False
        address = parse_address(text, self.context.names, self.context.town_index)
        rest = address.text
        for part in (address.province, address.city, address.district, address.town_as_written):
            rest = rest.replace(part or "", "", 1)
        return not any(map(str.isalnum, rest))

    def _public_id(self) -> UUID | None:
        text = self._stated(PUBLIC_ID)
        try:
            return UUID(text) if text else None
        except ValueError:
            remedy = _("Take it from the exported table, or leave the cell empty for a new outlet.")
            self._error(PUBLIC_ID, text, _("This is no public id."), remedy)
            return None

    def _operator(self, name: str) -> Operator | None:
        if stated := self._stated("operator"):
            found = self.context.operators.get(stated) or self.context.marks.operator_of(stated)
            if found is None:
                problem = _("There is no such operator.")
                names = [operator.name for operator in self.context.operators.values()]
                remedy = _("Use one of these, or leave the cell empty: %(names)s.") % {
                    "names": ", ".join(dict.fromkeys(names))
                }
                self._error("operator", stated, problem, remedy)
                return None
            named = self.context.marks.operator_of(name)
            if named is not None and named != found:
                text = _("The name speaks of another operator, %(named)s: %(stated)s counts.")
                self.warn(text % {"named": named.name, "stated": found.name})
            return found
        operator = self.context.marks.operator_of(name)
        if operator is None:
            problem = _("The name does not say which known operator runs the outlet.")
            remedy = _("Correct the name, or add the operator to the reference data.")
            self._error("name", name, problem, remedy)
        return operator

    def _kind(self, usual: str) -> str:
        stated = self._stated("kind")
        if not stated:
            return usual
        if stated in self.context.kinds:
            return self.context.kinds[stated]
        problem = _("There is no such kind of outlet.")
        remedy = _("Use one of these, or leave the cell empty: %(names)s.") % {
            "names": ", ".join(str(kind.label) for kind in Kind)
        }
        self._error("kind", stated, problem, remedy)
        return usual

    def _phone(self) -> str:
        """Return the first number that can be dialled; what else the cells say is told."""
        cells = [*self._phone_cells(), *(("address", text) for text in self.told_phones)]
        phones: list[str] = []
        rest: list[str] = []
        unreadable: list[tuple[str, str, PhoneError]] = []
        for key, printed in cells:
            try:
                read = self._numbers(printed)
            except CellError as error:
                self._error(key, printed, error.problem, error.remedy)
                return ""
            except PhoneError as error:
                unreadable.append((key, printed, error))
                continue
            if read.phones and not phones and key != "phone":
                told = (
                    _("The phone %(phone)s is read from the address.")
                    if key == "address"
                    else _("The phone %(phone)s is that of the column “%(title)s”.")
                )
                self.warn(told % {"phone": read.phones[0].text, "title": self._title(key)})
            phones += (phone.text for phone in read.phones)
            for piece in read.rest:
                # A name is personal data: that there is one is told, and not which.
                is_name = piece.kind is RestKind.NAME
                rest.append(_("a person's name") if is_name else piece.text)
        if phones:
            self._tell_beside(phones, [*rest, *(printed for _key, printed, _why in unreadable)])
            return phones[0]
        if unreadable:
            key, printed, why = unreadable[0]
            self._error(key, printed, *phone_problem(why))
        else:
            self.warn(_("The outlet has no phone number."))
        return ""

    def _phone_cells(self) -> Iterator[tuple[str, str]]:
        """Yield the cells for phones; the first one with its extension, if that has a column."""
        self._area_code()
        extension = self._stated("extension")
        for key, printed in self.row.further("phone"):
            if extension and not is_empty(printed) and printed.strip():
                yield key, _EXTENDED.format(phone=printed, extension=extension)
                extension = ""
            else:
                yield key, printed

    def _area_code(self) -> None:
        """Look whether the column for the area code has another one than the region."""
        stated, here = self._stated("area_code"), self.context.region.area_code
        if stated and stated.lstrip("0") != here.lstrip("0"):
            problem = _("This is not the area code of %(region)s, %(code)s.")
            remedy = _("Write the whole number into the column for the phone, or correct it.")
            said = {"region": self.context.region.name, "code": here}
            self._error("area_code", stated, problem % said, remedy)

    def _numbers(self, printed: str) -> PrintedNumbers:
        """Return the numbers in a cell; raises ``CellError`` or ``PhoneError``."""
        text, area_code = clean_text("phone", printed), self.context.region.area_code
        try:
            return read_numbers(text, area_code)
        except PhoneError:
            if "\n" not in printed:
                raise
            return read_numbers(printed, area_code)

    def _tell_beside(self, phones: Sequence[str], rest: Iterable[str]) -> None:
        others = dict.fromkeys([*phones[1:], *map(shown, rest)])
        if told := [text for text in others if text != phones[0]]:
            text = _("Beside %(phone)s the row says: %(rest)s. That is not taken.")
            self.warn(text % {"phone": phones[0], "rest": "、".join(told)})

    def _town(self, name: str, address: str) -> str | None:
        reading = read_town(address, name, self.context)
        if reading.elsewhere is not None:
            self._refuse("address", address, reading.elsewhere)
        if stated := self._stated("town") or self.named_in_district:
            named = self.context.named_towns
            if stated not in named:
                self._refuse("town", stated, no_such_town(stated, self.context))
            town = named.get(stated)
            if town is not None:
                for text in (*reading.doubts, *told_otherwise(town, reading, self.context)):
                    self.warn(text)
            return town
        if reading.unlisted is not None:
            self._refuse("address", address, reading.unlisted)
        for text in (*reading.doubts, *reading.remarks):
            self.warn(text)
        return reading.town

    def _refuse(self, column: str, value: str, why: Unplaceable) -> None:
        self._error(column, value, why.problem, why.remedy)

    def _district(self) -> str:
        """Return the town in the column for the district: whoever says 区域 may mean either."""
        stated, context = self._stated("district"), self.context
        if not stated or stated in context.named_towns:
            return stated
        head = read_head(stated, context.names, context.town_index)
        is_here = head.end == len(stated) and not head.is_elsewhere
        if not is_here and stated != context.region.adcode:
            problem = _("The row is one of another district than %(region)s.")
            remedy = _("Import it with the table of its district.")
            self._error("district", stated, problem % {"region": context.region.name}, remedy)
        return ""

    def _services(self) -> list[str]:
        cells = [*self.row.further(SERVICES)]
        if not cells:
            return self.context.default_services
        codes: set[str] = set()
        for key, printed in cells:
            try:
                clean_text(SERVICES, printed)
            except CellError as error:
                self._error(key, printed, error.problem, error.remedy)
                continue
            title = key.partition(FURTHER)[2]
            is_tick = is_ticked_title(title)
            codes |= (
                self._ticked(key, title, printed) if is_tick else self._named_services(key, printed)
            )
        if not codes and not self.is_bad:
            self.warn(_("The table says that the outlet offers none of the services."))
        return [code for code in dict.fromkeys(self.context.services.values()) if code in codes]

    def _ticked(self, key: str, title: str, printed: str) -> frozenset[str]:
        """Return the services of a column that is ticked."""
        words = self.context.service_words
        services = words.titled(title)
        mark, comment = split_comment(printed)
        ticked = is_ticked(mark)
        if ticked is not None and comment:
            told = _("%(title)s: “%(text)s” is left out.")
            self.warn(told % {"title": self._title(key), "text": shown(comment)})
        if ticked is None and words.read(printed) != ServicesRead(services):
            problem = _("It cannot be told whether this is a yes or a no.")
            remedy = _("Tick the cell with √, or leave it empty.")
            self._error(key, printed, problem, remedy)
        return frozenset() if ticked is False else services

    def _named_services(self, key: str, printed: str) -> frozenset[str]:
        if is_empty(printed):
            return frozenset()
        read = self.context.service_words.read(printed)
        if read.unknown and is_ticked(printed) is not None:
            problem = _("It cannot be told which service is ticked.")
            remedy = _("Give the column the name of the service, or write the service in words.")
            self._error(key, printed, problem, remedy)
        elif read.unknown:
            problem = _("These are no services that are known: %(words)s.") % {
                "words": "、".join(map(shown, read.unknown))
            }
            remedy = _("Use these words, with 、 between them: %(services)s; or 全部 for all.") % {
                "services": "、".join(self.context.service_names)
            }
            self._error(key, printed, problem, remedy)
        return read.codes

    def _note(self) -> dict[str, PlainValue]:
        cells = [*self.row.further("note")]
        if not cells:
            return {}
        texts = self._texts("note", lambda _key, text: clean_text("note", _on_one_line(text)))
        note = "；".join(dict.fromkeys(filter(None, (texts or {}).values())))
        try:
            return {"note": clean_value("note", note)}
        except CellError as error:
            self._error("note", note, error.problem, error.remedy)
            return {}

    def _hours(self) -> dict[str, PlainValue]:
        cells = [*self.row.further("hours")]
        if not cells:
            return {}
        try:
            texts = {key: clean_text("hours", _on_one_line(text)) for key, text in cells}
            filled = {key: text for key, text in texts.items() if text}
            # What two columns say is of two services: each has its title.
            parts = [
                text if len(filled) == 1 else f"{self._title(key)}：{text}"
                for key, text in filled.items()
            ]
            hours = clean_value("hours", "；".join(dict.fromkeys(parts)))
        except CellError as error:
            # No outlet is refused for what it could do without.
            told = _("The opening hours are left out:")
            self.warn(f"{told} {error.problem} {error.remedy}")
            return {}
        if why := unread_because(hours):
            told = _("The opening hours are kept as they are, and cannot be compared with a clock:")
            self.warn(f"{told} {why}")
        return {"hours": hours}

    def _postcode(self) -> dict[str, PlainValue]:
        if "postcode" not in self.row.cells:
            return {}
        text = self._stated("postcode")
        may_begin_with_zero = self.context.region.adcode.startswith(_POSTCODES_FROM_ZERO)
        if may_begin_with_zero and text.isdigit() and len(text) == _POSTCODE_LENGTH - 1:
            # A spreadsheet took it for a figure: 010020 became 10020.
            text = f"0{text}"
        if text and not (text.isascii() and text.isdigit() and len(text) == _POSTCODE_LENGTH):
            problem = _("A postcode has six figures.")
            self._error("postcode", text, problem, _("Correct it or leave the cell empty."))
        return {"postcode": text}

    def _position(self, town: str | None) -> Position | None:
        cells = {
            column: self._stated(column) for column in OF_POSITIONS if column in self.row.cells
        }
        if not any(cells.get(column) for column in ("longitude", "latitude", "position")):
            return None
        try:
            read = self.positions.read(cells, self.row.datum, town)
        except CellError as error:
            value = self.row.cells[error.column]
            self._error(error.column, value, error.problem, error.remedy)
            return None
        for text in read.remarks:
            self.warn(text)
        return read.position


def _on_one_line(text: str) -> str:
    """Return a text with a sign where its lines end that have none."""
    lines = [line.strip() for line in text.replace("\r", "\n").split("\n") if line.strip()]
    ends = [line if line[-1] in _ENDS else f"{line}；" for line in lines[:-1]]
    return "".join([*ends, *lines[-1:]])
