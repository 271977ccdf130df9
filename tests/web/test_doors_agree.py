"""Page, map, sheet to print, JSON, GeoJSON and CSV give one answer to one question."""

import csv
import io
from collections.abc import Callable
from typing import Any, Final, TypeAlias

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sites.finding import find_points, parse_query
from sites.geo.precision import Precision
from tests.factories import MakePoint, at
from tests.web.reading import PageReader

Question: TypeAlias = dict[str, Any]
Door: TypeAlias = Callable[[Client, Question], tuple[int, list[str]]]

_API: Final = "/api/v1/service-points/"
conditions = st.fixed_dictionaries(
    {},
    optional={
        "town": st.sampled_from(["jijiang", "几江", "shuangfu", "双福街道", "白沙", "shimen"]),
        "service": st.lists(st.sampled_from(["reissue", "unlock", "activation"]), max_size=3),
        "operator": st.sampled_from(["social-security", "cqrcb", "ccqtgb", "icbc"]),
        "kind": st.sampled_from(["office", "bank", "post"]),
        "q": st.sampled_from(["几江", "jj", "支行", "大同路", "4756", "x", "", "{{7*7}}"]),
        "region": st.just("500116"),
        "limit": st.sampled_from(["1", "2", "20", "100"]),
        "bbox": st.sampled_from(["106,29,107,30", "105.8,28.4,106.2,29.1", "0,0,1,1"]),
    },
)
places = st.fixed_dictionaries(
    {
        "near": st.tuples(st.integers(105_800, 106_700), st.integers(28_400, 29_500)).map(
            lambda place: f"{place[0] / 1000},{place[1] / 1000}"
        )
    },
    optional={
        "near_precision": st.sampled_from(["town", "rooftop"]),
        "radius": st.sampled_from(["3000", "20000"]),
    },
)
questions = st.tuples(conditions, st.just({}) | places).map(lambda both: both[0] | both[1])


@pytest.fixture
def many_points(real_points: None, make_point: MakePoint) -> None:
    """Store the 57 real outlets, and some with other services, by a building, in no town."""
    make_point(serial=101, services=["reissue"])
    make_point(serial=102, services=["unlock"], town=None, position=None)
    rooftop = at((106.28, 29.39), Precision.ROOFTOP)
    make_point(serial=103, services=["unlock", "activation"], town="shuangfu", position=rooftop)
    make_point(serial=104, kind="bank", operator="cqrcb", services=[], address="大同路农商行")


def on_page(path: str) -> Door:
    """Return the door of a page; a position travels in the body."""

    def ask(client: Client, question: Question) -> tuple[int, list[str]]:
        send = client.post if "near" in question else client.get
        response = send(path, question)
        page = PageReader(response.content.decode())
        if "map" in path and response.status_code == 200:
            drawn = page.json("map-data")["outlets"]["features"]
            order = {one: place for place, one in enumerate(page.ids)}
            places = [order[one["properties"]["id"]] for one in drawn]
            assert places == sorted(places), "the map draws what the list beside it has"
        return response.status_code, page.ids

    return ask


def on_paper(client: Client, question: Question) -> tuple[int, list[str]]:
    """Ask for the sheet to print."""
    response = client.get("/print/", question)
    return response.status_code, PageReader(response.content.decode()).ids


def in_program(form: str, ids: Callable[[Any], list[str]]) -> Door:
    """Return the door of one form of the API."""

    def ask(client: Client, question: Question) -> tuple[int, list[str]]:
        response = client.get(_API, {**question, "format": form})
        return response.status_code, ids(response) if response.status_code == 200 else []

    return ask


DOORS: Final[dict[str, Door]] = {
    "page": on_page("/"),
    "English page": on_page("/en/"),
    "map": on_page("/map/"),
    "print": on_paper,
    "JSON": in_program("json", lambda got: [one["id"] for one in got.json()["results"]]),
    "GeoJSON": in_program("geojson", lambda got: [one["id"] for one in got.json()["features"]]),
    "CSV": in_program(
        "csv",
        lambda got: [
            one["id"] for one in csv.DictReader(io.StringIO(got.content.decode("utf-8-sig")))
        ],
    ),
}


def expected(question: Question) -> tuple[list[str], str | None]:
    """Return the ids of the answer and its next cursor."""
    lists = {name: one if isinstance(one, list) else [one] for name, one in question.items()}
    answer = find_points(parse_query(lists))
    return [point["id"] for point in answer.points], answer.next_cursor


def ask_every_door(client: Client, question: Question) -> str | None:
    """Assert that all doors give the answer that there is; return where it goes on."""
    ids, cursor = expected(question)
    for name, door in DOORS.items():
        if name == "print" and "near" in question:
            # Paper lies around: a sheet has an address, and no position belongs in that.
            assert door(client, question) == (400, [])
            continue
        assert door(client, question) == (200, ids), name
    return cursor


@settings(
    max_examples=200,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(question=questions)
def test_the_doors_agree(client: Client, many_points: None, question: Question) -> None:
    cursor = ask_every_door(client, question)
    if cursor is not None:
        ask_every_door(client, question | {"cursor": cursor})


@pytest.mark.parametrize("town", ["jijiang", "baisha", "shimen"])
def test_a_towns_own_addresses_agree_with_them(
    client: Client, many_points: None, town: str
) -> None:
    ids, _cursor = expected({"region": "500116", "town": town})
    assert ids
    for path in (f"/towns/{town}/", f"/towns/{town}/print/", f"/en/towns/{town}/print/"):
        assert on_page(path)(client, {}) == (200, ids)


def test_the_bare_addresses_agree(client: Client, many_points: None) -> None:
    assert len(expected({})[0]) == 61
    ask_every_door(client, {})


@pytest.mark.parametrize(
    "question",
    [
        {"town": "nowhere"},
        {"service": ["unlock", "cooking"]},
        {"operator": "unknown"},
        {"kind": "pub"},
        {"region": "110101"},
        {"region": "500116", "town": "几江", "limit": "0"},
        {"bbox": "x"},
        {"radius": "3000"},
        {"near": "29.1,106.2"},
        {"near": "106.2,29.1", "near_precision": "galaxy"},
        {"near": "106.2,29.1", "radius": "-1"},
        {"cursor": "made-up"},
        {"twon": "baisha"},
    ],
    ids=str,
)
def test_the_doors_refuse_alike(client: Client, reference_data: None, question: Question) -> None:
    for name, door in DOORS.items():
        assert door(client, question) == (400, []), name
