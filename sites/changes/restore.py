"""Recorded changes are taken back: what was before returns where nothing is in the way."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final, TypeAlias

from sites.changes.fields import PUBLIC_FIELDS, plain_value
from sites.changes.record import Edit, Fact
from sites.changes.serials import Claim, holders_of, refused_claims
from sites.models import PointChange, ServicePoint, SourceKind
from sites.reference.stored import Reference

_WITHDRAWN: Final[Fact] = {"value": False, "provenance": None}
# What the printed cells of a point are to be, given the fields that stay; None: as they are.
CellsBefore: TypeAlias = Callable[
    [PointChange, ServicePoint, Collection[str]], Mapping[str, str] | None
]


class Policy(Enum):
    """Which values stay, because they have been set since the change that is taken back."""

    KEEP_ALL = auto()
    """Nobody looks at each outlet: what is not as the change left it stays, be it the origin."""

    KEEP_SAID = auto()
    """What people and tables have said since stays. What a geocoder has found goes, it can be found
    again, and what is back already stands in nobody's way."""

    KEEP_NONE = auto()
    """A person has seen what was set since, and decides against it."""

    def keeps(self, former: Fact | None, given: Fact, now: Fact) -> bool:
        """Return whether a field stays that was `former`, which a change has `given` a value."""
        if self is Policy.KEEP_SAID:
            origin = now["provenance"]
            is_said = origin is not None and origin["source"] != SourceKind.GEOCODER.value
            return is_said and now not in (former, given)
        return self is Policy.KEEP_ALL and now != given


@dataclass(frozen=True, slots=True)
class Kept:
    """A field of a point that stays as it is, and what it is now."""

    point: ServicePoint
    field: str
    now: Fact


@dataclass(frozen=True, slots=True)
class Displaced:
    """A point that stays as it is, because the `holder` has its serial by now."""

    point: ServicePoint
    holder: ServicePoint


@dataclass(frozen=True, slots=True)
class TakenBack:
    """The edits that bring back what was before, with dates and sources, and what stays."""

    edits: list[Edit]
    kept: list[Kept]
    displaced: list[Displaced]


def former_facts(change: PointChange) -> dict[str, Fact]:
    """Return by field what stood before a change; an outlet that it added was none."""
    if not change.before:
        return {"is_active": _WITHDRAWN}
    return {field: change.before[field] for field in PUBLIC_FIELDS if field in change.before}


def take_back(
    changes: Iterable[PointChange],
    points: Mapping[int, ServicePoint],
    policy: Policy,
    *,
    fields: Collection[str] = PUBLIC_FIELDS,
    cells_before: CellsBefore = lambda _change, _point, _kept: None,
) -> TakenBack:
    """Return what takes back changes of outlets of one region, one of each; nothing is written.

    Only these `fields` of them, and with the printed cells of `cells_before`. An outlet that a
    change added is withdrawn as a whole, or stays as a whole. One whose serial another outlet has
    by now stays as a whole, too. The caller holds the rows of the `points`, which are by key.
    """
    reference = Reference()
    edits: list[Edit] = []
    kept: list[Kept] = []
    for change in changes:
        point = points[change.point_id]
        former = {name: fact for name, fact in former_facts(change).items() if name in fields}
        staying = list(_kept(change, point, policy, former, reference))
        kept += staying
        stays = {one.field for one in staying}
        facts = {name: fact for name, fact in former.items() if name not in stays}
        if facts and (change.before or not stays):
            edit = Edit(
                point=point,
                values={name: fact["value"] for name, fact in facts.items()},
                provenance={name: fact["provenance"] for name, fact in facts.items()},
                printed=cells_before(change, point, stays),
            )
            edits.append(edit)
    displaced = _displaced(edits)
    stay = {one.point.pk for one in displaced}
    return TakenBack([edit for edit in edits if edit.point.pk not in stay], kept, displaced)


def _kept(
    change: PointChange,
    point: ServicePoint,
    policy: Policy,
    former: Mapping[str, Fact],
    reference: Reference,
) -> Iterator[Kept]:
    for name in former if change.before else PUBLIC_FIELDS:
        now = _fact(point, name, reference)
        # What a change that added the point has not set is nobody's word.
        given = change.after.get(name, Fact(value=now["value"], provenance=None))
        if policy.keeps(former.get(name), given, now):
            yield Kept(point, name, now)


def _displaced(edits: Iterable[Edit]) -> list[Displaced]:
    """Return the points whose edits ask for a serial that another point has."""
    claims = {edit.point.pk: _claim(edit) for edit in edits}
    if all(claim.then in {None, claim.now} for claim in claims.values()):
        return []
    region = next(iter(claims.values())).outlet.region_id
    others = (
        Claim(point, serial, serial)
        for serial, point in holders_of(region).items()
        if point.pk not in claims
    )
    refused = refused_claims([*claims.values(), *others])
    return [
        Displaced(claim.outlet, refused[claim]) for claim in claims.values() if claim in refused
    ]


def _claim(edit: Edit) -> Claim[ServicePoint]:
    point = edit.point
    serial = int(str(edit.values.get("serial", point.serial)))
    is_active = edit.values.get("is_active", point.is_active)
    return Claim(point, point.serial if point.is_active else None, serial if is_active else None)


def _fact(point: ServicePoint, field: str, reference: Reference) -> Fact:
    return {
        "value": plain_value(point, field, reference),
        "provenance": point.provenance.get(field),
    }
