"""Whatever is stored and whatever is asked: data stay data, and nothing fails."""

import csv
import io
from urllib.parse import quote

import pytest
from django.test import Client
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from sites.finding.parameters import PARAMETERS as OF_POINTS
from sites.models import Operator, ServicePoint, Town
from tests.api.conftest import Get
from tests.factories import at, make_point

TEMPLATE = "{{7*7}}{% debug %}${7*7}"
SCRIPT = "</script><script>alert(1)</script>"
HOSTILE = [TEMPLATE, SCRIPT, "'\"\\\u2028\U0001f4a5", '=HYPERLINK("http://evil","x")', "@SUM(A1)"]


@pytest.fixture(params=HOSTILE)
def hostile(request: pytest.FixtureRequest, reference_data: None) -> str:
    """Put a text into every field that has room for one, and return it."""
    del reference_data
    text: str = request.param
    Operator.objects.filter(code="icbc").update(name=text)
    Town.objects.filter(key="baisha").update(name=text)
    place = at((106.112804, 29.063108))
    make_point(name=text, address=text, note=text, operator="icbc", town="baisha", position=place)
    ServicePoint.objects.update(phone=text[:40], phone_e164=text[:20], position_source=text[:50])
    return text


def test_stored_text_arrives_as_it_is(client: Client, get: Get, hostile: str) -> None:
    fields = ("name", "address", "note", "operator_name", "town_name", "position_source")
    (row,) = get("v1/service-points/")["results"]
    (feature,) = get("v1/service-points/?format=geojson")["features"]
    assert [row[field] for field in fields] == [
        hostile[:50] if field == fields[-1] else hostile for field in fields
    ]
    assert [feature["properties"][field] for field in fields] == [row[field] for field in fields]
    content = client.get("/api/v1/service-points/?format=csv").content.decode("utf-8-sig")
    (line,) = csv.DictReader(io.StringIO(content, newline=""))
    for field in fields:
        # A spreadsheet shows the text that follows the apostrophe, and runs nothing.
        expected = f"'{row[field]}" if hostile[0] in "=@" else row[field]
        assert line[field] == expected
    assert hostile in [town["name"] for town in get("v1/towns/")["results"]]
    assert hostile in [operator["name"] for operator in get("v1/operators/")["results"]]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.usefixtures("points_of_towns")
@pytest.mark.parametrize("name", ["town", "q", "operator", "cursor", "bbox", "<script>"])
def test_typed_text_comes_back_as_data_only(client: Client, name: str, text: str) -> None:
    response = client.get("/api/v1/service-points/", {name: text})
    assert response.status_code == (200 if name == "q" else 400)
    assert response.headers["Content-Type"] in {"application/json", "application/problem+json"}
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert b"4949" not in response.content


NAMES = st.sampled_from(
    [
        *OF_POINTS,
        "total",
        "datum",
        "format",
        "unheard",
        "Limit",
        "limit[]",
        "near.longitude",
        "__proto__",
    ]
)
NUMBERS = st.sampled_from(
    ["nan", "inf", "-inf", "1e999", "-0", "1e-400", "9" * 30, "0x10", "١٢", "1_000", "1,1", ","]
)
BYTES = st.binary(max_size=20).map(lambda raw: "".join(f"%{byte:02x}" for byte in raw))
PARAMETERS = st.tuples(
    NAMES | st.text(max_size=5).map(quote),
    st.text(max_size=30).map(quote) | NUMBERS.map(quote) | BYTES,
)


@pytest.mark.usefixtures("points_of_towns")
@settings(
    max_examples=150,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    address=st.sampled_from(["service-points/", "service-points/nearest/", "towns/", "regions/"]),
    asked=st.lists(PARAMETERS, max_size=5).map(
        lambda pairs: "&".join(f"{name}={value}" for name, value in pairs)
    ),
    accept=st.sampled_from(["*/*", "text/csv", "application/geo+json;q=nan", "é;;q=", ""]),
)
@example("service-points/", "q=%00", "*/*")
@example("service-points/", "q=" + "x" * 8192, "*/*")
@example("service-points/", "town=" + "%E6%B1%9F" * 2700, "*/*")
@example("service-points/", "town=%00&operator=%00&region=%00&kind=%00&service=%00", "*/*")
@example("service-points/", "q=%ff%fe%c0%80%ed%a0%80", "*/*")
@example("service-points/", "service=" + ",".join("abcdefgh" * 100), "*/*")
@example("service-points/nearest/", "near=" + "9" * 400 + ",0", "*/*")
@example("service-points/nearest/", "near=106,29&radius=1e308", "*/*")
@example("service-points/nearest/", "near=106,29&near=106,29", "*/*")
@example("service-points/nearest/", "near=106,29&cursor=%00", "*/*")
@example("service-points/", "cursor=" + "A" * 8000, "*/*")
@example("service-points/", "language=en%00&format=json", "*/*")
def test_no_question_fails(client: Client, address: str, asked: str, accept: str) -> None:
    response = client.get(f"/api/v1/{address}?{asked}", headers={"Accept": accept})
    assert response.status_code in {200, 400, 406}
    if response.status_code != 200:
        assert response.headers["Content-Type"] == "application/problem+json"
        assert len(response.content) < 20_000
