"""Reference data: the files become stored regions, towns, services and operators."""

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from sites.changes.refresh import refresh_derived, refresh_outdated
from sites.models import DataVersion, Operator, Region, Service, Town
from sites.phones.numbers import is_area_code
from sites.reference.files import (
    OPERATORS,
    REFERENCE_DIRECTORY,
    REGIONS,
    SERVICES,
    TOWNS,
    ReferenceDataError,
    ReferenceFile,
    promise_problems,
    read_rows,
    split_list,
)
from sites.reference.row_error import RowError


@dataclass(frozen=True, slots=True)
class _Table:
    """Where the rows of a file go; `fixed` columns of a stored row never change."""

    file: ReferenceFile
    model: type[models.Model]
    key: tuple[str, ...]
    fixed: tuple[str, ...] = ()
    is_ordered: bool = True

    def column(self, name: str) -> "models.Field[Any, Any]":
        found = self.model._meta.get_field(name)
        if not isinstance(found, models.Field):
            raise TypeError(f"{name} is no stored column")
        return found

    def key_of(self, row: models.Model) -> tuple[str, ...]:
        return tuple(str(getattr(row, self.column(name).attname)) for name in self.key)


# In the order in which they are stored: towns refer to regions. A point's service mask is made of
# bits, so the meaning of a bit never changes.
_TABLES: Final = (
    _Table(REGIONS, Region, ("adcode",), is_ordered=False),
    _Table(TOWNS, Town, ("region", "key")),
    _Table(SERVICES, Service, ("code",), fixed=("bit",)),
    _Table(OPERATORS, Operator, ("code",)),
)
# Residents and programs never see these: a change of them is no change of public data.
_INTERNAL: Final = frozenset({"name_marks", "note"})
# The derived columns of points follow from these.
_DERIVED_FROM: Final = frozenset({"name", "name_en", "aliases", "area_code"})


@dataclass(slots=True)
class FileCounts:
    """How many rows of one file were added, changed and found unchanged."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0


@dataclass(slots=True)
class ReferenceLoaded:
    """What loading did: counts by file name, points whose search text followed, data version."""

    counts: dict[str, FileCounts] = field(default_factory=dict)
    points_refreshed: int = 0
    data_version: int = 0


@dataclass(slots=True)
class _Effects:
    """What the rows that were written mean for other data."""

    is_any: bool = False
    is_public: bool = False
    outdated: defaultdict[type[models.Model], set[Any]] = field(
        default_factory=lambda: defaultdict(set)
    )

    def note(self, row: models.Model, changed: set[str], *, is_new: bool) -> None:
        self.is_any = True
        self.is_public |= not changed <= _INTERNAL
        # No point refers to a new row yet.
        if changed & _DERIVED_FROM and not is_new:
            self.outdated[type(row)].add(row.pk)


@transaction.atomic
def load_reference_data(directory: Path = REFERENCE_DIRECTORY) -> ReferenceLoaded:
    """Make the stored reference data say what the files of a directory say.

    Rows are added or changed, never deleted: points may refer to them. Loading the same files
    again changes nothing. Search texts that an earlier release composed are composed anew. The
    data version moves only if something public changed, what searches find included; that of the
    reference data with any change.

    Raises ``ReferenceDataError`` with the problems of all files; nothing is changed then.
    """
    problems: list[RowError] = []
    loaded, effects = ReferenceLoaded(), _Effects()
    rows = {}
    for table in _TABLES:
        rows[table.file.name] = read_rows(directory, table.file, problems)
        loaded.counts[table.file.name] = _store(table, rows[table.file.name], effects, problems)
    problems += promise_problems(rows[REGIONS.name], rows[SERVICES.name])
    if problems:
        raise ReferenceDataError(problems)
    outdated = refresh_outdated()
    loaded.points_refreshed = outdated + refresh_derived(
        regions=effects.outdated[Region],
        towns=effects.outdated[Town],
        operators=effects.outdated[Operator],
    )
    if effects.is_any:
        DataVersion.advance_reference()
    # Searches find something else by texts composed anew.
    is_public = effects.is_public or outdated > 0
    loaded.data_version = DataVersion.advance() if is_public else DataVersion.current()
    return loaded


def _store(
    table: _Table,
    rows: Sequence[tuple[int, Mapping[str, str]]],
    effects: _Effects,
    problems: list[RowError],
) -> FileCounts:
    """Add or change the rows of a file that are right; add what is wrong to `problems`."""
    counts = FileCounts()
    stored = {table.key_of(row): row for row in table.model._default_manager.all()}
    seen: set[tuple[str, ...]] = set()
    for order, (line, cells) in enumerate(rows, start=1):
        key = tuple(cells[column] for column in table.key)
        row = stored.get(key)
        try:
            _check_row(table, cells, is_again=key in seen)
            values = _values(table, cells, order)
            changed = _changed_columns(table, row, values)
            if row is None:
                row = table.model(**values)
            else:
                for attribute, value in values.items():
                    setattr(row, attribute, value)
            if changed:
                row.clean_fields()
                row.validate_unique()
                row.validate_constraints()
        except ValidationError as error:
            problems += _problems(table.file, line, cells, error)
            continue
        finally:
            seen.add(key)
        if not changed:
            counts.unchanged += 1
            continue
        counts.changed += key in stored
        counts.added += key not in stored
        row.save()
        effects.note(row, changed, is_new=key not in stored)
    return counts


def _check_row(table: _Table, cells: Mapping[str, str], *, is_again: bool) -> None:
    """Raise ``ValidationError``, by column, for what a row's model does not know to be wrong."""
    if is_again:
        raise ValidationError({table.key[-1]: _("Another row has the same key.")})
    for column in ("source", "position_source"):
        if cells.get(column) == "":
            raise ValidationError({column: _("Say where the row comes from.")})
    if "area_code" in cells and not is_area_code(cells["area_code"]):
        text = _("This is no telephone area code. It is written with its zero, like 023 or 0571.")
        raise ValidationError({"area_code": text})


def _values(table: _Table, cells: Mapping[str, str], order: int) -> dict[str, Any]:
    """Return the values of a row by attribute; raises ``ValidationError`` by column."""
    values: dict[str, Any] = {"order": order} if table.is_ordered else {}
    for name in table.file.stored:
        column, cell = table.column(name), cells[name]
        try:
            value = _value(column, cell)
        except ValidationError as error:
            raise ValidationError({name: error.messages}) from None
        values[column.attname] = value
    return values


def _value(column: "models.Field[Any, Any]", cell: str) -> object:
    if isinstance(column, models.JSONField):
        return split_list(cell)
    if cell == "" and column.null:
        return None
    if column.is_relation:
        return cell
    value = column.to_python(cell)
    if isinstance(value, float) and not math.isfinite(value):
        raise ValidationError(_("This is no finite number."))
    return value


def _changed_columns(
    table: _Table, row: models.Model | None, values: Mapping[str, Any]
) -> set[str]:
    """Return the columns of a stored row that the values change, all columns for a new row."""
    changed = {name for name, value in values.items() if row is None or getattr(row, name) != value}
    for name in changed.intersection(table.fixed) if row is not None else ():
        raise ValidationError({name: _("This never changes once it is stored.")})
    return changed


def _problems(
    file: ReferenceFile, line: int, cells: Mapping[str, str], error: ValidationError
) -> Iterator[RowError]:
    for column, messages in error.message_dict.items():
        for message in messages:
            value, remedy = cells.get(column, ""), _("Correct the cell.")
            yield RowError(line, column, value, message, remedy, file=file.name)
