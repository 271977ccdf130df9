"""The command ``geocode``."""

from collections import Counter
from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.core.management.base import SystemCheckError
from pytest_django import Settings

from sites.changes.author import Author
from sites.changes.fields import position_to_plain
from sites.changes.record import Edit, record
from sites.geo.position import Position
from sites.geo.precision import Precision
from sites.geocoding.throttle import FAILURES_BEFORE_STOP
from sites.models import DataVersion, PositionProposal, ProviderPace, ServicePoint
from tests.geocoding.providers.nominatim_server import (
    NominatimServer,
    Reply,
    place,
    places,
    running_server,
)


@pytest.fixture
def nominatim(settings: Settings) -> Iterator[NominatimServer]:
    with running_server() as server:
        settings.NOMINATIM_URL = server.url
        settings.GEOCODER_DELAY_SECONDS = 0.0
        yield server


@pytest.fixture
def unlocated(real_points: None) -> None:
    """Take the positions away that the import gave, as if it had run without a gazetteer."""
    points = list(ServicePoint.objects.all())
    record([Edit(point=point, values={"position": None}) for point in points], Author.geocoder("-"))


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("geocode", *arguments, stdout=out)
    return out.getvalue()


def test_run_does_not_begin_with_a_chain_that_cannot_be_asked(settings: Settings) -> None:
    settings.GEOCODER_CHAIN = ["amap"]
    with pytest.raises(SystemCheckError, match="AMAP_KEY must be set"):
        call_command("geocode", skip_checks=False)


def test_check_takes_off_what_cannot_be_true_and_asks_nobody(
    real_points: None, settings: Settings
) -> None:
    settings.GEOCODER_CHAIN = ["amap"]
    point = ServicePoint.objects.get(serial=33)
    beijing = Position.located(116.4, 39.9, precision=Precision.STREET, source="amap")
    edit = Edit(point=point, values={"position": position_to_plain(beijing)})
    record([edit], Author.geocoder("amap"))
    printed = run("--check")
    assert "1  outside the district" in printed
    assert "33  工商银行江津支行: located, amap: outside the district" in printed
    point.refresh_from_db()
    assert (point.precision, point.position_source) == ("town", "gazetteer")
    assert PositionProposal.objects.get().point == point
    assert "56  kept as it was" in run("--check")


def test_real_table(unlocated: None) -> None:
    printed = run()
    assert "56  located" in printed
    assert "56  town" in printed
    assert "1  not found" in printed
    assert "40  三峡银行江津支行: not found" in printed
    points = {point.serial: point for point in ServicePoint.objects.all()}
    assert len(points) == 57
    assert points[40].coordinate is None
    assert {point.precision for serial, point in points.items() if serial != 40} == {"town"}


def test_after_an_import_there_is_nothing_to_do(real_points: None) -> None:
    version = DataVersion.current()
    assert ServicePoint.objects.filter(longitude__isnull=False).count() == 56
    for only in ("missing", "coarse", "all"):
        assert "  located" not in run("--only", only)
    assert DataVersion.current() == version


def test_dry_run(unlocated: None) -> None:
    printed = run("--dry-run")
    assert "nothing recorded" in printed
    assert "56  located" in printed
    assert not ServicePoint.objects.filter(longitude__isnull=False).exists()


def test_nominatim_makes_positions_finer(real_points: None, nominatim: NominatimServer) -> None:
    nominatim.respond = lambda query: places(place()) if "大同路 278" in query["q"] else places()
    printed = run("--provider", "nominatim", "--only", "coarse")
    assert "1  located" in printed
    assert "1  building" in printed
    assert "56  not found" in printed
    point = ServicePoint.objects.get(serial=3)
    assert (point.precision, point.position_source) == ("rooftop", "nominatim")
    run("--only", "all")
    point.refresh_from_db()
    assert point.precision == "rooftop"


def test_wrong_place_is_named(real_points: None, nominatim: NominatimServer) -> None:
    nominatim.always(places(place(lat="39.9087", lon="116.3975")))
    printed = run("--provider", "nominatim", "--only", "coarse")
    assert "57  found, but cannot be true" in printed
    assert "outside the district" in printed
    assert printed.count(": found, but cannot be true") == 20
    assert "… only the first 20 of these are named." in printed
    assert not ServicePoint.objects.filter(position_source="nominatim").exists()


def test_failing_provider_is_the_only_reason_to_fail(
    real_points: None, nominatim: NominatimServer
) -> None:
    nominatim.always(Reply(b"busy", status=503))
    with pytest.raises(CommandError, match="nominatim gave no answer"):
        run("--provider", "nominatim", "--only", "all")
    assert len(nominatim.asked) == 2 * FAILURES_BEFORE_STOP
    assert ServicePoint.objects.filter(longitude__isnull=False).count() == 56


def test_chain_falls_back_and_tells_what_each_provider_said(
    unlocated: None, nominatim: NominatimServer
) -> None:
    nominatim.respond = lambda query: (
        places(place())
        if "大同路 278" in query["q"]
        else places(place(lat="39.9087", lon="116.3975"))
    )
    printed = run("--provider", "nominatim,gazetteer")
    assert "nominatim: 57 asked, 57 located" in printed
    # One is fine enough, so that nobody else is asked.
    assert "gazetteer: 56 asked, 55 located, 1 not found" in printed
    assert "Failed checks:" in printed
    assert "56  outside the district" in printed
    sources = Counter(ServicePoint.objects.values_list("position_source", flat=True))
    assert sources == {"gazetteer": 55, "nominatim": 1, "": 1}
    assert PositionProposal.objects.count() == 56
    asked = len(nominatim.asked)
    again = run("--provider", "nominatim,gazetteer", "--only", "all")
    assert "nominatim: 57 remembered, 57 located" in again
    assert len(nominatim.asked) == asked
    run("--provider", "nominatim", "--only", "all", "--refresh")
    assert len(nominatim.asked) == 2 * asked


def test_chain_is_a_setting(real_points: None, settings: Settings) -> None:
    settings.GEOCODER_CHAIN = ["nominatim", "gazetteer"]
    with pytest.raises(CommandError, match="NOMINATIM_URL"):
        run()


@pytest.mark.parametrize("names", ["", "gogle", "gazetteer,gazetteer", "gazetteer,"])
def test_chain_that_makes_no_sense(real_points: None, names: str) -> None:
    with pytest.raises(CommandError, match="gazetteer"):
        run("--provider", names)


def test_turns_are_kept_in_the_database(
    real_points: None, nominatim: NominatimServer, settings: Settings
) -> None:
    settings.GEOCODER_DELAY_SECONDS = 0.001
    nominatim.always(places())
    run("--provider", "nominatim", "--only", "all")
    assert ProviderPace.objects.get().provider == "nominatim"


def test_settings_that_are_missing_are_named(real_points: None) -> None:
    with pytest.raises(CommandError, match="NOMINATIM_URL"):
        run("--provider", "nominatim")


def test_unknown_region(reference_data: None) -> None:
    with pytest.raises(CommandError, match=r"999999.*500116"):
        run("--region", "999999")
