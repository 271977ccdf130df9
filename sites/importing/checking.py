"""Rows of text become checked outlets, or errors that say what to put right."""

import difflib
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias
from uuid import UUID

from django.utils.translation import gettext as _

from sites.addresses.parser import parse_address
from sites.addresses.resolving import TownMatch, resolve_town
from sites.importing.cells import CellError, clean_text, clean_value, shown
from sites.importing.columns import PUBLIC_ID, REQUIRED
from sites.importing.context import RegionContext
from sites.importing.problems import RowError, RowWarning
from sites.importing.reading import Row, Table
from sites.models import Kind, Operator
from sites.phones.numbers import PhoneError, parse_phone
from sites.recording.fields import PlainValue

Progress: TypeAlias = Callable[[Iterable[Row]], Iterable[Row]]
_SERVICE_SEPARATORS: Final = str.maketrans(dict.fromkeys("|,，;；/", "|"))


@dataclass(frozen=True, slots=True)
class CheckedRow:
    """A row without errors.

    Attributes:
        number: as a spreadsheet shows it.
        values: the plain value of each public field that the row says something about.
        printed: the cells as printed, without what is ours.
        public_id: of the outlet that the row is about, if it says so.
    """

    number: int
    values: dict[str, PlainValue]
    printed: dict[str, str]
    public_id: UUID | None = None

    @property
    def name(self) -> str:
        """The outlet's name, normalised."""
        return str(self.values["name"])

    @property
    def serial(self) -> int | None:
        """The outlet's number in the table, None if the row has none."""
        serial = self.values.get("serial")
        return None if serial is None else int(str(serial))


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found: good rows, bad rows, their errors, and warnings."""

    rows: tuple[CheckedRow, ...]
    bad_rows: tuple[Row, ...]
    errors: tuple[RowError, ...]
    warnings: tuple[RowWarning, ...]


def check_table(table: Table, context: RegionContext, progress: Progress = iter) -> Checked:
    """Return the outlets of a table and everything that is wrong with its rows.

    `progress` wraps the rows while they are gone through.
    """
    titles = table.header.titles
    good: list[CheckedRow] = []
    numbered: list[tuple[int, Row]] = []
    named: list[tuple[UUID, Row]] = []
    errors: list[RowError] = []
    warnings = [
        RowWarning(number, "", _("Left out, as a heading: “%(text)s”.") % {"text": shown(text)})
        for number, text in table.headings
    ]
    for row in progress(table.rows):
        check = _RowCheck(row, titles, context, errors, warnings)
        values = check.run()
        if values is not None:
            good.append(CheckedRow(row.number, values, _printed(row), check.public_id))
        if check.serial is not None:
            numbered.append((check.serial, row))
        if check.public_id is not None:
            named.append((check.public_id, row))
    errors += _shared(
        numbered,
        "serial",
        titles.get("serial", ""),
        _("%(count)d rows have this serial."),
        _("Give each outlet a serial of its own."),
    )
    errors += _shared(
        named,
        PUBLIC_ID,
        titles.get(PUBLIC_ID, ""),
        _("%(count)d rows have this public id."),
        _("Keep one of the rows, or leave the cell empty for a new outlet."),
    )
    errors += _same_outlet(good, titles["name"])
    bad = {error.row for error in errors}
    return Checked(
        rows=tuple(row for row in good if row.number not in bad),
        bad_rows=tuple(row for row in table.rows if row.number in bad),
        errors=tuple(sorted(errors, key=lambda error: error.row)),
        warnings=tuple(warning for warning in warnings if warning.row not in bad),
    )


def printed_values(
    printed: Mapping[str, str], context: RegionContext
) -> dict[str, PlainValue] | None:
    """Return what a table said with the cells of a row; None if they would have errors today."""
    row = Row(number=0, cells={**dict.fromkeys(REQUIRED, ""), **printed})
    return _RowCheck(row, {}, context, [], []).run()


def row_error(row: Row, title: str, value: str, problem: str, remedy: str) -> RowError:
    """Return why a row cannot be taken over, with what tells people which row it is."""
    serial, name = (shown(row.cells.get(column, "")) for column in ("serial", "name"))
    return RowError(row.number, title, shown(value), problem, remedy, serial, name)


def _printed(row: Row) -> dict[str, str]:
    """Return what the table says itself: the public id is ours."""
    if PUBLIC_ID not in row.cells:
        return row.cells
    return {column: text for column, text in row.cells.items() if column != PUBLIC_ID}


def _shared(
    said: Sequence[tuple[Hashable, Row]], column: str, title: str, problem: str, remedy: str
) -> Iterator[RowError]:
    """Yield an error for each row that says of a column what another does, too.

    Nobody knows which one is right.
    """
    counts = Counter(value for value, _row in said)
    for value, row in said:
        if counts[value] > 1:
            told = problem % {"count": counts[value]}
            yield row_error(row, title, row.cells[column], told, remedy)


def _same_outlet(rows: list[CheckedRow], title: str) -> Iterator[RowError]:
    """Yield an error for each row that shares its name and address with another."""
    counts = Counter((row.name, row.values["address"]) for row in rows)
    for row in rows:
        if counts[row.name, row.values["address"]] > 1:
            problem = _("Another row has the same name and address.")
            remedy = _("Keep one of the rows.")
            yield row_error(Row(row.number, row.printed), title, row.name, problem, remedy)


@dataclass(slots=True)
class _RowCheck:
    """One row while it is checked."""

    row: Row
    titles: dict[str, str]
    context: RegionContext
    errors: list[RowError]
    warnings: list[RowWarning]
    is_bad: bool = False
    serial: int | None = None
    public_id: UUID | None = None

    def run(self) -> dict[str, PlainValue] | None:
        """Return the row's plain values, None if it has an error."""
        if self.row.surplus:
            problem = _("The row has more cells than the header.")
            remedy = _("Put texts with a comma between quotes.")
            self._error("", self.row.surplus[0], problem, remedy)
        self.public_id, self.serial = self._public_id(), self._serial()
        cells = {column: self._cell(column) for column in REQUIRED}
        name, address, phone = (str(cells[column] or "") for column in ("name", "address", "phone"))
        operator = self._operator(name) if name else None
        kind = self._kind(operator.kind) if operator is not None else ""
        town = self._town(name, address) if name and address else None
        phone_text = self._phone(phone) if phone else ""
        services = self._services()
        if not phone and cells["phone"] is not None:
            self._warn(_("The outlet has no phone number."))
        if self.is_bad or operator is None:
            return None
        return {
            **({} if self.serial is None else {"serial": self.serial}),
            "name": name,
            "kind": kind,
            "operator": operator.code,
            "address": address,
            "town": town,
            "phone": phone_text,
            "services": services,
            "is_active": True,
        }

    def _error(self, column: str, value: str, problem: str, remedy: str) -> None:
        title = self.titles.get(column, column)
        self.errors.append(row_error(self.row, title, value, problem, remedy))
        self.is_bad = True

    def _warn(self, text: str) -> None:
        self.warnings.append(RowWarning(self.row.number, shown(self.row.cells["name"]), text))

    def _cell(self, column: str) -> object | None:
        """Return the checked value of a cell, None if it has an error."""
        printed = self.row.cells[column]
        try:
            return clean_value(column, clean_text(column, printed))
        except CellError as error:
            self._error(column, printed, error.problem, error.remedy)
            return None

    def _stated(self, column: str) -> str:
        """Return what a column says that a table need not have; "" if it says nothing."""
        printed = self.row.cells.get(column, "")
        try:
            return clean_text(column, printed)
        except CellError as error:
            self._error(column, printed, error.problem, error.remedy)
            return ""

    def _serial(self) -> int | None:
        """Return the row's number; a table need not count its outlets."""
        text = self._stated("serial")
        try:
            return int(str(clean_value("serial", text))) if text else None
        except CellError as error:
            self._error("serial", text, error.problem, error.remedy)
            return None

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
            if stated not in self.context.operators:
                problem = _("There is no such operator.")
                names = [operator.name for operator in self.context.operators.values()]
                remedy = _("Use one of these, or leave the cell empty: %(names)s.") % {
                    "names": ", ".join(dict.fromkeys(names))
                }
                self._error("operator", stated, problem, remedy)
            return self.context.operators.get(stated)
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

    def _phone(self, text: str) -> str:
        try:
            return parse_phone(text, self.context.region.area_code).text
        except PhoneError as error:
            problem = _(error.template) % error.parameters
            self._error("phone", text, problem, _("Correct the number or leave the cell empty."))
            return ""

    def _town(self, name: str, address: str) -> str | None:
        context = self.context
        if stated := self._stated("town"):
            if stated not in context.named_towns:
                self._no_such_town("town", stated, stated)
            return context.named_towns.get(stated)
        match = resolve_town(address, name, context.names, context.town_index, context.overrides)
        if match.doubt == "other_region":
            problem = _("The address is not in %(region)s.") % {"region": context.region.name}
            remedy = _("Correct the address, or import the outlet with the table of its district.")
            self._error("address", address, problem, remedy)
        elif match.doubt == "unlisted_town":
            self._unlisted_town(address)
        elif match.town is None:
            self._warn(self._unknown_town(match))
        elif match.is_contradicted:
            text = _("Name and address speak of different towns; the address counts: %(town)s.")
            self._warn(text % {"town": context.towns[match.town].name})
        return match.town

    def _unlisted_town(self, address: str) -> None:
        context = self.context
        written = parse_address(address, context.names, context.town_index).town_as_written or ""
        self._no_such_town("address", address, written)

    def _no_such_town(self, column: str, value: str, written: str) -> None:
        context = self.context
        problem = _("%(region)s has no town “%(town)s”.") % {
            "region": context.region.name,
            "town": written,
        }
        names = [town.name for town in context.towns.values()]
        remedy = _("Correct the cell, or have the town added to the reference data.")
        if similar := difflib.get_close_matches(written, names):
            remedy = _("Did you mean %(towns)s?") % {"towns": ", ".join(similar)} + " " + remedy
        self._error(column, value, problem, remedy)

    def _unknown_town(self, match: TownMatch) -> str:
        if match.candidates:
            names = [self.context.towns[key].name for key in match.candidates]
            text = _("Several towns are possible: %(towns)s. The town stays unknown.")
            return text % {"towns": ", ".join(names)}
        return _(
            "Neither address nor name tells the town: it stays unknown until a person says it."
        )

    def _services(self) -> list[str]:
        printed = self.row.cells.get("services")
        if printed is None:
            return self.context.default_services
        try:
            text = clean_text("services", printed)
        except CellError as error:
            self._error("services", printed, error.problem, error.remedy)
            return []
        return self._service_codes(printed, text)

    def _service_codes(self, printed: str, text: str) -> list[str]:
        known = self.context.services
        # A service's own name may have a separator's look (解锁、重置密码), so 、 is none.
        parts = [part.strip() for part in text.translate(_SERVICE_SEPARATORS).split("|")]
        wanted = {known.get(part) for part in parts if part}
        if None in wanted:
            problem = _("The cell names a service that is not known.")
            remedy = _("Use these, separated by “|”: %(services)s.") % {
                "services": ", ".join(dict.fromkeys(known.values()))
            }
            self._error("services", printed, problem, remedy)
            return []
        return [code for code in dict.fromkeys(known.values()) if code in wanted]
