"""A plan as text for a terminal and as CSV for a spreadsheet."""

import csv
import json
from collections.abc import Iterator
from typing import Final, TextIO

from django.utils.translation import gettext as _

from sites.importing.plan import FieldChange, Outcome, Plan, PlannedOutlet
from sites.recording.fields import PlainValue

# More lines than anybody reads on a terminal: the report has them all.
_LINES_SHOWN: Final = 200
_FORMULA_SIGNS: Final = ("=", "+", "-", "@", "\t", "\r")
CSV_COLUMNS: Final = ("outcome", "row", "serial", "name", "field", "old", "new", "remedy")


def as_text(plan: Plan) -> str:
    """Return the plan for a terminal: errors, warnings, what would change, and the totals."""
    parts = [
        _section(_("Rows with errors"), list(_error_lines(plan))),
        _section(_("Warnings"), list(_warning_lines(plan))),
        _section(_("Comparison"), list(_outlet_lines(plan))),
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
        writer.writerow([harmless(cell) for cell in line])


def _section(title: str, lines: list[str]) -> str:
    if not lines:
        return ""
    shown = [title, *lines[:_LINES_SHOWN]]
    if (more := len(lines) - _LINES_SHOWN) > 0:
        shown.append(_("… and %(count)d more: see the report.") % {"count": more})
    return "\n".join(shown)


def _error_lines(plan: Plan) -> Iterator[str]:
    for error in plan.errors:
        yield _("row %(row)d, %(column)s “%(value)s”: %(problem)s %(remedy)s") % {
            "row": error.row,
            "column": error.column,
            "value": error.value,
            "problem": error.problem,
            "remedy": error.remedy,
        }


def _warning_lines(plan: Plan) -> Iterator[str]:
    for warning in plan.warnings:
        yield _("row %(row)d %(name)s: %(text)s") % {
            "row": warning.row,
            "name": warning.name,
            "text": warning.text,
        }


def _outlet_lines(plan: Plan) -> Iterator[str]:
    for outlet in plan.outlets:
        if outlet.outcome is Outcome.UNCHANGED:
            continue
        line = f"{_label(outlet)}  {outlet.serial}  {outlet.name}"
        if outlet.outcome is Outcome.CHANGED or outlet.is_return:
            line += "".join(f"\n    {text}" for text in _field_lines(outlet.changes))
        yield line + "".join(
            f"\n    {_('conflict')}: {text}" for text in _field_lines(outlet.conflicts)
        )


def _label(outlet: PlannedOutlet) -> str:
    if outlet.is_return:
        return _("added again")
    if outlet.former_name is not None and outlet.outcome is Outcome.CHANGED:
        return _("renamed")
    return str(outlet.outcome.label)


def _field_lines(changes: dict[str, FieldChange]) -> Iterator[str]:
    for field, change in changes.items():
        yield f"{field}: {_plain_text(change.old)} → {_plain_text(change.new)}"


def _plain_text(value: PlainValue) -> str:
    if value is None:
        return "–"
    if isinstance(value, dict):
        return f"{value['longitude']:.6f}, {value['latitude']:.6f} ({value['precision']})"
    if isinstance(value, list):
        return "|".join(value)
    return json.dumps(value) if isinstance(value, bool) else str(value)


def _csv_lines(plan: Plan) -> Iterator[tuple[object, ...]]:
    for error in plan.errors:
        yield "error", error.row, "", "", error.column, error.value, error.problem, error.remedy
    for warning in plan.warnings:
        yield "warning", warning.row, "", warning.name, "", "", warning.text, ""
    for outlet in plan.outlets:
        head = (outlet.row or "", outlet.serial, outlet.name)
        if not outlet.changes and not outlet.conflicts:
            yield outlet.outcome.value, *head, "", "", "", ""
        for field, change in outlet.changes.items():
            yield outlet.outcome.value, *head, field, *_both(change), ""
        for field, change in outlet.conflicts.items():
            yield Outcome.CONFLICT.value, *head, field, *_both(change), ""


def _both(change: FieldChange) -> tuple[str, str]:
    return _plain_text(change.old), _plain_text(change.new)


def harmless(cell: object) -> object:
    """Return a cell as a spreadsheet takes it for text, whatever it begins with."""
    if isinstance(cell, str) and cell.lstrip(" ").startswith(_FORMULA_SIGNS):
        return f"'{cell}"
    return cell
