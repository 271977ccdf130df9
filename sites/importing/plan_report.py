"""A plan as text for a terminal and as CSV for a spreadsheet."""

import csv
import json
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Final, TextIO

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sites.changes.fields import PlainValue, field_label
from sites.changes.labels import value_text
from sites.importing.plan import Changes, FieldChange, Group, Outcome, Plan, PlannedPoint
from sites.models.service_point import precision_name
from sites.reference.stored import Reference
from sites.text.csv_safe import csv_safe

# More lines than anybody reads on a terminal: the report has them all. What differs from the
# stored data or contradicts a person is always shown: that is what a person agrees to.
_ERRORS_SHOWN: Final = 200
_LINES_SHOWN: Final = 20
_ABRIDGED: Final = frozenset({Group.ADDED, Group.SERIAL})
CSV_COLUMNS: Final = ("outcome", "row", "serial", "name", "field", "old", "new", "remedy")


def as_text(plan: Plan) -> str:
    """Return the plan for a terminal: errors, warnings, what would change, and the totals.

    What matters most of the changes comes first.
    """
    reference = Reference()
    parts = [
        losing_phones_text(plan.losing_phones),
        _section(_("Left out"), _first([left.text for left in plan.left_out], _LINES_SHOWN)),
        _section(_("Remarks"), list(plan.remarks)),
        _section(_("Rows with errors"), _first(list(_error_lines(plan)), _ERRORS_SHOWN)),
        _section(_("Warnings"), _first(list(_warning_lines(plan)), _LINES_SHOWN)),
        *(
            _group_text(group, outlets, plan.region, reference)
            for group, outlets in plan.by_group.items()
        ),
        ", ".join(f"{Outcome(outcome).label} {count}" for outcome, count in plan.counts.items()),
    ]
    return "\n\n".join(filter(None, parts))


def write_csv(plan: Plan, file: TextIO) -> None:
    """Write the whole plan, a line per field that differs, with a BOM for spreadsheet programs.

    Texts that a spreadsheet would take for a formula get an apostrophe in front.
    """
    file.write("\ufeff")
    writer = csv.writer(file)
    writer.writerow(CSV_COLUMNS)
    for line in _csv_lines(plan):
        writer.writerow([csv_safe(cell) for cell in line])


def _section(title: str, lines: list[str]) -> str:
    return "\n".join([title, *lines]) if lines else ""


def _first(lines: list[str], most: int) -> list[str]:
    """Return as many lines as are shown, and how many are not."""
    more = len(lines) - most
    if more <= 0:
        return lines
    text = _("… and %(count)d more: --report FILE writes them all.") % {"count": more}
    return [*lines[:most], text]


def _error_lines(plan: Plan) -> Iterator[str]:
    for error in plan.errors:
        yield error.text(plan.places.text(error.row))


def _warning_lines(plan: Plan) -> Iterator[str]:
    for warning in plan.warnings:
        yield _("%(row)s %(name)s: %(text)s") % {
            "row": plan.places.text(warning.row),
            "name": warning.name,
            "text": warning.text,
        }


def losing_phones_text(names: Sequence[str]) -> str:
    """Return which outlets have a number where the table has none, "" if there is no such."""
    if not names:
        return ""
    text = ngettext(
        "The table has no number for %(count)d outlet that has one: %(names)s.",
        "The table has no number for %(count)d outlets that have one: %(names)s.",
        len(names),
    )
    more = ["…"] if len(names) > _LINES_SHOWN else []
    return text % {"count": len(names), "names": ", ".join([*names[:_LINES_SHOWN], *more])}


def _group_text(
    group: Group, outlets: Sequence[PlannedPoint], region: str, reference: Reference
) -> str:
    if group is Group.UNCHANGED or not outlets:
        return ""
    lines = [_point_text(outlet, region, reference) for outlet in outlets]
    if group in _ABRIDGED:
        lines = _first(lines, _LINES_SHOWN)
    return _section(f"{capfirst(str(group.label))}: {len(outlets)}", lines)


def _point_text(outlet: PlannedPoint, region: str, reference: Reference) -> str:
    lines = [f"{_label(outlet)}  {outlet.serial}  {outlet.name}"]
    if outlet.outcome is Outcome.CHANGED or outlet.is_return:
        lines += _field_lines(outlet.changes, region, reference)
    conflicts = _field_lines(outlet.conflicts, region, reference)
    lines += [f"{_('conflict')}: {text}" for text in conflicts]
    return "\n    ".join(lines)


def _label(outlet: PlannedPoint) -> str:
    if outlet.is_return:
        return _("added again")
    if outlet.former_name is not None and outlet.outcome is Outcome.CHANGED:
        return _("renamed")
    return str(outlet.outcome.label)


def _field_lines(changes: Changes, region: str, reference: Reference) -> Iterator[str]:
    for field, change in changes.items():
        pair = change.old, change.new
        old, new = (value_text(field, value, region, reference) for value in pair)
        yield f"{field_label(field)}: {old} → {new}"


def plain_text(value: PlainValue) -> str:
    """Return a plain value as the cell of a table for machines: codes stay what they are."""
    if value is None:
        return "–"
    if isinstance(value, dict):
        pair = f"{value['longitude']:.6f}, {value['latitude']:.6f}"
        return f"{pair} ({precision_name(value['precision'])})"
    if isinstance(value, list):
        return "|".join(value)
    return json.dumps(value) if isinstance(value, bool) else str(value)


def _csv_lines(plan: Plan) -> Iterator[tuple[object, ...]]:
    for left in plan.left_out:
        yield "left out", left.count, "", "", "", "", left.text, ""
    for remark in plan.remarks:
        yield "remark", "", "", "", "", "", remark, ""
    for error in plan.errors:
        head = (_row(plan, error.row), error.serial, error.name)
        yield "error", *head, error.column, error.value, error.problem, error.remedy
    for warning in plan.warnings:
        yield "warning", _row(plan, warning.row), "", warning.name, "", "", warning.text, ""
    for outlet in chain.from_iterable(plan.by_group.values()):
        place = (_row(plan, outlet.row), outlet.serial, outlet.name)
        if not outlet.changes and not outlet.conflicts:
            yield outlet.outcome.value, *place, "", "", "", ""
        for field, change in outlet.changes.items():
            yield outlet.outcome.value, *place, field, *_both(change), ""
        for field, change in outlet.conflicts.items():
            yield Outcome.CONFLICT.value, *place, field, *_both(change), ""


def _row(plan: Plan, number: int | None) -> object:
    """Return the cell that says where a row stands: the bare number where that is enough."""
    if number is None:
        return ""
    return number if len(plan.places.parts) == 1 else plan.places.text(number)


def _both(change: FieldChange) -> tuple[str, str]:
    return plain_text(change.old), plain_text(change.new)
