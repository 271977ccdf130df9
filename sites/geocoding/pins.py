"""Can a pin that a person sets be true? What speaks against it is shown; the person decides."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sites.changes.fields import stored_position
from sites.geo.coordinate import Coordinate
from sites.geo.position import Position
from sites.geo.precision import Precision
from sites.geocoding.agreement import disagreements
from sites.geocoding.checks import Checks
from sites.geocoding.findings import Finding
from sites.geocoding.memory import recall
from sites.geocoding.places import RegionPlaces
from sites.geocoding.provider_answers import AddressQuery, Located
from sites.models import ServicePoint
from sites.text.normalise import normalise_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """A point and the position that a person means to give it; `town` is the key of its town."""

    point: ServicePoint
    town: str | None
    position: Position


def pin_findings(places: RegionPlaces, pins: Sequence[Pin]) -> list[tuple[Finding, ...]]:
    """Return what speaks against each of the pins, all of them points of one region.

    A pin is held against the region and its town, against the outlets that stay and the other
    pins, against the position that a machine found before, and against what providers have
    answered for the address. The number of queries does not depend on that of the pins.
    """
    checks = Checks(places)
    outlets = _outlets(places.adcode, pins)
    witnesses = _witnesses(places.adcode, pins)
    findings = []
    for pin, others in zip(pins, witnesses, strict=True):
        address = normalise_text(pin.point.address)
        alone = checks.findings(pin.position, pin.town, address, outlets)
        # What is impossible by itself proves nothing about others, as for providers' answers.
        against = [
            finding
            for other in others
            if not checks.findings(other, pin.town)
            for finding in disagreements(pin.position, other)
        ]
        findings.append((*alone, *dict.fromkeys(against)))
    return findings


def _outlets(adcode: str, pins: Sequence[Pin]) -> Mapping[Coordinate, frozenset[str]]:
    """Return the normalised addresses of the outlets at the places of the pins."""
    addresses: defaultdict[Coordinate, set[str]] = defaultdict(set)
    for pin in pins:
        addresses[pin.position.coordinate].add(normalise_text(pin.point.address))
    moved = {pin.point.pk for pin in pins}
    there = ServicePoint.objects.filter(
        region=adcode,
        is_active=True,
        precision__in=[Precision.ROOFTOP.value, Precision.STREET.value],
    )
    rows = there.values_list("pk", "longitude", "latitude", "address")
    for pk, longitude, latitude, address in rows.iterator():
        if longitude is None or latitude is None or pk in moved:
            continue
        if (place := Coordinate(longitude, latitude)) in addresses:
            addresses[place].add(normalise_text(address))
    return {place: frozenset(texts) for place, texts in addresses.items() if len(texts) > 1}


def _witnesses(adcode: str, pins: Sequence[Pin]) -> Iterable[list[Position]]:
    """Return what machines have found for each pin's outlet, finer than its town.

    How far the town's centre is, the checks say by themselves.
    """
    queries = [
        AddressQuery(region=adcode, address=normalise_text(pin.point.address), town=pin.town)
        for pin in pins
    ]
    remembered = recall(queries) if queries else {}
    for pin, query in zip(pins, queries, strict=True):
        answers = remembered.get(query, {}).values()
        found = [answer.position for answer in answers if isinstance(answer, Located)]
        stored = stored_position(pin.point)
        provenance = pin.point.provenance_of("position")
        if stored is not None and not (provenance is not None and provenance.locked):
            found.append(stored)
        yield [position for position in found if position.precision.finer_than(Precision.TOWN)]
