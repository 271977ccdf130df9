import csv
import io
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client

from sites.api.columns import SERVICE_POINT
from sites.changes.author import Author
from sites.changes.record import Edit, record
from sites.finding import PointQuery, find_points
from sites.geo.coordinate import Coordinate
from sites.geo.datum import Datum, convert
from sites.models import ServicePoint
from tests.api.conftest import Get

QUESTIONS: list[tuple[str, PointQuery]] = [
    ("", PointQuery()),
    ("town=白沙", PointQuery(town="白沙")),
    ("service=reissue&service=unlock", PointQuery(services=("reissue", "unlock"))),
    ("operator=icbc&language=en", PointQuery(operator="icbc", language="en")),
    ("kind=bank", PointQuery(kind="bank")),
    ("q=baisha", PointQuery(text="baisha")),
    (
        "near=106.26,29.29&radius=20000&limit=5",
        PointQuery(near=Coordinate(106.26, 29.29), radius_m=20_000, limit=5),
    ),
    ("region=500116&limit=3&total=true", PointQuery(region="500116", limit=3, with_total=True)),
]


@pytest.mark.usefixtures("points_of_towns")
@pytest.mark.parametrize(("asked", "query"), QUESTIONS)
def test_every_format_says_what_find_points_says(
    client: Client, get: Get, asked: str, query: PointQuery
) -> None:
    answer = find_points(query)

    as_json = get(f"v1/service-points/?{asked}")
    assert as_json["results"] == answer.points
    assert as_json["data_version"] == answer.data_version
    assert as_json["count"] == answer.total
    assert [note["code"] for note in as_json["notes"]] == [note.code for note in answer.notes]

    as_geojson = get(f"v1/service-points/?{asked}&format=geojson")
    assert [_from_feature(feature) for feature in as_geojson["features"]] == answer.points

    as_csv = client.get(f"/api/v1/service-points/?{asked}&format=csv").content
    lines = list(csv.DictReader(io.StringIO(as_csv.decode("utf-8-sig"))))
    assert lines == [
        {name: _as_cell(value) for name, value in point.items()} for point in answer.points
    ]


def _from_feature(feature: dict[str, Any]) -> dict[str, Any]:
    longitude, latitude = (feature["geometry"] or {"coordinates": (None, None)})["coordinates"]
    assert feature["id"] == feature["properties"]["id"]
    return {**feature["properties"], "longitude": longitude, "latitude": latitude}


def _as_cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return "|".join(value) if isinstance(value, list) else str(value)


@pytest.mark.usefixtures("points_of_towns")
def test_rows_have_the_documented_columns(get: Get) -> None:
    (row,) = get("v1/service-points/?limit=1")["results"]
    assert list(row) == list(SERVICE_POINT.columns)


@pytest.mark.usefixtures("points_of_towns")
def test_geojson_has_east_before_north_and_null_for_no_position(get: Get) -> None:
    features = get("v1/service-points/?format=geojson")["features"]
    places = [feature["geometry"] for feature in features]
    assert places.count(None) == 1
    for place in filter(None, places):
        longitude, latitude = place["coordinates"]
        assert isinstance(longitude, float)
        assert 105 < longitude < 107
        assert 28 < latitude < 30


@pytest.mark.usefixtures("points_of_towns")
def test_pages_are_followed_to_the_end_without_gap_or_repetition(client: Client, get: Get) -> None:
    whole = [row["id"] for row in get("v1/service-points/?limit=1000")["results"]]
    found = []
    address: str | None = "/api/v1/service-points/?limit=5&format=json&q=所"
    while address is not None:
        response = client.get(address)
        page = response.json()
        found += [row["id"] for row in page["results"]]
        link = response.headers.get("Link")
        assert link == (page["next"] and f'<{page["next"]}>; rel="next"')
        address = page["next"] and urlsplit(page["next"])._replace(scheme="", netloc="").geturl()
        assert page["next"] is None or page["next"].startswith("http://testserver/api/v1/")
    assert len(found) == 30
    assert found == [id_ for id_ in whole if id_ in found]


@pytest.mark.usefixtures("points_of_towns")
def test_nearest_gives_ten_with_distances(get: Get) -> None:
    rows = get("v1/service-points/nearest/?near=106.255882,29.292433")["results"]
    assert len(rows) == 10
    distances = [row["distance_m"] for row in rows]
    assert distances == sorted(distances)
    assert distances[0] < 1
    assert all(row["distance_is_approximate"] for row in rows)
    one = get("v1/service-points/nearest/?near=106.255882,29.292433&limit=1&service=unlock")
    assert [row["town"] for row in one["results"]] == ["jijiang"]


@pytest.mark.usefixtures("points_of_towns")
def test_nearest_needs_a_place(get: Get) -> None:
    problem = get("v1/service-points/nearest/?service=unlock", 400)
    assert [error["name"] for error in problem["errors"]] == ["near"]


def test_one_point_says_what_the_list_says(get: Get, points_of_towns: list[ServicePoint]) -> None:
    row = get("v1/service-points/?limit=1&language=en")["results"][0]
    one = get(f"v1/service-points/{points_of_towns[0].public_id}/?language=en")
    assert one == {**row, "datum": "wgs84"}
    assert one["town_name"] == "Jijiang Subdistrict"


class TestOpenAt:
    @pytest.fixture(autouse=True)
    def _hours(self, points_of_towns: list[ServicePoint]) -> None:
        """Let one outlet have office hours, and another be open round the clock."""
        office, always = points_of_towns[:2]
        hours = {office: "周一至周五9:00-17:00，节假日休息", always: "每天24小时，节假日照常"}
        edits = [Edit(point=point, values={"hours": text}) for point, text in hours.items()]
        record(edits, Author.geocoder("test"))

    @pytest.mark.parametrize(
        ("asked", "count"),
        [
            ("open_at=2026-11-30T10:00", 2),
            ("open_at=2026-11-30T10:00%2B08:00", 2),
            ("open_at=2026-11-30T10:00+08:00", 2),
            ("open_at=2026-10-03T10:00", 1),
            ("open_at=2026-10-03T10:00&near=106.25,29.29", 1),
            ("open_at=2026-10-03T10:00&bbox=105,28,107,30", 1),
        ],
    )
    def test_those_that_are_open_then(self, get: Get, asked: str, count: int) -> None:
        answer = get(f"v1/service-points/?{asked}&total=true")
        assert len(answer["results"]) == answer["count"] == count
        assert "unknown_hours_left_out" in {note["code"] for note in answer["notes"]}

    def test_those_of_which_nobody_knows_come_where_they_are_asked_for(self, get: Get) -> None:
        everything = get("v1/service-points/?total=true")["count"]
        asked = "v1/service-points/?open_at=2026-10-03T10:00&open=not_closed&total=true"
        assert get(asked)["count"] == everything - 1

    def test_a_wrong_moment_is_named(self, get: Get) -> None:
        problem = get("v1/service-points/?open_at=today", 400)
        assert [error["name"] for error in problem["errors"]] == ["open_at"]


class TestOneThatHasClosed:
    @pytest.fixture
    def gone(self, points_of_towns: list[ServicePoint]) -> ServicePoint:
        """Return an outlet that left the lists, with the one that took its place."""
        gone, successor = points_of_towns[:2]
        edit = Edit(point=gone, values={"is_active": False, "successor": str(successor.public_id)})
        record([edit], Author.geocoder("test"))
        return gone

    def test_still_answers(self, get: Get, gone: ServicePoint) -> None:
        one = get(f"v1/service-points/{gone.public_id}/")
        assert one["status"] == "merged"
        assert get(f"v1/service-points/{one['successor']}/")["status"] == "open"

    def test_is_gone_for_whoever_asks_strictly(
        self, get: Get, gone: ServicePoint, points_of_towns: list[ServicePoint]
    ) -> None:
        problem = get(f"v1/service-points/{gone.public_id}/?strict=true", 410)
        assert problem["type"].endswith(":gone")
        assert get(f"v1/service-points/{points_of_towns[1].public_id}/?strict=true")["status"]
        wrong = get(f"v1/service-points/{gone.public_id}/?strict=1", 400)
        assert [error["name"] for error in wrong["errors"]] == ["strict"]

    def test_is_listed_where_it_is_asked_for(self, get: Get, gone: ServicePoint) -> None:
        listed = {row["id"] for row in get("v1/service-points/?limit=1000")["results"]}
        closed = get("v1/service-points/?closed=true&total=true")
        assert [row["id"] for row in closed["results"]] == [str(gone.public_id)]
        assert closed["count"] == 1
        assert str(gone.public_id) not in listed

    def test_is_near_nothing(self, get: Get, gone: ServicePoint) -> None:
        problem = get("v1/service-points/?closed=true&near=106.2,29.2", 400)
        assert [error["name"] for error in problem["errors"]] == ["closed"]


@pytest.mark.usefixtures("points_of_towns")
@pytest.mark.parametrize("datum", [Datum.GCJ02, Datum.BD09])
def test_datum_moves_every_position_and_is_named(client: Client, get: Get, datum: Datum) -> None:
    plain = get("v1/service-points/nearest/?near=106.2,29.2&limit=40")
    moved = get(f"v1/service-points/nearest/?near=106.2,29.2&limit=40&datum={datum}")
    features = get(f"v1/service-points/?datum={datum}&format=geojson")
    assert (plain["datum"], moved["datum"], features["datum"]) == ("wgs84", datum, datum)
    for before, after in zip(plain["results"], moved["results"], strict=True):
        # The question stays in WGS-84, so order and distances stay too.
        assert (after["id"], after["distance_m"]) == (before["id"], before["distance_m"])
        if before["longitude"] is None:
            assert after["longitude"] is None
            continue
        expected = convert(before["longitude"], before["latitude"], Datum.WGS84, datum)
        assert (after["longitude"], after["latitude"]) == pytest.approx(expected, abs=1e-7)
        assert abs(after["longitude"] - before["longitude"]) > 0.003
    assert features["features"][0]["geometry"]["coordinates"] == pytest.approx(
        convert(106.255882, 29.292433, Datum.WGS84, datum), abs=1e-7
    )
    one = client.get(f"/api/v1/service-points/{plain['results'][0]['id']}/?datum={datum}").json()
    assert one["datum"] == datum
    assert one["longitude"] == moved["results"][0]["longitude"]


@pytest.mark.usefixtures("points_of_towns")
def test_what_a_town_filter_leaves_out_is_told_in_every_format(client: Client) -> None:
    for name in ("json", "geojson", "csv"):
        response = client.get("/api/v1/service-points/", {"town": "白沙", "format": name})
        assert response.headers["Answer-Notes"] == "unknown_town_left_out;count=1"


def test_a_public_id_may_be_written_with_capital_letters(
    get: Get, points_of_towns: list[ServicePoint]
) -> None:
    public_id = str(points_of_towns[0].public_id)
    for written in (public_id, public_id.upper()):
        assert get(f"v1/service-points/{written}/")["id"] == public_id


@pytest.mark.usefixtures("points_of_towns")
def test_a_note_offers_a_question_without_conditions_or_none_at_all(get: Get) -> None:
    (note,) = get("v1/service-points/?q=nowhere-at-all")["notes"]
    assert (note["code"], note["alternative"]) == ("nothing_found", {})
    ServicePoint.objects.update(is_active=False)
    (note,) = get("v1/service-points/?q=nowhere-at-all")["notes"]
    assert (note["code"], note["alternative"]) == ("nothing_found", None)
