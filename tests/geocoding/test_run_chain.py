"""A run over a chain: memory, fallbacks, and positions that are not shown as fact."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from sites.changes.author import Author
from sites.changes.fields import position_to_plain
from sites.changes.record import Edit, record
from sites.geo.boxes import Box
from sites.geo.datum import Datum, convert
from sites.geo.precision import Precision
from sites.geocoding.chain import Chain
from sites.geocoding.checks import Checks
from sites.geocoding.findings import FindingKind
from sites.geocoding.gazetteer.provider import GazetteerProvider
from sites.geocoding.places import RegionPlaces
from sites.geocoding.policy import Outcome
from sites.geocoding.proposals import dismiss, findings_of, open_proposals
from sites.geocoding.provider_answers import Located, NotFound
from sites.geocoding.run import Only, geocode
from sites.geocoding.summary import GeocodeSummary
from sites.geocoding.throttle import FAILURES_BEFORE_STOP
from sites.models import DataVersion, GeocodeRecord, PointChange, PositionProposal, ServicePoint
from tests.factories import MakePoint, at
from tests.geocoding.test_run import BEIJING, JIJIANG, NEAR, Scripted, always, down

STREET, TOWN = Precision.STREET, Precision.TOWN


def run(
    places: RegionPlaces, *providers: Scripted | GazetteerProvider, **options: Any
) -> GeocodeSummary:
    return geocode(places, Chain(providers, Checks(places)), Only.ALL, **options)


def silent(name: str) -> Scripted:
    return Scripted(lambda query: NotFound(), name)


def test_answers_are_remembered_and_refreshed(
    make_point: MakePoint, stored_places: RegionPlaces
) -> None:
    for serial in (1, 2):
        make_point(address=f"大同路{serial}号", town="jijiang")
    make_point(address="大同路1号", town="jijiang")
    first = Scripted(
        lambda query: (
            NotFound()
            if query.address == "大同路2号"
            else Located(position=at(NEAR, STREET, "amap"), label="")
        ),
        "amap",
    )
    summary = run(stored_places, first)
    # Two outlets have one address: it is asked for once.
    assert first.asked == ["大同路1号", "大同路2号"]
    assert (summary.providers["amap"].asked, summary.providers["amap"].remembered) == (2, 1)
    again = silent("amap")
    summary = run(stored_places, again)
    assert again.asked == []
    assert summary.providers["amap"].remembered == 3
    assert summary.outcomes == {Outcome.KEPT: 2, Outcome.NOT_FOUND: 1}
    refreshed = always(at(NEAR, STREET, "amap"))
    summary = run(stored_places, refreshed, refresh=True)
    assert refreshed.asked == ["大同路1号", "大同路2号"]
    assert summary.outcomes == {Outcome.KEPT: 2, Outcome.LOCATED: 1}
    GeocodeRecord.objects.update(answered_at=timezone.now() - timedelta(days=10_000))
    old = silent("amap")
    run(stored_places, old)
    assert len(old.asked) == 2


def test_failures_and_the_gazetteer_are_not_remembered(
    make_point: MakePoint, stored_places: RegionPlaces
) -> None:
    make_point(address="几江街道大同路1号", town="jijiang")
    run(stored_places, Scripted(down, "amap"), GazetteerProvider(stored_places))
    assert not GeocodeRecord.objects.exists()


def test_dry_run_remembers_what_it_paid_for(
    make_point: MakePoint, stored_places: RegionPlaces
) -> None:
    make_point(address="大同路1号", town="jijiang")
    run(stored_places, always(at(BEIJING, STREET, "amap")), dry_run=True)
    assert GeocodeRecord.objects.count() == 1
    assert not PositionProposal.objects.exists()
    assert not ServicePoint.objects.filter(longitude__isnull=False).exists()


def test_gazetteer_steps_in(make_point: MakePoint, stored_places: RegionPlaces) -> None:
    for serial in range(1, 7):
        make_point(address=f"几江街道大同路{serial}号", town="jijiang")
    amap = Scripted(down, "amap")
    summary = run(stored_places, amap, GazetteerProvider(stored_places))
    assert summary.outcomes == {Outcome.LOCATED: 6}
    assert len(amap.asked) == FAILURES_BEFORE_STOP
    assert summary.providers["amap"].unavailable == 6
    assert summary.stopped is None
    assert summary.provider_failed
    assert list(summary.broken) == ["amap"]
    assert set(ServicePoint.objects.values_list("position_source", flat=True)) == {"gazetteer"}


def test_not_found_by_one_and_unavailable_at_the_other_is_not_not_found(
    make_point: MakePoint, stored_places: RegionPlaces
) -> None:
    make_point(address="大同路1号", town="jijiang")
    summary = run(stored_places, Scripted(down, "amap"), silent("photon"))
    assert summary.outcomes == {Outcome.PROVIDER_UNAVAILABLE: 1}
    assert GeocodeRecord.objects.get().provider == "photon"


def test_each_position_is_recorded_under_its_provider(
    make_point: MakePoint, stored_places: RegionPlaces
) -> None:
    known = make_point(address="大同路1号", town="jijiang")
    unknown = make_point(address="几江街道2号", town="jijiang")
    amap = Scripted(
        lambda query: (
            Located(position=at(NEAR, STREET, "amap"), label="")
            if query.address == "大同路1号"
            else NotFound()
        ),
        "amap",
    )
    run(stored_places, amap, GazetteerProvider(stored_places))
    for point, provider in ((known, "amap"), (unknown, "gazetteer")):
        point.refresh_from_db()
        provenance = point.provenance_of("position")
        assert provenance is not None
        assert (point.position_source, provenance.reference) == (provider, provider)


def test_failed_check_is_a_proposal_and_the_coarse_answer_is_the_fact(
    make_point: MakePoint, stored_places: RegionPlaces
) -> None:
    point = make_point(address="几江街道大同路1号", town="jijiang")
    wrong = at(BEIJING, Precision.ROOFTOP, "amap")
    summary = run(stored_places, always(wrong), GazetteerProvider(stored_places))
    point.refresh_from_db()
    assert (point.precision, point.position_source) == ("town", "gazetteer")
    (proposal,) = open_proposals("500116")
    assert proposal.position == wrong
    assert {finding.kind for finding in findings_of(proposal)} == {
        FindingKind.OUTSIDE_REGION,
        FindingKind.FAR_FROM_TOWN,
    }
    assert summary.findings == {FindingKind.OUTSIDE_REGION: 1, FindingKind.FAR_FROM_TOWN: 1}
    assert "amap" in summary.remarks[0].reason
    dismiss(proposal.pk, User.objects.create_user("li"))
    run(stored_places, always(wrong), GazetteerProvider(stored_places), refresh=True)
    assert not open_proposals("500116").exists()


def test_providers_that_contradict_each_other_over_two_runs(
    make_point: MakePoint, stored_places: RegionPlaces
) -> None:
    point = make_point(address="大同路1号", town="jijiang")
    run(stored_places, always(at(NEAR, STREET, "amap")))
    shifted = convert(*NEAR, Datum.WGS84, Datum.GCJ02)
    run(stored_places, always(at(shifted, Precision.ROOFTOP, "nominatim")))
    point.refresh_from_db()
    # Which of them is right is for a person to find out: both wait, and neither is shown.
    assert point.coordinate is None
    in_doubt = {"amap": [FindingKind.WRONG_DATUM], "nominatim": [FindingKind.WRONG_DATUM]}

    def queue() -> dict[str, list[FindingKind]]:
        return {
            row.provider: [finding.kind for finding in findings_of(row)]
            for row in open_proposals("500116")
        }

    assert queue() == in_doubt
    # Nor does one of them return because the other is not asked again, or was forgotten.
    GeocodeRecord.objects.all().delete()
    for provider in (GazetteerProvider(stored_places), always(at(NEAR, STREET, "amap"))):
        run(stored_places, provider)
        point.refresh_from_db()
        assert point.precision == "town"
        assert queue() == in_doubt
    dismiss(open_proposals("500116").get(provider="nominatim").pk, User.objects.create_user("li"))
    run(stored_places, GazetteerProvider(stored_places))
    point.refresh_from_db()
    assert (point.position_source, queue()) == ("amap", {})


def test_remembered_answer_of_another_provider_is_a_witness(
    make_point: MakePoint, stored_places: RegionPlaces
) -> None:
    point = make_point(address="大同路1号", town="jijiang")
    run(stored_places, always(at(NEAR, STREET, "amap")), dry_run=True)
    run(stored_places, always(at((106.245, 29.285), STREET, "baidu")))
    point.refresh_from_db()
    assert point.coordinate is None
    (proposal,) = open_proposals("500116")
    assert findings_of(proposal)[0].about == "amap"


def test_two_addresses_at_one_door(make_point: MakePoint, stored_places: RegionPlaces) -> None:
    first = make_point(address="大同路1号", town="jijiang")
    second = make_point(address="滨江路5号", town="jijiang")
    roof = always(at(NEAR, Precision.ROOFTOP, "amap"))
    summary = run(stored_places, roof)
    assert summary.findings == {FindingKind.ON_OTHER_OUTLET: 2}
    assert {row.point_id for row in open_proposals("500116")} == {first.pk, second.pk}
    assert not ServicePoint.objects.filter(longitude__isnull=False).exists()


def test_address_at_the_door_of_a_stored_outlet(
    make_point: MakePoint, stored_places: RegionPlaces
) -> None:
    door = at(NEAR, Precision.ROOFTOP, "amap")
    make_point(address="大同路1号", town="jijiang", position=door)
    point = make_point(address="滨江路5号", town="jijiang")
    chain = Chain([always(door)], Checks(stored_places))
    summary = geocode(stored_places, chain, Only.MISSING)
    assert summary.findings == {FindingKind.ON_OTHER_OUTLET: 1}
    (proposal,) = open_proposals("500116")
    assert proposal.point == point
    assert findings_of(proposal)[0].about == "大同路1号"


def test_claimed_door_at_the_towns_center(
    make_point: MakePoint, stored_places: RegionPlaces
) -> None:
    make_point(address="大同路1号", town="jijiang")
    summary = run(stored_places, always(at(JIJIANG, Precision.ROOFTOP, "amap")))
    assert summary.findings == {FindingKind.ON_TOWN_CENTER: 1}
    assert not ServicePoint.objects.filter(longitude__isnull=False).exists()


def test_stored_position_that_fails_a_check_is_held_back_and_may_return(
    make_point: MakePoint, stored_places: RegionPlaces
) -> None:
    wrong = at((106.12, 29.07), STREET, "amap")
    point = make_point(address="几江街道大同路1号", town="jijiang", position=wrong)
    summary = run(stored_places, GazetteerProvider(stored_places))
    assert summary.findings == {FindingKind.FAR_FROM_TOWN: 1}
    point.refresh_from_db()
    assert (point.precision, point.position_source) == ("town", "gazetteer")
    assert PointChange.objects.filter(point=point).latest("pk").reason
    (proposal,) = open_proposals("500116")
    assert (proposal.point, proposal.position) == (point, wrong)
    version = DataVersion.current()
    run(stored_places, GazetteerProvider(stored_places))
    assert DataVersion.current() == version
    record([Edit(point=point, values={"town": "baisha"})], Author.geocoder("-"))
    run(stored_places, GazetteerProvider(stored_places))
    point.refresh_from_db()
    assert (point.precision, point.position_source) == ("street", "amap")
    assert not open_proposals("500116").exists()


def test_hindsight_takes_off_what_nobody_answers_for_any_more(
    make_point: MakePoint, stored_places: RegionPlaces
) -> None:
    """The region's outline was corrected, the town is not known, and no provider knows better."""
    point = make_point(address="大同路1号", position=at(NEAR, STREET, "amap"))
    pinned = make_point(address="大同路2号", position=at(NEAR, STREET, "amap"))
    user = User.objects.create_user("li")
    pin = position_to_plain(at((106.2601, 29.2951), Precision.ROOFTOP, "staff"))
    record([Edit(point=pinned, values={"position": pin})], Author.staff(user))
    smaller = replace(stored_places, outline=None, bounds=Box(105.82, 28.53, 106.0, 29.0))
    dry = run(smaller, silent("photon"), dry_run=True)
    assert ServicePoint.objects.filter(longitude__isnull=False).count() == 2
    summary = run(smaller, silent("photon"))
    assert summary.outcomes == dry.outcomes == {Outcome.WITHDRAWN: 1, Outcome.KEPT: 1}
    assert summary.findings == {FindingKind.OUTSIDE_REGION: 2}
    for one in (point, pinned):
        one.refresh_from_db()
    assert point.coordinate is None
    change = PointChange.objects.filter(point=point).latest("pk")
    assert (change.reference, bool(change.reason)) == ("checks", True)
    # A person's pin is final: that it cannot be true is only said.
    assert pinned.precision == "rooftop"
    assert [row.point_id for row in open_proposals("500116")] == [point.pk]
    run(stored_places, silent("photon"))
    point.refresh_from_db()
    assert point.position_source == "amap"


def test_held_back_position_is_not_that_of_a_new_address(
    make_point: MakePoint, stored_places: RegionPlaces
) -> None:
    point = make_point(
        address="大同路1号", town="jijiang", position=at((106.12, 29.07), STREET, "amap")
    )
    run(stored_places, GazetteerProvider(stored_places))
    move = {"town": "baisha", "address": "白沙镇新沙路229号"}
    record([Edit(point=point, values=move)], Author.geocoder("-"))
    run(stored_places, GazetteerProvider(stored_places))
    point.refresh_from_db()
    assert point.precision == "town"
    assert not open_proposals("500116").exists()


def test_many_points_take_few_queries(
    make_point: MakePoint,
    stored_places: RegionPlaces,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for serial in range(1, 41):
        make_point(address=f"几江街道大同路{serial}号", town="jijiang")
    with django_assert_max_num_queries(30):
        summary = run(
            stored_places, always(at(NEAR, STREET, "amap")), GazetteerProvider(stored_places)
        )
    assert summary.outcomes == {Outcome.LOCATED: 40}


def test_coarser_fallback_never_replaces_what_is_stored(
    make_point: MakePoint, stored_places: RegionPlaces
) -> None:
    point = make_point(address="大同路1号", town="jijiang", position=at(NEAR, STREET, "amap"))
    run(stored_places, always(at(JIJIANG, TOWN, "photon")), GazetteerProvider(stored_places))
    point.refresh_from_db()
    assert (point.precision, point.position_source) == ("street", "amap")
