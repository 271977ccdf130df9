"""What an edit of many outlets would change; nothing is written here."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from sites.changes.fields import PlainValue, plain_value
from sites.corrections.bulk_change import BulkChange
from sites.corrections.correct import (
    Correction,
    Corrections,
    PinChoice,
    TextRefusedError,
    clean_address,
)
from sites.models import ServicePoint
from sites.reference.stored import Reference


class SeveralRegionsError(ValueError):
    """The chosen outlets are not all of one region."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenPoint:
    """One chosen outlet: what is to be made of it, by field its value now and the one it is to get.

    `problem` says what is in the way, `remarks` what a person ought to know.
    """

    correction: Correction
    changes: dict[str, tuple[PlainValue, PlainValue]]
    problem: str = ""
    remarks: tuple[str, ...] = ()

    @property
    def point(self) -> ServicePoint:
        """The outlet."""
        return self.correction.point


@dataclass(frozen=True)
class BulkPlan:
    """The chosen outlets in which something would change, and how many stay as they are."""

    asked: BulkChange
    points: tuple[ChosenPoint, ...]
    unchanged: int

    @cached_property
    def corrections(self) -> list[Correction]:
        """What is to be made: outlets with a problem are left out."""
        return [planned.correction for planned in self.points if not planned.problem]

    @property
    def token(self) -> str:
        """A short text that differs if anything of the plan does."""
        said = [
            self.asked.to_json(),
            [
                [one.point.pk, one.changes, bool(one.problem), one.correction.asks]
                for one in self.points
            ],
        ]
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:16]


def plan_bulk_edit(points: Iterable[ServicePoint], asked: BulkChange) -> BulkPlan:
    """Return what would change in points; raises ``SeveralRegionsError``.

    Raises ``KeyError`` for a code that the reference data does not have.
    """
    points = list(points)
    if len({point.region_id for point in points}) > 1:
        raise SeveralRegionsError
    planning = _Planning(asked, points)
    planned = tuple(one for point in points if (one := planning.plan(point)) is not None)
    return BulkPlan(asked, planned, len(points) - len(planned))


class _Planning:
    """One request while its outlets are gone through."""

    def __init__(self, asked: BulkChange, points: Sequence[ServicePoint]) -> None:
        self._asked = asked
        self._reference = Reference()
        self._corrections = Corrections(points[0].region) if points else None

    def plan(self, point: ServicePoint) -> ChosenPoint | None:
        """Return what becomes of an outlet, None if it stays as it is."""
        wanted = self._asked.wanted(point, self._reference)
        problem = ""
        try:
            if "address" in wanted:
                wanted["address"] = clean_address(str(wanted["address"]))
        except TextRefusedError as error:
            problem = str(error)
        said = {
            field: value
            for field, value in wanted.items()
            if plain_value(point, field, self._reference) != value
        }
        if not said or self._corrections is None:
            return None
        if problem:
            correction = Correction(point=point, said=said)
        else:
            correction = self._corrections.plan(point, said)
            problem = " ".join(one.text for one in correction.problems)
        remarks = correction.remarks
        if self._asked.take_pins_off:
            correction = correction.choosing(PinChoice.TAKE_OFF)
        elif correction.asks and correction.former is not None:
            remarks = (*remarks, _("Its pin stays, and is put among the positions to be checked."))
        changes = {
            field: (plain_value(point, field, self._reference), value)
            for field, value in {**correction.said, **correction.read}.items()
        }
        return ChosenPoint(correction=correction, changes=changes, problem=problem, remarks=remarks)
