import csv
from pathlib import Path
from typing import Any, cast
from urllib.parse import parse_qs, urlsplit

import pytest

from sites.finding import Catalog, PointRow, RegionEntry
from sites.geo.boxes import Box
from sites.geo.coordinate import Coordinate
from sites.web.cards import Card, cards_of
from sites.web.directions import navigation_links

VECTORS = list(
    csv.DictReader(
        (Path(__file__).parents[1] / "geo/data/datum_vectors.csv").read_text("utf-8").splitlines()
    )
)
NAMES = [
    "几江街道社会保障服务所",
    "A&B=C#D?E",
    "{{7*7}}",
    "</script><script>alert(1)</script>",
    "${7*7} %41",
    "left, right",
]


def card(
    name: str = "几江",
    place: Coordinate | None = None,
    precision: str | None = "rooftop",
    address: str = "几江街道办事处大同路278号",
) -> Card:
    place = place or Coordinate(106.26, 29.29)
    row: dict[str, Any] = dict.fromkeys(PointRow.__annotations__)
    row |= {
        "kind": "office",
        "name": name,
        "address": address,
        "region": "500116",
        "town_name": "几江街道",
        "phone": "",
        "services": [],
        "longitude": place.longitude if precision else None,
        "latitude": place.latitude if precision else None,
        "precision": precision,
        "status": "open",
    }
    region = RegionEntry(
        adcode="500116",
        name="江津区",
        province="重庆市",
        area_code="023",
        bounds=Box(105.8, 28.4, 106.7, 29.5),
    )
    catalog = Catalog(
        alias="default",
        language="zh-hans",
        regions=(region,),
        services=(),
        operators=(),
        operator_names=frozenset(),
    )
    return cards_of([cast("PointRow", row)], catalog)[0]


def parameters(of: Card) -> dict[str, dict[str, str]]:
    parts = [urlsplit(link.url) for link in navigation_links(of)]
    assert all(part.scheme == "https" and not part.fragment for part in parts)
    return {
        str(part.hostname): {
            key: values[0] for key, values in parse_qs(part.query, strict_parsing=True).items()
        }
        for part in parts
    }


def pair(text: str) -> tuple[float, float]:
    first, second = text.split(",")[:2]
    return float(first), float(second)


def test_the_four_services_are_linked() -> None:
    assert list(parameters(card())) == [
        "uri.amap.com",
        "api.map.baidu.com",
        "apis.map.qq.com",
        "www.openstreetmap.org",
    ]


def test_each_service_is_given_its_own_datum() -> None:
    given = parameters(card())
    amap = pair(given["uri.amap.com"]["to"])
    # The known shift of GCJ-02 at this place.
    assert amap == pytest.approx((106.26375, 29.28715), abs=2e-5)
    assert pair(given["apis.map.qq.com"]["tocoord"]) == amap[::-1]
    assert pair(given["www.openstreetmap.org"]["to"]) == (29.29, 106.26)
    baidu = pair(given["api.map.baidu.com"]["location"])
    assert given["api.map.baidu.com"]["coord_type"] == "bd09ll"
    assert baidu[0] == pytest.approx(amap[1] + 0.006, abs=0.004)
    assert baidu[1] == pytest.approx(amap[0] + 0.0065, abs=0.004)
    assert given["uri.amap.com"]["callnative"] == "0", "it has to work without an app"


@pytest.mark.parametrize("row", VECTORS[:10])
def test_the_links_agree_with_independent_figures(row: dict[str, str]) -> None:
    columns = {name.lower(): float(value) for name, value in row.items() if _is_number(value)}
    wgs84, gcj02, bd09 = (
        (
            next(v for k, v in columns.items() if datum in k and "lon" in k),
            next(v for k, v in columns.items() if datum in k and "lat" in k),
        )
        for datum in ("wgs", "gcj", "bd")
    )
    given = parameters(card(place=Coordinate(*wgs84)))
    assert pair(given["uri.amap.com"]["to"]) == pytest.approx(gcj02, abs=1e-6)
    assert pair(given["api.map.baidu.com"]["location"])[::-1] == pytest.approx(bd09, abs=1e-6)


@pytest.mark.parametrize("name", NAMES)
def test_a_name_arrives_whole_and_breaks_nothing(name: str) -> None:
    given = parameters(card(name))
    assert given["api.map.baidu.com"]["title"] == name
    assert given["apis.map.qq.com"]["to"] == name
    # 高德 reads pair and name from one value with commas.
    assert given["uri.amap.com"]["to"].split(",", 2)[2] == name.replace(",", "，")
    for link in navigation_links(card(name)):
        assert not set("<>\"'{}$` ") & set(link.url)


@pytest.mark.parametrize("precision", ["village", "town", "region", None])
@pytest.mark.parametrize(
    ("address", "asked"),
    [
        ("几江街道办事处大同路278号", "重庆市江津区几江街道办事处大同路278号"),
        ("重庆市江津几江武城大街28号", "重庆市江津几江武城大街28号"),
        ("沿江花园E栋", "重庆市江津区几江街道沿江花园E栋"),
    ],
)
def test_a_coarse_place_is_not_handed_over_but_the_address(
    precision: str | None, address: str, asked: str
) -> None:
    given = parameters(card(precision=precision, address=address))
    assert given["uri.amap.com"]["keyword"] == asked
    assert given["uri.amap.com"]["city"] == "500116"
    assert given["api.map.baidu.com"]["address"] == asked
    assert given["apis.map.qq.com"]["keyword"] == asked
    assert given["www.openstreetmap.org"]["query"] == asked
    assert not any("106" in link.url for link in navigation_links(card(precision=precision)))


def test_a_street_is_near_enough_to_be_sent_there() -> None:
    assert "to" in parameters(card(precision="street"))["uri.amap.com"]


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
