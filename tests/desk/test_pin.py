"""A person puts a pin right: what is saved, what is warned of, who may."""

import csv
import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.fixtures import Settings

from sites.changes.author import Author
from sites.changes.fields import position_to_plain
from sites.changes.record import Edit, record
from sites.geo.coordinate import Coordinate
from sites.geo.datum import Datum, convert
from sites.geo.distance import great_circle_m
from sites.geo.position import Position
from sites.geo.precision import Precision
from sites.geocoding.offline import offline_position
from sites.models import DataVersion, PointChange, ServicePoint, SourceKind
from tests.desk.conftest import sent_by
from tests.factories import MakePoint

# In 几江街道, half a kilometre from its centre.
LONGITUDE, LATITUDE = 106.2531, 29.2927
PINNED: dict[str, Any] = {
    "longitude": str(LONGITUDE),
    "latitude": str(LATITUDE),
    "datum": "wgs84",
    "precision": "rooftop",
}


@pytest.fixture
def point(make_point: MakePoint) -> ServicePoint:
    """Return an outlet at the centre of 几江街道."""
    point = make_point(town="jijiang", address="几江街道大同路1号")
    position = offline_position(point.region, point.town)
    values = {"position": position_to_plain(position)}
    record([Edit(point=point, values=values)], Author.geocoder("gazetteer"))
    return point


def page(point: ServicePoint) -> str:
    return reverse("desk:service_sites_servicepoint_pin", args=[point.pk])


def shown(client: Client, point: ServicePoint) -> dict[str, Any]:
    """Return what a browser sends for a page that nobody touched."""
    response = client.get(page(point))
    assert response.status_code == 200
    return dict(sent_by(response.context["form"])) | {"action": "save"}


def test_a_pin_is_set_by_a_person_and_final(data_manager: Client, point: ServicePoint) -> None:
    version = DataVersion.current()
    data = shown(data_manager, point) | PINNED | {"reason": "现场核对"}
    response = data_manager.post(page(point), data)
    assert (response.status_code, response["Location"]) == (302, page(point))
    point.refresh_from_db()
    assert point.coordinate == Coordinate(LONGITUDE, LATITUDE)
    assert (point.precision, point.original_datum) == ("rooftop", "wgs84")
    # The API tells everybody the source: no name there.
    assert point.position_source == "staff"
    origin = point.provenance_of("position")
    assert origin is not None
    assert (origin.source, origin.reference, origin.locked) == (SourceKind.STAFF, "li", True)
    assert DataVersion.current() == version + 1
    change = PointChange.objects.filter(point=point).first()
    assert change is not None
    assert change.user is not None
    assert (change.user.get_username(), change.reason) == ("li", "现场核对")
    assert set(change.after) == {"position"}
    history = reverse("desk:service_sites_servicepoint_change", args=[point.pk])
    content = data_manager.get(history).content.decode()
    assert "→ 106.25310, 29.29270" in content
    assert "现场核对" in content
    assert page(point) in content


@pytest.mark.parametrize("datum", [Datum.GCJ02, Datum.BD09])
def test_what_is_typed_in_another_datum_is_converted_and_kept(
    data_manager: Client, point: ServicePoint, datum: Datum
) -> None:
    longitude, latitude = convert(LONGITUDE, LATITUDE, Datum.WGS84, datum)
    data = PINNED | {"longitude": str(longitude), "latitude": str(latitude), "datum": datum.value}
    assert data_manager.post(page(point), shown(data_manager, point) | data).status_code == 302
    point.refresh_from_db()
    assert point.coordinate is not None
    assert great_circle_m(point.coordinate, Coordinate(LONGITUDE, LATITUDE)) < 0.05
    assert (point.original_longitude, point.original_datum) == (longitude, datum.value)
    content = data_manager.get(page(point)).content.decode()
    for text in ("106.253100, 29.292700", f"{longitude:.6f}, {latitude:.6f}", datum.value):
        assert text in content


def test_saving_without_a_change_moves_nothing(
    data_manager: Client, point: ServicePoint, make_point: MakePoint, stored: Callable[[], str]
) -> None:
    position = Position.located(
        106.2571234567, 29.29, precision=Precision.STREET, source="amap", datum=Datum.GCJ02
    )
    other = make_point(position=position)
    before = stored()
    for outlet in (point, other):
        assert data_manager.post(page(outlet), shown(data_manager, outlet)).status_code == 302
        # The same place, told in another datum, is the same place.
        same = shown(data_manager, outlet)
        pair = convert(float(same["longitude"]), float(same["latitude"]), Datum.WGS84, Datum.BD09)
        same |= {"longitude": pair[0], "latitude": pair[1], "datum": "bd09"}
        assert data_manager.post(page(outlet), same).status_code == 302
    assert stored() == before


def test_a_new_place_needs_a_precision_of_its_own(
    data_manager: Client, point: ServicePoint, stored: Callable[[], str]
) -> None:
    before = stored()
    data = shown(data_manager, point)
    assert data["precision"] == ""
    response = data_manager.post(page(point), data | PINNED | {"precision": ""})
    assert "precision" in response.context["form"].errors
    assert stored() == before


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"longitude": ""}, "longitude"),
        ({"longitude": "nan"}, "longitude"),
        ({"longitude": "1e9"}, "longitude"),
        ({"latitude": "106.2"}, "latitude"),
        ({"latitude": "<script>alert(1)</script>"}, "latitude"),
        ({"datum": "mars"}, "datum"),
        ({"precision": "exact"}, "precision"),
        ({"reason": "x" * 301}, "reason"),
    ],
)
def test_what_is_no_position_is_refused(
    data_manager: Client,
    point: ServicePoint,
    stored: Callable[[], str],
    wrong: dict[str, str],
    field: str,
) -> None:
    before = stored()
    response = data_manager.post(page(point), shown(data_manager, point) | PINNED | wrong)
    assert response.status_code == 200
    assert field in response.context["form"].errors
    assert "<script>alert(1)" not in response.content.decode()
    assert stored() == before


def test_a_doubtful_place_is_saved_at_the_second_press(
    data_manager: Client, point: ServicePoint, stored: Callable[[], str]
) -> None:
    before = stored()
    data = shown(data_manager, point) | PINNED | {"longitude": "107.5"}
    first = data_manager.post(page(point), data)
    assert (first.status_code, stored() == before) == (200, True)
    outside, far = first.context["warnings"]
    assert "几江街道" in far
    for warning in (outside, far):
        assert warning in first.content.decode()
    token = first.context["token"]
    assert f'name="confirmed" value="{token}"' in first.content.decode()
    # What was confirmed is this place, no other.
    other = data_manager.post(page(point), data | {"longitude": "107.6", "confirmed": token})
    assert (other.status_code, stored() == before) == (200, True)
    assert data_manager.post(page(point), data | {"confirmed": "x"}).status_code == 200
    assert data_manager.post(page(point), data | {"confirmed": token}).status_code == 302
    point.refresh_from_db()
    assert point.longitude == 107.5


def test_the_place_of_another_outlet_is_warned_of(
    data_manager: Client, point: ServicePoint, make_point: MakePoint
) -> None:
    there = Position.located(LONGITUDE, LATITUDE, precision=Precision.ROOFTOP, source="amap")
    make_point(name="邻居", address="几江街道七贤街16号", position=there)
    response = data_manager.post(page(point), shown(data_manager, point) | PINNED)
    (warning,) = response.context["warnings"]
    assert "几江街道七贤街16号" in warning
    make_point(name="镇里", position=offline_position(point.region, point.town))
    response = data_manager.get(page(point))
    neighbour, coarse = response.context["neighbours"]
    # A town's centre is no distance.
    assert (coarse.name, coarse.metres, coarse.precision) == ("镇里", None, "镇街级")
    assert (neighbour.name, neighbour.metres) == ("邻居", 271)
    assert "邻居" in response.content.decode()


def test_a_pin_moved_meanwhile_by_somebody_else_stays(
    data_manager: Client, superuser: Client, point: ServicePoint
) -> None:
    stale = shown(data_manager, point) | PINNED | {"longitude": "106.26"}
    assert superuser.post(page(point), shown(superuser, point) | PINNED).status_code == 302
    for action in ("save", "clear", "to_town"):
        response = data_manager.post(page(point), stale | {"action": action})
        assert response.status_code == 200
        form = response.context["form"]
        (field,) = form.edit_conflict.fields
        assert "106.25310, 29.29270" in field.theirs
        assert field.by == "root"
        assert field.theirs in response.content.decode()
    point.refresh_from_db()
    assert point.longitude == LONGITUDE
    # Whoever lets the other's pin stand changes nothing, whoever insists on their own changes it.
    offered = stale | {"offered": str(DataVersion.current())}
    for choice, longitude in (("theirs", LONGITUDE), ("mine", 106.26)):
        answer = data_manager.post(page(point), offered | {"choose-position": choice})
        point.refresh_from_db()
        assert (answer.status_code, point.longitude) == (302, longitude)
    assert superuser.post(page(point), shown(superuser, point) | PINNED).status_code == 302
    # Two people who set the same pin do not disagree.
    assert data_manager.post(page(point), stale | PINNED).status_code == 302


def test_a_position_is_cleared_for_good(data_manager: Client, point: ServicePoint) -> None:
    data = shown(data_manager, point) | {"action": "clear", "longitude": ""}
    first = data_manager.post(page(point), data)
    assert first.status_code == 200
    assert first.context["warnings"]
    confirmed = data | {"confirmed": first.context["token"]}
    assert data_manager.post(page(point), confirmed).status_code == 302
    point.refresh_from_db()
    assert (point.longitude, point.precision, point.position_source) == (None, "", "")
    origin = point.provenance_of("position")
    assert origin is not None
    assert origin.locked
    # Without a position the page starts at the town.
    data_map = data_manager.get(page(point)).context["map_data"]
    assert data_map["stored"] is None
    assert data_map["start"] == [106.255882, 29.292433]


def test_the_towns_centre_is_taken_back_and_is_a_machines_again(
    data_manager: Client, point: ServicePoint
) -> None:
    assert data_manager.post(page(point), shown(data_manager, point) | PINNED).status_code == 302
    data = shown(data_manager, point) | {"action": "to_town"}
    first = data_manager.post(page(point), data)
    assert first.context["warnings"]
    confirmed = data | {"confirmed": first.context["token"]}
    assert data_manager.post(page(point), confirmed).status_code == 302
    point.refresh_from_db()
    assert (point.precision, point.position_source) == ("town", "gazetteer")
    origin = point.provenance_of("position")
    assert origin is not None
    assert (origin.source, origin.locked, origin.verified_at) == (SourceKind.GEOCODER, False, None)
    change = PointChange.objects.filter(point=point).first()
    assert change is not None
    assert change.user is not None
    assert change.user.get_username() == "li"


def test_without_a_town_there_is_no_centre_to_take(
    data_manager: Client, make_point: MakePoint, stored: Callable[[], str]
) -> None:
    point = make_point()
    before = stored()
    assert b"to_town" not in data_manager.get(page(point)).content
    data = shown(data_manager, point) | {"action": "to_town"}
    assert data_manager.post(page(point), data).status_code == 302
    assert stored() == before


@pytest.mark.parametrize("action", ["save", "clear", "to_town"])
def test_the_role_for_phones_moves_no_pin(
    phone_keeper: Client,
    data_manager: Client,
    point: ServicePoint,
    stored: Callable[[], str],
    action: str,
) -> None:
    assert data_manager.post(page(point), shown(data_manager, point) | PINNED).status_code == 302
    data = shown(data_manager, point) | PINNED | {"action": action, "longitude": "107.5"}
    data["confirmed"] = data_manager.post(page(point), data).context["token"]
    before = stored()
    assert phone_keeper.get(page(point)).status_code == 403
    assert phone_keeper.post(page(point), data).status_code == 403
    assert phone_keeper.get("/desk/service_sites/servicepoint/positions.csv").status_code == 403
    assert stored() == before
    own = reverse("desk:service_sites_servicepoint_change", args=[point.pk])
    assert page(point) not in phone_keeper.get(own).content.decode()
    listed = phone_keeper.get("/desk/service_sites/servicepoint/").content.decode()
    assert "positions.csv" not in listed
    assert Client().get(page(point)).status_code == 302


def test_actions_and_outlets_that_do_not_exist(
    data_manager: Client, point: ServicePoint, stored: Callable[[], str]
) -> None:
    before = stored()
    data = shown(data_manager, point) | PINNED | {"action": "delete"}
    assert data_manager.post(page(point), data).status_code == 400
    for key in ("999999", "9" * 30):
        assert (
            data_manager.get(f"/desk/service_sites/servicepoint/{key}/position/").status_code == 404
        )
    assert stored() == before


def test_forged_fields_change_nothing_else(data_manager: Client, point: ServicePoint) -> None:
    forged = {"name": "伪造", "position_source": "x", "phone": "110", "is_active": ""}
    data = shown(data_manager, point) | PINNED | forged
    assert data_manager.post(page(point), data).status_code == 302
    fresh = ServicePoint.objects.get(pk=point.pk)
    assert (fresh.name, fresh.phone, fresh.is_active) == (point.name, point.phone, True)
    assert fresh.position_source == "staff"


def test_the_map_is_in_the_datum_of_its_tiles(
    data_manager: Client, point: ServicePoint, settings: Settings
) -> None:
    settings.TILE_LAYER = "amap"
    response = data_manager.get(page(point))
    assert point.longitude is not None
    assert point.latitude is not None
    expected = convert(point.longitude, point.latitude, Datum.WGS84, Datum.GCJ02)
    data = response.context["map_data"]
    assert data["datum"] == "gcj02"
    assert data["stored"] == [round(expected[0], 6), round(expected[1], 6)]
    (town,) = (town for town in data["towns"] if town[0] == "几江街道")
    assert town[1:] == data["stored"]
    # The fields are in the datum that the page names.
    assert response.context["form"]["datum"].value() == "wgs84"
    assert response.context["form"]["longitude"].value() == round(point.longitude, 7)


def test_names_reach_the_page_as_data(data_manager: Client, make_point: MakePoint) -> None:
    hostile = "</script><script>alert(1)</script>{{7*7}}"
    position = Position.located(LONGITUDE, LATITUDE, precision=Precision.STREET, source="amap")
    point = make_point(name=hostile, position=position)
    make_point(name=hostile, position=position)
    response = data_manager.get(page(point))
    content = response.content.decode()
    assert "<script>alert" not in content
    assert "style=" not in content.split('id="content-main"')[1]
    block = content.split('id="pin-data" type="application/json">')[1].split("</script>")[0]
    assert json.loads(block)["neighbours"][0][0] == hostile


def test_queries_do_not_grow_with_the_neighbours(
    data_manager: Client, point: ServicePoint, make_point: MakePoint
) -> None:
    data_manager.get(page(point))

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert data_manager.get(page(point)).status_code == 200
        return len(captured)

    few = queries()
    position = Position.located(LONGITUDE, LATITUDE, precision=Precision.STREET, source="amap")
    for _number in range(5):
        make_point(position=position, town="jijiang")
    assert queries() == few
    assert few <= 12


def test_positions_are_downloaded_as_a_table(
    data_manager: Client, point: ServicePoint, make_point: MakePoint
) -> None:
    make_point(name="=1+1")
    url = "/desk/service_sites/servicepoint/positions.csv"
    assert url in data_manager.get("/desk/service_sites/servicepoint/").content.decode()
    response = data_manager.get(url, {"only": "all", "datum": "gcj02"})
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert 'filename="positions-500116-all-gcj02.csv"' in response["Content-Disposition"]
    text = response.content.decode("utf-8")
    assert text.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(text[1:], newline="")))
    assert [row[2] for row in rows[1:]] == [point.name, "'=1+1"]
    assert rows[0][5:7] == ["经度", "纬度"]
    for query in ({"only": "x"}, {"region": "110101"}, {"datum": "x"}, {"region": "5" * 99}):
        assert data_manager.get(url, query).status_code == 404
