"""A run: a chain of providers is asked for a region's points, and what it finds is recorded."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from time import monotonic
from typing import Final

from django.db.models import Q, QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from sites.geo.precision import Precision
from sites.geocoding.chain import Chain, new_answers, positions, witnesses
from sites.geocoding.memory import Remembered, recall
from sites.geocoding.places import RegionPlaces
from sites.geocoding.provider_answers import AddressQuery
from sites.geocoding.resolve import Answered, Resolver
from sites.geocoding.summary import GeocodeSummary
from sites.models import GeocodeRecord, ServicePoint, Town
from sites.text.normalise import normalise_text

# Points read and written at once; and the longest time that answers wait to be written, so that
# a slow provider's work is not lost when the run is interrupted.
_BATCH: Final = 2_000
_LONGEST_WAIT_S: Final = 5.0


class Only(TextChoices):
    """Which points of the region are asked for."""

    MISSING = "missing", _("points without a position")
    COARSE = "coarse", _("points without a position or with one no finer than the town")
    ALL = "all", _("all points")


@dataclass(frozen=True, slots=True)
class _Row:
    """What has to be known of a point to ask for it."""

    pk: int
    serial: int
    name: str
    address: str
    town_id: int | None
    query: AddressQuery
    is_locked: bool


def points_to_geocode(adcode: str, only: Only) -> QuerySet[ServicePoint]:
    """Return the active points of a region that a run asks for."""
    points = ServicePoint.objects.filter(region=adcode, is_active=True)
    missing = Q(longitude__isnull=True)
    if only is Only.MISSING:
        return points.filter(missing)
    if only is Only.COARSE:
        coarse = [Precision.TOWN.value, Precision.REGION.value]
        return points.filter(missing | Q(precision__in=coarse))
    return points


def geocode(  # noqa: PLR0913 - what a run can be told, by name
    places: RegionPlaces,
    chain: Chain,
    only: Only = Only.MISSING,
    *,
    refresh: bool = False,
    dry_run: bool = False,
    progress: Callable[[int], object] = lambda done: None,
) -> GeocodeSummary:
    """Ask the chain for the region's points and record what the policy accepts.

    Answers are written in batches, so that an interrupted run keeps what it found; running again
    goes on from there. Providers are not asked again for what they have answered before, unless
    with `refresh`. The run stops when every provider has failed a few times in a row. A point that
    was changed while providers were being asked keeps what it has. A run that finds nothing new
    writes nothing. A dry run records no position, but remembers what it was told.
    `progress` is called with the number of points done since the last call.
    """
    summary = GeocodeSummary()
    resolver = Resolver(places, summary, dry_run=dry_run)
    written_at = monotonic()
    for batch in _batches(places.adcode, only):
        remembered = _recall(chain, batch, refresh=refresh)
        for row in batch:
            if row.is_locked:
                resolver.add(_unasked(row))
            else:
                _ask(row, chain, remembered, resolver, summary)
                if chain.is_broken:
                    break
            if monotonic() - written_at > _LONGEST_WAIT_S:
                resolver.resolve()
                written_at = monotonic()
            progress(1)
        resolver.resolve()
        written_at = monotonic()
        if chain.is_broken:
            summary.stopped = next(iter(chain.broken.values()))
            break
    summary.broken = chain.broken
    return summary


def _batches(adcode: str, only: Only) -> Iterator[list[_Row]]:
    """Yield the points batch by batch, holding no cursor and no lock while anybody is asked."""
    town_keys: dict[int | None, str] = dict(
        Town.objects.filter(region=adcode).values_list("pk", "key")
    )
    points = points_to_geocode(adcode, only).order_by("pk")
    columns = ("pk", "serial", "name", "address", "town_id", "provenance")
    last = 0
    while batch := list(points.filter(pk__gt=last).values_list(*columns)[:_BATCH]):
        rows = []
        for pk, serial, name, address, town_id, provenance in batch:
            query = AddressQuery(
                region=adcode, address=normalise_text(address), town=town_keys.get(town_id)
            )
            is_locked = provenance.get("position", {}).get("locked", False)
            rows.append(_Row(pk, serial, name, address, town_id, query, is_locked))
        yield rows
        last = rows[-1].pk


def _recall(chain: Chain, batch: list[_Row], *, refresh: bool) -> Remembered:
    """Return what is remembered for the points' addresses, but not what is to be asked anew."""
    if chain.is_offline and not GeocodeRecord.objects.exists():
        return {}
    remembered = recall([row.query for row in batch if not row.is_locked])
    if refresh:
        for answers in remembered.values():
            for name in chain.names:
                answers.pop(name, None)
    return remembered


def _ask(
    row: _Row, chain: Chain, remembered: Remembered, resolver: Resolver, summary: GeocodeSummary
) -> None:
    """Ask the chain for a point; what it says waits to be resolved."""
    known = remembered.get(row.query, {})
    replies = chain.ask(row.query, known)
    summary.count_replies(replies)
    if news := new_answers(replies):
        # Another point may have the same address.
        remembered.setdefault(row.query, {}).update(news)
        resolver.learn(row.query, news)
    found = positions(replies)
    errors = [reply.error for reply in replies if reply.answer is None]
    if errors and not found:
        summary.count_unavailable(row.serial, row.name, errors[0])
        return
    resolver.add(
        replace(
            _unasked(row),
            found=found,
            witnesses=witnesses(replies, known),
            providers=frozenset(reply.provider for reply in replies if reply.answer is not None),
        )
    )


def _unasked(row: _Row) -> Answered:
    """Return a point for which nobody was asked: what it has is held against the checks."""
    return Answered(pk=row.pk, address=row.address, town_id=row.town_id, query=row.query)
