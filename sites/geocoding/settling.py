"""Answers are settled: held against the points as they are now, decided on, and recorded."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.db import transaction

from sites.addresses.normalise import normalise_text
from sites.geo.coordinate import Coordinate
from sites.geo.position import Position
from sites.geo.precision import Precision
from sites.geocoding.answers import AddressQuery, Answer
from sites.geocoding.checks import Checks
from sites.geocoding.memory import Remembered, remember
from sites.geocoding.places import RegionPlaces
from sites.geocoding.policy import Decision, Evidence, Outcome, Standing, decide
from sites.geocoding.proposals import Judged, update_proposals
from sites.geocoding.summary import GeocodeSummary
from sites.models import ServicePoint
from sites.recording.author import Author
from sites.recording.fields import position_to_plain, stored_position
from sites.recording.points import Edit, record

# What deciding on a position and recording it needs.
_COLUMNS: Final = (
    "pk",
    "region_id",
    "serial",
    "name",
    "address",
    "town_id",
    "is_active",
    "longitude",
    "latitude",
    "precision",
    "position_source",
    "original_longitude",
    "original_latitude",
    "original_datum",
    "provenance",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A point as it was when it was asked for, and what was found.

    Attributes:
        pk: the point's key.
        address: its address, as stored.
        town_id: its town's key.
        query: the question.
        found: the positions that the chain found, in its order.
        witnesses: what providers that were not asked have answered before.
        providers: the providers that answered.
    """

    pk: int
    address: str
    town_id: int | None
    query: AddressQuery
    found: Sequence[Position]
    witnesses: Sequence[Position]
    providers: frozenset[str]

    def standing(self, point: ServicePoint) -> Standing | None:
        """Return how the point stands; None if the question is not that of the point any more."""
        if (point.address, point.town_id) != (self.address, self.town_id) or not point.is_active:
            return None
        return Standing(
            address=self.query.address,
            town=self.query.town,
            position=stored_position(point),
            is_locked=point.provenance.get("position", {}).get("locked", False),
        )


class Settling:
    """Collects answers, and settles them in one transaction when told to."""

    def __init__(self, places: RegionPlaces, summary: GeocodeSummary, *, dry_run: bool) -> None:
        self._checks = Checks(places)
        self._region = places.adcode
        self._summary = summary
        self._dry_run = dry_run
        self._waiting: list[Answered] = []
        self._learned: Remembered = {}

    def learn(self, query: AddressQuery, answers: Mapping[str, Answer]) -> None:
        """Keep new answers until they are stored."""
        self._learned.setdefault(query, {}).update(answers)

    def add(self, answered: Answered) -> None:
        """Keep what was found for a point until it is settled."""
        self._waiting.append(answered)

    def settle(self) -> None:
        """Store the answers, decide on the points as they are now, and record new positions."""
        if not self._waiting and not self._learned:
            return
        with transaction.atomic():
            remember(self._learned)
            points = _held(answered.pk for answered in self._waiting)
            standings = [
                (answered, points[answered.pk], answered.standing(points[answered.pk]))
                for answered in self._waiting
            ]
            outlets = self._outlets(standings)
            edits: defaultdict[str, list[Edit]] = defaultdict(list)
            judged: list[Judged] = []
            for answered, point, standing in standings:
                decision = self._decide(answered, standing, outlets)
                self._summary.count(point.serial, point.name, decision)
                if standing is None or standing.is_locked:
                    continue
                judged.append(
                    Judged(
                        point=point,
                        doubtful=decision.doubtful,
                        providers=answered.providers,
                        stored=standing.position,
                    )
                )
                position = decision.position
                if decision.outcome is Outcome.LOCATED and position is not None:
                    values = {"position": position_to_plain(position)}
                    edits[position.source].append(Edit(point=point, values=values))
            if not self._dry_run:
                update_proposals(judged)
                for provider, found in edits.items():
                    record(found, Author.geocoder(provider))
        self._waiting, self._learned = [], {}

    def _decide(
        self,
        answered: Answered,
        standing: Standing | None,
        outlets: Mapping[Coordinate, frozenset[str]],
    ) -> Decision:
        if standing is None:
            return Decision(outcome=Outcome.KEPT)
        evidence = Evidence(witnesses=answered.witnesses, outlets=outlets)
        return decide(answered.found, standing, self._checks, evidence)

    def _outlets(
        self, standings: Iterable[tuple[Answered, ServicePoint, Standing | None]]
    ) -> Mapping[Coordinate, frozenset[str]]:
        """Return the addresses of the outlets at the places that are to be judged.

        Places of whole villages and towns are left out: everybody there has the same.
        """
        addresses: defaultdict[Coordinate, set[str]] = defaultdict(set)
        for answered, _point, standing in standings:
            if standing is None:
                continue
            for position in answered.found:
                if position.precision.finer_than(Precision.VILLAGE):
                    addresses[position.coordinate].add(standing.address)
            stored = standing.position
            if stored is not None and stored.precision.finer_than(Precision.VILLAGE):
                addresses[stored.coordinate].add(standing.address)
        if not addresses:
            return {}
        there = ServicePoint.objects.filter(
            region=self._region,
            is_active=True,
            latitude__in={place.latitude for place in addresses},
        )
        for longitude, latitude, address in there.values_list("longitude", "latitude", "address"):
            if longitude is None or latitude is None:
                continue
            place = Coordinate(longitude, latitude)
            if place in addresses:
                addresses[place].add(normalise_text(address))
        return {place: frozenset(texts) for place, texts in addresses.items() if len(texts) > 1}


def _held(keys: Iterable[int]) -> dict[int, ServicePoint]:
    """Return the points, held against others until the transaction ends."""
    rows = ServicePoint.objects.select_for_update().only(*_COLUMNS).order_by("pk")
    return {point.pk: point for point in rows.filter(pk__in=list(keys))}
