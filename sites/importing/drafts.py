"""Uploaded tables until they are applied: nothing in here changes public data."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from itertools import chain, islice
from typing import Any, Final

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from sites.changes.bulk_rows import insert_rows
from sites.geo.datum import Datum
from sites.importing.columns import OUTLETS
from sites.importing.files.grids import Grid
from sites.importing.headers import HeaderError
from sites.importing.mappings import columns_for
from sites.importing.options import Decided, Decision, Decisions, Rules, decision_on
from sites.importing.plan import FOLLOWS, FieldChange, Plan, PlannedPoint
from sites.importing.problems import TableError
from sites.importing.read_table import Table, parse_table
from sites.models import DraftLine, DraftState, ImportDraft, Region
from sites.reference.row_error import RowError

ERROR: Final = "error"
_HEAD_CELL: Final = 200
_HEAD_COLUMNS: Final = 100
_BATCH: Final = 2_000
_NAME_LENGTH: Final = 200
_SERIAL_LENGTH: Final = 60
# Whoever has not applied a table by then uploads it again.
_KEPT_FOR: Final = timedelta(days=30)


@transaction.atomic
def receive_table(
    region: Region, name: str, content: bytes, user: User, *, is_supplement: bool = False
) -> ImportDraft:
    """Store an uploaded table; it is still to be checked. Old ones that nobody applied go."""
    old = ImportDraft.objects.filter(run=None, uploaded_at__lt=timezone.now() - _KEPT_FOR)
    old.delete()
    return ImportDraft.objects.create(
        region=region,
        file_name=name[:255],
        sha256=sha256(content).hexdigest(),
        content=content,
        is_supplement=is_supplement,
        uploaded_at=timezone.now(),
        uploaded_by=user,
    )


def read_otherwise(
    draft: ImportDraft, *, is_supplement: bool, parts: Sequence[int], datum: str
) -> None:
    """Store how a table is meant: which of the file's tables it is (none: all), in which datum."""
    draft.is_supplement, draft.parts, draft.datum = is_supplement, list(parts), datum
    draft.save(update_fields=["is_supplement", "parts", "datum"])


def table_of(draft: ImportDraft) -> Table:
    """Return the draft's table, read anew; raises ``TableError``."""
    columns = columns_for(draft.region)
    return parse_table(bytes(draft.content), draft.file_name, columns, parts=draft.parts or None)


def rules_of(draft: ImportDraft) -> Rules:
    """Return how the draft's table is meant; what was decided counts when it is applied."""
    datum = Datum(draft.datum) if draft.datum else None
    return Rules(is_supplement=draft.is_supplement, datum=datum)


def refuse_table(draft: ImportDraft, error: TableError) -> None:
    """Store why the table cannot be read; where a person can help, with its first rows."""
    draft.lines.all().delete()
    draft.problem, draft.remedy = error.problem, error.remedy
    draft.state, draft.heads = DraftState.UNREADABLE, []
    if isinstance(error, HeaderError):
        draft.heads = [_head(place, grid) for place, grid in error.grids.items()]
        widest = max((len(row) for grid in error.grids.values() for row in grid.rows), default=0)
        if widest >= len(OUTLETS.required):
            draft.state = DraftState.UNMAPPED
    draft.save(update_fields=["state", "problem", "remedy", "heads"])


def _head(place: int, grid: Grid) -> dict[str, Any]:
    # PostgreSQL keeps no NUL.
    rows = [
        [cell[:_HEAD_CELL].replace("\0", "") for cell in row[:_HEAD_COLUMNS]] for row in grid.rows
    ]
    return {"place": place, "name": grid.name, "rows": rows}


@transaction.atomic
def store_plan(draft: ImportDraft, table: Table, plan: Plan) -> None:
    """Store what applying would do; decisions about conflicts that are still there stay."""
    decided = decisions_of(draft)
    draft.lines.all().delete()
    noted = _Notes(plan)
    lines = iter(_lines(draft, plan, noted, decided))
    while batch := list(islice(lines, _BATCH)):
        insert_rows(DraftLine, batch)
    draft.state = DraftState.CHECKED
    draft.problem = draft.remedy = ""
    draft.heads = [_head(part.place, part.grid.head) for part in table.parts]
    draft.summary = {
        "counts": plan.counts,
        "rows": len(table.rows),
        "bad_rows": len(noted.errors),
        "warnings": len(plan.warnings),
        "left_out": [left.text for left in plan.left_out],
        "notes": [*plan.remarks, *noted.general],
        "active_before": plan.active_before,
        "removes_too_many": plan.removes_too_many,
        "losing_phones": plan.losing_phones,
        "doubtful_positions": plan.doubtful_positions,
        "changes_nothing": plan.changes_nothing,
        "fingerprint": plan.fingerprint,
        "parts": [[name, before] for name, before in plan.places.parts],
        "choices": {str(place): name for place, name in table.choices.items()},
        "chosen": [part.place for part in table.parts],
        "titles": table.titles,
        "needs_datum": _needs_datum(table),
    }
    draft.save(update_fields=["state", "problem", "remedy", "heads", "summary"])


def decisions_of(draft: ImportDraft) -> Decisions:
    """Return what a person has decided about the draft's conflicts."""
    rows = draft.lines.filter(has_conflict=True).exclude(decisions={})
    return {
        (line.public_id, field): Decided(Decision(decision), FieldChange(*line.conflicts[field]))
        for line in rows
        if line.public_id is not None
        for field, decision in line.decisions.items()
    }


def remarks_of(draft: ImportDraft) -> dict[int, list[str]]:
    """Return what the check said about each row of the draft's table, by the row's number."""
    remarks: dict[int, list[str]] = {}
    lines = draft.lines.filter(Q(outcome=ERROR) | Q(has_warning=True)).exclude(row=None)
    for line in lines.iterator():
        errors = [error_text(**error) for error in line.errors]
        remarks.setdefault(line.row or 0, []).extend([*errors, *line.warnings])
    return remarks


def error_text(column: str, problem: str, remedy: str, **_rest: str) -> str:
    """Return an error of a row on one line."""
    return f"{column}: {problem} {remedy}" if column else f"{problem} {remedy}"


def asked_fields(conflicts: Mapping[str, Any]) -> list[str]:
    """Return the fields in conflict that a decision is needed on; the others go along."""
    return [field for field in conflicts if FOLLOWS.get(field) not in conflicts]


def undecided(drafts: QuerySet[ImportDraft]) -> dict[int, int]:
    """Return how many outlets of each draft wait for a decision, by the draft's key."""
    counts: Counter[int] = Counter()
    lines = DraftLine.objects.filter(
        draft__in=drafts.filter(state=DraftState.CHECKED), has_conflict=True
    )
    for line in lines.only("draft_id", "conflicts", "decisions").iterator():
        if any(field not in line.decisions for field in asked_fields(line.conflicts)):
            counts[line.draft_id] += 1
    return dict(counts)


@transaction.atomic
def decide(draft: ImportDraft, answers: Mapping[tuple[int, str], Decision | None]) -> int:
    """Note decisions, by the line's key and the field; None asks later. Returns how many."""
    held = ImportDraft.objects.select_for_update().get(pk=draft.pk)
    if held.state != DraftState.CHECKED:
        return 0
    changed = []
    lines = held.lines.filter(has_conflict=True, pk__in={key for key, _field in answers})
    for line in lines:
        decisions = dict(line.decisions)
        for field in asked_fields(line.conflicts):
            if (line.pk, field) in answers:
                decision = answers[line.pk, field]
                decisions.pop(field, None)
                if decision is not None:
                    decisions[field] = decision.value
        if decisions != line.decisions:
            line.decisions = decisions
            changed.append(line)
    DraftLine.objects.bulk_update(changed, ["decisions"], batch_size=100)
    return len(changed)


@transaction.atomic
def decide_all(draft: ImportDraft, decision: Decision | None) -> int:
    """Decide all conflicts alike."""
    lines = draft.lines.filter(has_conflict=True).values_list("pk", "conflicts")
    answers = {
        (key, field): decision for key, conflicts in lines for field in asked_fields(conflicts)
    }
    return decide(draft, answers)


def _needs_datum(table: Table) -> bool:
    """Return whether somebody has to say what the table's positions refer to."""
    headers = [header for part in table.parts for header in part.headers]
    return any(
        header.datum is None and "datum" not in header.places
        for header in headers
        if not header.places.keys().isdisjoint({"longitude", "latitude", "position"})
    )


@dataclass(slots=True, init=False)
class _Notes:
    """Errors and warnings by row; `general` are the warnings about rows without a line.

    `named` has one error of each row with errors, for its serial and name.
    """

    errors: dict[int, list[dict[str, str]]]
    named: dict[int, RowError]
    warnings: dict[int, list[str]]
    general: list[str]

    def __init__(self, plan: Plan) -> None:
        self.errors, self.named = defaultdict(list), {}
        for error in plan.errors:
            said = {"column": error.column, "value": error.value}
            said |= {"problem": error.problem, "remedy": error.remedy}
            self.errors[error.row].append(said)
            self.named[error.row] = error
        rows = {outlet.row for outlet in plan.outlets}
        self.warnings, self.general = defaultdict(list), []
        for warning in plan.warnings:
            if warning.row in rows:
                self.warnings[warning.row].append(warning.text)
            else:
                self.general.append(warning.text)


def _lines(
    draft: ImportDraft, plan: Plan, notes: _Notes, decided: Decisions
) -> Iterator[DraftLine]:
    place = 0
    for row, errors in notes.errors.items():
        yield DraftLine(
            draft=draft,
            place=place,
            outcome=ERROR,
            group=ERROR,
            row=row,
            serial=notes.named[row].serial[:_SERIAL_LENGTH],
            name=notes.named[row].name[:_NAME_LENGTH],
            errors=errors,
        )
        place += 1
    for outlet in chain.from_iterable(plan.by_group.values()):
        warnings = notes.warnings[outlet.row] if outlet.row is not None else []
        yield _line(draft, place, outlet, warnings, decided)
        place += 1


def _line(
    draft: ImportDraft,
    place: int,
    outlet: PlannedPoint,
    warnings: list[str],
    decided: Decisions,
) -> DraftLine:
    is_new = outlet.public_id is None
    shown = [*outlet.changes, *outlet.conflicts]
    return DraftLine(
        draft=draft,
        place=place,
        outcome=outlet.outcome.value,
        group=outlet.group.value,
        row=outlet.row,
        serial=str(outlet.serial),
        name=outlet.name[:_NAME_LENGTH],
        public_id=outlet.public_id,
        fields="" if is_new else "".join(f"|{field}|" for field in shown),
        changes=_pairs(outlet.changes),
        conflicts=_pairs(outlet.conflicts),
        decisions=_still_valid(outlet, decided),
        warnings=warnings,
        has_conflict=bool(outlet.conflicts),
        has_warning=bool(warnings),
    )


def _pairs(changes: Mapping[str, FieldChange]) -> dict[str, list[Any]]:
    return {field: [change.old, change.new] for field, change in changes.items()}


def _still_valid(outlet: PlannedPoint, decided: Decisions) -> dict[str, str]:
    if outlet.public_id is None:
        return {}
    found = {
        field: decision_on(decided, outlet.public_id, field, change)
        for field, change in outlet.conflicts.items()
    }
    return {field: decision.value for field, decision in found.items() if decision is not None}
