"""Answers are resolved: held against the points as they are now, decided on, and recorded."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Self

from django.db import transaction
from django.utils.translation import gettext as _

from sites.changes.author import Author
from sites.changes.fields import position_to_plain, stored_position
from sites.changes.record import Edit, record
from sites.geo.coordinate import Coordinate
from sites.geo.position import Position
from sites.geo.precision import Precision
from sites.geocoding.checks import Checks
from sites.geocoding.memory import Remembered, remember
from sites.geocoding.places import RegionPlaces
from sites.geocoding.policy import Decision, Evidence, Outcome, StoredState, decide
from sites.geocoding.proposals import Judged, Queued, queued, update_proposals
from sites.geocoding.provider_answers import AddressQuery, Answer
from sites.geocoding.summary import GeocodeSummary
from sites.models import ServicePoint
from sites.text.normalise import normalise_text

CHECKS: Final = "checks"
"""The name under which a position is taken off, as it stands in the log."""

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
    found: Sequence[Position] = ()
    witnesses: Sequence[Position] = ()
    providers: frozenset[str] = frozenset()

    def stored_state(self, point: ServicePoint) -> StoredState | None:
        """Return how the point stands; None if the question is not that of the point any more."""
        if (point.address, point.town_id) != (self.address, self.town_id) or not point.is_active:
            return None
        return StoredState(
            address=self.query.address,
            town=self.query.town,
            position=stored_position(point),
            is_locked=point.provenance.get("position", {}).get("locked", False),
        )


class _Case:
    """An answered point with all that is to be considered when it is resolved."""

    def __init__(self, answered: Answered, point: ServicePoint, queue: Queued) -> None:
        self.answered = answered
        self.point = point
        self.stored_state = answered.stored_state(point)
        dismissed = queue.dismissed
        self._found = [one for one in answered.found if one not in dismissed]
        self._witnesses = [one for one in answered.witnesses if one not in dismissed]
        # What a provider said before does not count beside what it says now.
        self._held = [one for one in queue.held if one.source not in answered.providers]

    @property
    def positions(self) -> list[Position]:
        """The positions that are in question: found, held back and stored."""
        if self.stored_state is None:
            return []
        stored = self.stored_state.position
        found = [*self._found, *self._held]
        return found if stored is None else [*found, stored]

    def decision(self, checks: Checks, there: "_Addresses") -> Decision:
        """Return what becomes of the point; one that changed meanwhile keeps what it has."""
        if self.stored_state is None:
            return Decision(outcome=Outcome.KEPT)
        evidence = Evidence(
            witnesses=self._witnesses,
            held=self._held,
            outlets=there.outlets,
            claims=there.claims,
        )
        return decide(self._found, self.stored_state, checks, evidence)


@dataclass(frozen=True, slots=True)
class _Addresses:
    """The normalised addresses at the places in question, where there are several.

    Attributes:
        outlets: of the outlets that are stored there.
        claims: of those, and of the outlets that were found there now.
    """

    outlets: Mapping[Coordinate, frozenset[str]]
    claims: Mapping[Coordinate, frozenset[str]]

    @classmethod
    def at(cls, region: str, cases: Iterable[_Case]) -> Self:
        """Return the addresses at the places of the cases; one query, if any.

        Places of whole villages and towns are left out: everybody there has the same.
        """
        claims: defaultdict[Coordinate, set[str]] = defaultdict(set)
        for case in cases:
            for position in case.positions:
                if position.precision.finer_than(Precision.VILLAGE):
                    claims[position.coordinate].add(case.answered.query.address)
        outlets: defaultdict[Coordinate, set[str]] = defaultdict(set)
        if claims:
            stored = ServicePoint.objects.filter(
                region=region,
                is_active=True,
                latitude__in={place.latitude for place in claims},
            )
            for longitude, latitude, address in stored.values_list(
                "longitude", "latitude", "address"
            ):
                if longitude is None or latitude is None:
                    continue
                place = Coordinate(longitude, latitude)
                if place in claims:
                    outlets[place].add(normalise_text(address))
                    claims[place].add(normalise_text(address))
        return cls(outlets=_several(outlets), claims=_several(claims))


def _several(addresses: Mapping[Coordinate, set[str]]) -> Mapping[Coordinate, frozenset[str]]:
    return {place: frozenset(texts) for place, texts in addresses.items() if len(texts) > 1}


class Resolver:
    """Collects answers, and resolves them in one transaction when told to."""

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
        """Keep what was found for a point until it is resolved."""
        self._waiting.append(answered)

    def resolve(self) -> None:
        """Store the answers, decide on the points as they are now, and record new positions."""
        if not self._waiting and not self._learned:
            return
        with transaction.atomic():
            remember(self._learned)
            points = _held(answered.pk for answered in self._waiting)
            queue = queued(points.values())
            cases = [
                _Case(answered, points[answered.pk], queue.get(answered.pk, Queued()))
                for answered in self._waiting
            ]
            there = _Addresses.at(self._region, cases)
            judged: list[Judged] = []
            changes: defaultdict[tuple[str, bool], list[Edit]] = defaultdict(list)
            for case in cases:
                decision = case.decision(self._checks, there)
                self._summary.count(case.point.serial, case.point.name, decision)
                stored_state = case.stored_state
                if stored_state is None or stored_state.is_locked:
                    continue
                judged.append(
                    Judged(
                        point=case.point,
                        doubtful=decision.doubtful,
                        settled=decision.settled,
                        providers=case.answered.providers,
                    )
                )
                if decision.outcome in {Outcome.LOCATED, Outcome.WITHDRAWN}:
                    position = decision.position
                    source = position.source if position is not None else CHECKS
                    is_withdrawn = any(
                        verdict.position == stored_state.position for verdict in decision.doubtful
                    )
                    values = {"position": position_to_plain(position)}
                    changes[source, is_withdrawn].append(Edit(point=case.point, values=values))
            if not self._dry_run:
                update_proposals(judged)
                for (source, is_withdrawn), edits in changes.items():
                    reason = _("The position before fails a check.") if is_withdrawn else ""
                    record(edits, Author.geocoder(source), reason=reason)
        self._waiting, self._learned = [], {}


def _held(keys: Iterable[int]) -> dict[int, ServicePoint]:
    """Return the points, held against others until the transaction ends."""
    rows = ServicePoint.objects.select_for_update().only(*_COLUMNS).order_by("pk")
    return {point.pk: point for point in rows.filter(pk__in=list(keys))}
