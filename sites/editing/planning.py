"""What an edit of many outlets would change; nothing is written here."""

import hashlib
import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from sites.editing.asking import Asked
from sites.models import ServicePoint
from sites.recording.fields import PlainValue, Reference, plain_value
from sites.recording.points import Edit


class SeveralRegionsError(ValueError):
    """The chosen outlets are not all of one region."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedPoint:
    """One chosen outlet: by field, its value now and the one it is to get; what is in the way."""

    point: ServicePoint
    changes: dict[str, tuple[PlainValue, PlainValue]]
    problem: str = ""


@dataclass(frozen=True)
class BulkPlan:
    """The chosen outlets in which something would change, and how many stay as they are."""

    asked: Asked
    points: tuple[PlannedPoint, ...]
    unchanged: int

    @cached_property
    def edits(self) -> list[Edit]:
        """What is to be recorded: outlets with a problem are left out."""
        return [
            Edit(
                point=planned.point,
                values={field: new for field, (_old, new) in planned.changes.items()},
            )
            for planned in self.points
            if not planned.problem
        ]

    @property
    def token(self) -> str:
        """A short text that differs if anything of the plan does."""
        said = [
            self.asked.to_json(),
            [[one.point.pk, one.changes, bool(one.problem)] for one in self.points],
        ]
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:16]


def plan_bulk_edit(points: Iterable[ServicePoint], asked: Asked) -> BulkPlan:
    """Return what would change in points; raises ``SeveralRegionsError``.

    Raises ``KeyError`` for a code that the reference data does not have.
    """
    points = list(points)
    if len({point.region_id for point in points}) > 1:
        raise SeveralRegionsError
    reference = Reference.load()
    differing = []
    for point in points:
        values = {
            field: (plain_value(point, field, reference), value)
            for field, value in asked.wanted(point, reference).items()
        }
        changes = {field: pair for field, pair in values.items() if pair[0] != pair[1]}
        if changes:
            differing.append((point, changes))
    returning = [point for point, changes in differing if changes.get("is_active", (0, 0))[1]]
    problems = serial_problems(returning)
    planned = tuple(
        PlannedPoint(point=point, changes=changes, problem=problems.get(point.pk, ""))
        for point, changes in differing
    )
    return BulkPlan(asked, planned, len(points) - len(planned))


def serial_problems(returning: Collection[ServicePoint]) -> dict[int, str]:
    """Return, by key, why outlets of one region cannot become active: their serial is given."""
    if not returning:
        return {}
    active = ServicePoint.objects.filter(
        region__in={point.region_id for point in returning},
        serial__in=[point.serial for point in returning],
        is_active=True,
    ).exclude(pk__in=[point.pk for point in returning])
    holders = {point.serial: point for point in active}
    problems = {}
    for point in returning:
        holder = holders.setdefault(point.serial, point)
        if holder.pk != point.pk:
            problems[point.pk] = _("“%(name)s” has this serial.") % {"name": holder.name}
    return problems
