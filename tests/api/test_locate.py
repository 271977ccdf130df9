"""The door for programs that ask where a person is."""

import csv
import io

import pytest
from django.test import Client

from sites.geo.datum import Datum, convert
from tests.api.conftest import Get

pytestmark = pytest.mark.usefixtures("real_points")


def test_a_landmark_leads_to_the_outlets_that_name_it(get: Get) -> None:
    (row,) = get("v1/locate/?q=四牌坊")["results"]
    assert row["town"] == "jijiang"
    assert row["precision"] == "town"
    assert row["outlet_names"] == ["中国银行四牌坊支行"]
    point = get(f"v1/service-points/{row['outlets'][0]}/")
    assert (point["longitude"], point["latitude"]) == (row["longitude"], row["latitude"])


def test_every_format_has_the_same_candidates(client: Client, get: Get) -> None:
    asked = "v1/locate/?q=滨江路"
    rows = get(asked)["results"]
    features = get(f"{asked}&format=geojson")["features"]
    content = client.get(f"/api/{asked}&format=csv").content.decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(content, newline="")))
    assert [row["label"] for row in rows] == [line["label"] for line in lines]
    assert [feature["properties"]["label"] for feature in features] == [
        row["label"] for row in rows
    ]
    assert features[0]["geometry"]["coordinates"] == [rows[0]["longitude"], rows[0]["latitude"]]
    assert lines[0]["outlet_names"] == "|".join(rows[0]["outlet_names"])


def test_the_datum_of_the_question_and_of_the_answer(get: Get) -> None:
    (row,) = get("v1/locate/?q=106.2592,29.2901&q_datum=gcj02&datum=bd09")["results"]
    expected = convert(106.2592, 29.2901, Datum.GCJ02, Datum.BD09)
    assert (row["longitude"], row["latitude"]) == pytest.approx(expected, abs=2e-5)
    assert len(get("v1/locate/?q=106.2592,29.2901")["results"]) == 3


def test_a_hospital_that_is_not_known_is_no_position(get: Get) -> None:
    answer = get("v1/locate/?q=江津区人民医院")
    (row,) = answer["results"]
    assert (row["longitude"], row["latitude"], row["precision"]) == (None, None, None)
    assert (row["region"], row["reason"]) == ("500116", "region_of_address")
    assert row["is_certain"] is False
    assert [note["code"] for note in answer["notes"]] == ["only_area_known"]


def test_a_link_is_read_in_its_datum(client: Client) -> None:
    link = (
        "https://api.map.baidu.com/marker?location=29.292933,106.269544&title=" + "%E6%B1%9F" * 40
    )
    (row,) = client.get("/api/v1/locate/", {"q": link}).json()["results"]
    assert (row["longitude"], row["latitude"]) == pytest.approx((106.2592, 29.2901), abs=2e-5)
    assert row["is_certain"] is True
    refused = client.get("/api/v1/locate/", {"q": ["a", "b"]})
    assert refused.status_code == 400


def test_no_copy_of_the_answer_is_kept(client: Client) -> None:
    response = client.get("/api/v1/locate/?q=白沙")
    assert response.headers["Cache-Control"] == "no-store"
    assert "ETag" not in response.headers
    again = client.get("/api/v1/locate/?q=白沙", headers={"If-None-Match": "*"})
    assert again.status_code == 200


def test_it_speaks_the_language_asked_for(get: Get) -> None:
    chinese = get("v1/locate/?q=nowhere-at-all")["notes"][0]["message"]
    english = get("v1/locate/?q=nowhere-at-all&language=en")["notes"][0]["message"]
    assert english.startswith("No such place is known.")
    assert chinese


def test_every_wrong_parameter_is_named(get: Get) -> None:
    asked = "v1/locate/?q_datum=moon&region=500116&limit=x&unheard=1"
    errors = {error["name"]: error for error in get(asked, 400)["errors"]}
    assert errors.keys() == {"q", "q_datum", "limit", "unheard"}
    (error,) = get("v1/locate/?q=白沙&limit=51", 400)["errors"]
    assert error["name"] == "limit"
    (error,) = get("v1/locate/?q=白沙&region=110105", 400)["errors"]
    assert error["valid"] == ["500116"]
    (error,) = get("v1/locate/?q=" + "x" * 201, 400)["errors"]
    assert error["name"] == "q"


def test_what_a_person_typed_is_not_logged(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("DEBUG"):
        client.get("/api/v1/locate/?q=106.23456,29.34567&limit=0")
    assert "106.23" not in "".join(
        record.getMessage()
        for record in caplog.records
        if record.name.startswith(("sites", "django.request"))
    )
