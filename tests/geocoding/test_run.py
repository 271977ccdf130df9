"""A run: what is asked, what is recorded, and what an interruption leaves."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from pytest_django import DjangoAssertNumQueries

from sites.changes.author import Author
from sites.changes.fields import PlainValue, position_to_plain
from sites.changes.record import Edit, record
from sites.geo.coordinate import Coordinate
from sites.geo.position import Position
from sites.geo.precision import Precision
from sites.geocoding import run
from sites.geocoding.chain import Chain
from sites.geocoding.checks import Checks
from sites.geocoding.gazetteer.provider import GazetteerProvider
from sites.geocoding.places import RegionPlaces
from sites.geocoding.policy import Outcome
from sites.geocoding.provider_answers import (
    AddressQuery,
    Answer,
    Located,
    NotFound,
    Provider,
    ProviderUnavailable,
)
from sites.geocoding.run import Only, points_to_geocode
from sites.geocoding.summary import GeocodeSummary
from sites.geocoding.throttle import FAILURES_BEFORE_STOP
from sites.models import DataVersion, PointChange, ServicePoint, SourceKind
from tests.factories import MakePoint, at

JIJIANG = (106.255882, 29.292433)
NEAR = (106.2600, 29.2950)
BEIJING = (116.3975, 39.9087)


def geocode(
    places: RegionPlaces, provider: Provider, only: Only = Only.MISSING, **options: Any
) -> GeocodeSummary:
    return run.geocode(places, Chain([provider], Checks(places)), only, **options)


class Scripted:
    """A provider that answers by address, as told."""

    def __init__(self, reply: Callable[[AddressQuery], Answer], name: str = "scripted") -> None:
        self.name = name
        self._reply = reply
        self.asked: list[str] = []

    def answer(self, query: AddressQuery) -> Answer:
        self.asked.append(query.address)
        return self._reply(query)


def always(position: Position) -> Scripted:
    return Scripted(lambda query: Located(position=position, label="there"), position.source)


def down(query: AddressQuery) -> Answer:
    raise ProviderUnavailable("GeocoderTimedOut: Service timed out")


def test_position_is_recorded_with_its_source(
    make_point: MakePoint, stored_places: RegionPlaces
) -> None:
    point = make_point(address="几江街道大同路526号", town="jijiang")
    version = DataVersion.current()
    summary = geocode(stored_places, GazetteerProvider(stored_places))
    assert summary.outcomes == {Outcome.LOCATED: 1}
    assert summary.precisions == {Precision.TOWN: 1}
    point.refresh_from_db()
    assert point.coordinate == Coordinate(*JIJIANG)
    assert point.precision == "town"
    assert point.position_source == "gazetteer"
    provenance = point.provenance_of("position")
    assert provenance is not None
    assert provenance.source is SourceKind.GEOCODER
    assert provenance.reference == "gazetteer"
    assert not provenance.locked
    assert DataVersion.current() == version + 1


@pytest.mark.parametrize("only", Only)
def test_second_run_changes_nothing(
    make_point: MakePoint, stored_places: RegionPlaces, only: Only
) -> None:
    make_point(address="几江街道大同路526号", town="jijiang")
    make_point(address="沿江花园E栋")
    provider = GazetteerProvider(stored_places)
    geocode(stored_places, provider, only)
    before = list(ServicePoint.objects.order_by("pk").values()), PointChange.objects.count()
    version = DataVersion.current()
    summary = geocode(stored_places, provider, only)
    assert summary.outcomes[Outcome.LOCATED] == 0
    after = list(ServicePoint.objects.order_by("pk").values()), PointChange.objects.count()
    assert after == before
    assert DataVersion.current() == version


def test_dry_run_says_the_same_and_writes_nothing(
    make_point: MakePoint, stored_places: RegionPlaces
) -> None:
    point = make_point(address="几江街道大同路526号", town="jijiang")
    version = DataVersion.current()
    provider = always(at(NEAR, Precision.STREET))
    dry = geocode(stored_places, provider, dry_run=True)
    point.refresh_from_db()
    assert point.coordinate is None
    assert DataVersion.current() == version
    assert geocode(stored_places, provider).outcomes == dry.outcomes == {Outcome.LOCATED: 1}


@pytest.mark.parametrize(
    ("only", "expected"),
    [
        (Only.MISSING, ["无"]),
        (Only.COARSE, ["无", "镇"]),
        (Only.ALL, ["无", "镇", "街"]),
    ],
)
def test_which_points_are_asked_for(
    make_point: MakePoint, stored_places: RegionPlaces, only: Only, expected: list[str]
) -> None:
    make_point(address="无", town="jijiang")
    make_point(address="镇", town="jijiang", position=at(JIJIANG, Precision.TOWN, "gazetteer"))
    make_point(address="街", town="jijiang", position=at(NEAR, Precision.STREET))
    gone = make_point(address="撤", town="jijiang")
    record([Edit(point=gone, values={"is_active": False})], Author.geocoder("test"))
    provider = Scripted(lambda query: NotFound())
    geocode(stored_places, provider, only)
    assert provider.asked == expected
    assert points_to_geocode("500116", only).count() == len(expected)


def test_finer_position_stands_and_coarser_one_goes(
    make_point: MakePoint, stored_places: RegionPlaces
) -> None:
    door = (106.2601, 29.2951)
    fine = make_point(
        address="大同路1号", town="jijiang", position=at(door, Precision.ROOFTOP, "amap")
    )
    coarse = make_point(
        address="大同路2号", town="jijiang", position=at(JIJIANG, Precision.TOWN, "gazetteer")
    )
    summary = geocode(stored_places, always(at(NEAR, Precision.STREET)), Only.ALL)
    fine.refresh_from_db()
    coarse.refresh_from_db()
    assert summary.outcomes == {Outcome.KEPT: 1, Outcome.LOCATED: 1}
    assert (fine.precision, fine.position_source) == ("rooftop", "amap")
    assert (coarse.precision, coarse.position_source) == ("street", "amap")


def test_pin_of_a_person_is_not_even_asked_for(
    make_point: MakePoint, stored_places: RegionPlaces
) -> None:
    user = User.objects.create_user("li")
    pinned = make_point(address="甲", town="jijiang")
    removed = make_point(address="乙", town="jijiang", position=at(NEAR, Precision.STREET))
    pin = at((106.2571, 29.2911), Precision.TOWN, "staff")
    record(
        [
            Edit(point=pinned, values={"position": position_to_plain(pin)}),
            Edit(point=removed, values={"position": None}),
        ],
        Author.staff(user),
    )
    provider = always(at(NEAR, Precision.ROOFTOP))
    summary = geocode(stored_places, provider, Only.ALL)
    assert summary.outcomes == {Outcome.KEPT: 2}
    assert provider.asked == []
    pinned.refresh_from_db()
    removed.refresh_from_db()
    assert pinned.coordinate == pin.coordinate
    assert removed.coordinate is None


def test_rejected_place_is_not_recorded_but_reported(
    make_point: MakePoint, stored_places: RegionPlaces
) -> None:
    point = make_point(address="几江街道大同路526号", town="jijiang")
    summary = geocode(stored_places, always(at(BEIJING, Precision.ROOFTOP)))
    assert summary.outcomes == {Outcome.REJECTED: 1}
    (remark,) = summary.remarks
    assert remark.serial == point.serial
    assert "1446.2" in remark.reason
    point.refresh_from_db()
    assert point.coordinate is None
    assert not summary.provider_failed


def test_run_stops_when_the_provider_is_gone_and_keeps_what_was_found(
    make_point: MakePoint, stored_places: RegionPlaces
) -> None:
    for serial in range(1, 9):
        make_point(address=f"大同路{serial}号", town="jijiang")
    provider = Scripted(
        lambda query: (
            Located(position=at(NEAR, Precision.STREET), label="")
            if query.address < "大同路3号"
            else down(query)
        )
    )
    summary = geocode(stored_places, provider)
    assert summary.provider_failed
    assert summary.stopped == "GeocoderTimedOut: Service timed out"
    assert len(provider.asked) == 2 + FAILURES_BEFORE_STOP
    assert ServicePoint.objects.filter(longitude__isnull=False).count() == 2
    # The next run goes on where this one stopped.
    again = geocode(stored_places, always(at(NEAR, Precision.STREET)))
    assert again.outcomes == {Outcome.LOCATED: 6}


def test_single_failures_do_not_stop_the_run(
    make_point: MakePoint, stored_places: RegionPlaces
) -> None:
    for serial in range(1, 10):
        make_point(address=f"大同路{serial}号", town="jijiang")
    provider = Scripted(lambda query: NotFound() if query.address[3] in "369" else down(query))
    summary = geocode(stored_places, provider)
    assert summary.stopped is None
    assert summary.outcomes == {Outcome.NOT_FOUND: 3, Outcome.PROVIDER_UNAVAILABLE: 6}
    assert summary.provider_failed


@pytest.mark.parametrize(
    "values",
    [
        {"address": "白沙镇1号"},
        {"town": "dingshan"},
        {"is_active": False},
        {"position": position_to_plain(at(NEAR, Precision.ROOFTOP, "amap"))},
    ],
)
def test_point_that_changed_meanwhile_keeps_what_it_has(
    make_point: MakePoint, stored_places: RegionPlaces, values: dict[str, PlainValue]
) -> None:
    point = make_point(address="几江街道大同路526号", town="jijiang")

    def edit_and_answer(query: AddressQuery) -> Answer:
        record([Edit(point=point, values=values)], Author.geocoder("other"))
        return Located(position=at(NEAR, Precision.STREET), label="")

    summary = geocode(stored_places, Scripted(edit_and_answer))
    assert summary.outcomes == {Outcome.KEPT: 1}
    point.refresh_from_db()
    assert point.position_source in {"", "amap"}


def test_corrected_town_moves_the_outlet(
    make_point: MakePoint, stored_places: RegionPlaces
) -> None:
    """The stored town centre is that of the old town: nobody wants to keep it."""
    point = make_point(
        address="甲", town="dingshan", position=at(JIJIANG, Precision.TOWN, "gazetteer")
    )
    geocode(stored_places, GazetteerProvider(stored_places), Only.ALL)
    point.refresh_from_db()
    assert point.coordinate == Coordinate(106.262729, 29.280514)


def test_batches(
    make_point: MakePoint,
    stored_places: RegionPlaces,
    monkeypatch: pytest.MonkeyPatch,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for serial in range(1, 8):
        make_point(address=f"大同路{serial}号", town="jijiang")
    done: list[int] = []
    monkeypatch.setattr(run, "_BATCH", 3)
    with django_assert_max_num_queries(80):
        summary = geocode(stored_places, always(at(NEAR, Precision.STREET)), progress=done.append)
    assert summary.outcomes == {Outcome.LOCATED: 7}
    assert sum(done) == 7
    assert PointChange.objects.filter(reference="amap").count() == 7


def test_slow_answers_are_written_before_the_batch_is_full(
    make_point: MakePoint, stored_places: RegionPlaces, monkeypatch: pytest.MonkeyPatch
) -> None:
    for serial in range(1, 4):
        make_point(address=f"大同路{serial}号", town="jijiang")
    monkeypatch.setattr(run, "_LONGEST_WAIT_S", 0.0)
    written: list[int] = []

    def answer(query: AddressQuery) -> Answer:
        written.append(ServicePoint.objects.filter(longitude__isnull=False).count())
        return Located(position=at(NEAR, Precision.STREET), label="")

    geocode(stored_places, Scripted(answer))
    assert written == [0, 1, 2]
