"""A position in a table of outlets, weighed against the stored one and what speaks against it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Self, TypeVar

from sites.changes.fields import PlainValue, position_from_plain
from sites.geo.coordinate import Coordinate
from sites.geo.position import Position
from sites.geo.precision import Precision
from sites.geocoding.checks import Checks
from sites.geocoding.memory import recall
from sites.geocoding.places import RegionPlaces, stored_outline
from sites.geocoding.policy import Evidence, Outcome, StoredState, Verdict, decide
from sites.geocoding.proposals import Judged, queued, update_proposals
from sites.geocoding.provider_answers import AddressQuery, Located
from sites.importing.check import CheckedRow
from sites.importing.columns import is_read_from
from sites.importing.match import StoredPoint
from sites.importing.plan import Plan, WeighedPosition
from sites.importing.positions.compare import is_same_place
from sites.models import Region, ServicePoint, SourceKind
from sites.text.normalise import normalise_text

_T = TypeVar("_T")
_BATCH: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighing:
    """What positions of a table are weighed against.

    Attributes:
        checks: those of the region.
        addresses: the normalised addresses of the outlets at a place, where there are several.
        witnesses: by row, what providers have answered for its address.
        dismissed: by the outlet's key, the positions that a person does not want to see again.
    """

    checks: Checks
    addresses: Mapping[Coordinate, frozenset[str]]
    witnesses: Mapping[int, Sequence[Position]]
    dismissed: Mapping[int, frozenset[Position]]

    @classmethod
    def of(
        cls,
        region: Region,
        rows: Iterable[CheckedRow],
        found: Mapping[int, StoredPoint],
        outlets: Sequence[StoredPoint],
    ) -> Self | None:
        """Return it for the rows of a table and the outlets that they are about.

        None if no row has a position: then nothing is read for it.
        """
        located = [row for row in rows if row.position is not None]
        if not located:
            return None
        asked = [found[row.number].pk for row in located if row.number in found]
        return cls(
            checks=Checks(RegionPlaces.of(region, stored_outline(region.adcode))),
            addresses=_addresses(located, found, outlets),
            witnesses=dict(_witnesses(region, located)),
            dismissed=dict(_dismissed(asked)),
        )

    def weigh(
        self, row: CheckedRow, outlet: StoredPoint | None, stored: PlainValue
    ) -> WeighedPosition | None:
        """Return what the row's position means where no person has set one; None if it has none.

        `stored` is the plain position that the outlet would have without it.
        """
        position = row.position
        if position is None:
            return None
        before = position_from_plain(stored)
        is_no_news = before is not None and is_same_place(before, position)
        is_dismissed = outlet is not None and position in self.dismissed.get(outlet.pk, ())
        if is_no_news or is_dismissed:
            return WeighedPosition(position=position, is_taken=False)
        stored_state = StoredState(
            address=_address(row), town=_town(row), position=before, is_locked=False
        )
        evidence = Evidence(
            witnesses=self.witnesses.get(row.number, ()),
            outlets=self.addresses,
            claims=self.addresses,
        )
        decision = decide([position], stored_state, self.checks, evidence)
        findings = (one.findings for one in decision.doubtful if one.position == position)
        return WeighedPosition(
            position=position,
            is_taken=decision.outcome is Outcome.LOCATED,
            findings=next(findings, ()),
        )

    def contradicts_pin(self, row: CheckedRow, outlet: StoredPoint) -> bool:
        """Return whether the row says that an outlet is elsewhere than where a person has set it.

        What cannot be true contradicts nobody, nor does what the table said when that was decided.
        """
        position = row.position
        if position is None or not _is_news(row, outlet):
            return False
        if self.checks.findings(position, _town(row), _address(row), self.addresses):
            return False
        pin = position_from_plain(outlet.values["position"])
        return pin is None or not is_same_place(pin, position)


def propose(plan: Plan, region: Region) -> None:
    """Put the plan's doubtful positions before a person, after the plan was carried out.

    What tables proposed before for these outlets goes. The caller holds the region's outlets.
    """
    weighed = {outlet.serial: outlet.weighed for outlet in plan.outlets if outlet.weighed}
    for serials in _batches(list(weighed)):
        points = ServicePoint.objects.filter(region=region, is_active=True, serial__in=serials)
        update_proposals([_judged(point, weighed[point.serial]) for point in points])


def _judged(point: ServicePoint, weighed: WeighedPosition) -> Judged:
    verdict = Verdict(position=weighed.position, findings=weighed.findings)
    return Judged(
        point=point,
        doubtful=[verdict] if weighed.findings else [],
        settled=[] if weighed.findings else [weighed.position],
        providers=frozenset({SourceKind.IMPORT.value}),
    )


def _is_news(row: CheckedRow, outlet: StoredPoint) -> bool:
    cells = {cell: text for cell, text in row.printed.items() if is_read_from(cell, ["position"])}
    return any(outlet.printed.get(cell) != text for cell, text in cells.items())


def _addresses(
    located: Iterable[CheckedRow],
    found: Mapping[int, StoredPoint],
    outlets: Iterable[StoredPoint],
) -> Mapping[Coordinate, frozenset[str]]:
    """Return the addresses at the places of the rows, of the table and of the outlets there.

    Places of whole villages are left out: everybody there has the same.
    """
    there: defaultdict[Coordinate, set[str]] = defaultdict(set)
    for row in located:
        if row.position is not None and row.position.precision.finer_than(Precision.VILLAGE):
            there[row.position.coordinate].add(_address(row))
    told = {outlet.pk for outlet in found.values()}
    for outlet in outlets:
        stored = outlet.values["position"]
        if isinstance(stored, dict) and outlet.is_active and outlet.pk not in told:
            place = Coordinate(stored["longitude"], stored["latitude"])
            if place in there:
                there[place].add(normalise_text(str(outlet.values["address"])))
    return {place: frozenset(texts) for place, texts in there.items() if len(texts) > 1}


def _witnesses(
    region: Region, located: Sequence[CheckedRow]
) -> Iterator[tuple[int, Sequence[Position]]]:
    """Yield what providers have found for the rows' addresses, finer than the town."""
    for rows in _batches(located):
        queries = {
            row.number: AddressQuery(region=region.adcode, address=_address(row), town=_town(row))
            for row in rows
        }
        remembered = recall(list(queries.values()))
        for number, query in queries.items():
            answers = remembered.get(query, {}).values()
            found = [answer.position for answer in answers if isinstance(answer, Located)]
            yield number, [one for one in found if one.precision.finer_than(Precision.TOWN)]


def _dismissed(keys: Sequence[int]) -> Iterator[tuple[int, frozenset[Position]]]:
    for batch in _batches(keys):
        points = ServicePoint.objects.filter(pk__in=batch).only("pk", "provenance")
        for key, queue in queued(points).items():
            yield key, queue.dismissed


def _address(row: CheckedRow) -> str:
    return normalise_text(str(row.values["address"]))


def _town(row: CheckedRow) -> str | None:
    town = row.values["town"]
    return None if town is None else str(town)


def _batches(items: Sequence[_T]) -> Iterator[Sequence[_T]]:
    return (items[start : start + _BATCH] for start in range(0, len(items), _BATCH))
