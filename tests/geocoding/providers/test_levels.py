"""Each provider's own levels and ours: the tables of docs/providers.md, and never finer."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from pytest_django import Settings

from sites.geo.precision import Precision
from sites.geocoding.provider_answers import AddressQuery, Answer, Located
from sites.geocoding.providers.amap import AmapProvider
from sites.geocoding.providers.baidu import BaiduProvider
from sites.geocoding.providers.photon import PhotonProvider
from sites.geocoding.providers.tianditu import TiandituProvider
from tests.geocoding.places import jiangjin
from tests.geocoding.providers.dialects import PLACE, amap_geocode, photon_feature

QUERY = AddressQuery(region="500116", address="几江街道大同路278号", town="jijiang")
NO_HOUSE = AddressQuery(region="500116", address="几江街道大同路", town="jijiang")


@pytest.fixture(autouse=True)
def configured(settings: Settings) -> None:
    """Give every provider its settings; none is called."""
    settings.AMAP_KEY = settings.TIANDITU_SERVER_KEY = settings.BAIDU_KEY = "key"
    settings.PHOTON_URL = "https://photon.example.org"


def precision_of(answer: Answer) -> Precision | None:
    return answer.position.precision if isinstance(answer, Located) else None


def amap(level: str, query: AddressQuery = QUERY, /, **changes: object) -> Precision | None:
    raw = amap_geocode(*PLACE, level=level, **changes)
    return precision_of(AmapProvider(jiangjin()).read("", raw, query))


def tianditu(level: str, query: AddressQuery = QUERY, score: object = 100) -> Precision | None:
    raw = {"lon": PLACE[0], "lat": PLACE[1], "level": level, "score": score}
    return precision_of(TiandituProvider(jiangjin()).read("", raw, query))


def baidu(level: str, query: AddressQuery = QUERY, /, **changes: object) -> Precision | None:
    raw = {
        "location": {"lng": PLACE[0], "lat": PLACE[1]},
        "precise": 1,
        "confidence": 90,
        "comprehension": 100,
        "level": level,
        **changes,
    }
    return precision_of(BaiduProvider(jiangjin()).read("", raw, query))


def photon(query: AddressQuery = QUERY, /, **changes: object) -> Precision | None:
    raw = photon_feature(*PLACE, **changes)
    return precision_of(PhotonProvider(jiangjin()).read("", raw, query))


@pytest.mark.parametrize(
    ("level", "precision"),
    [
        ("门牌号", Precision.ROOFTOP),
        ("单元号", Precision.ROOFTOP),
        ("兴趣点", Precision.STREET),
        ("道路", Precision.STREET),
        ("公交站台、地铁站", Precision.STREET),
        ("住宅区", Precision.STREET),
        ("热点商圈", Precision.VILLAGE),
        ("村庄", Precision.VILLAGE),
        ("开发区", Precision.TOWN),
        ("乡镇", Precision.TOWN),
        ("区县", Precision.REGION),
        ("未知", Precision.REGION),
        ("宇宙飞船", Precision.REGION),
        ("", Precision.REGION),
        ("市", None),
        ("省", None),
        ("国家", None),
    ],
)
def test_amap_levels(level: str, precision: Precision | None) -> None:
    assert amap(level) is precision


def test_amap_house_has_to_be_the_one_asked_for() -> None:
    assert amap("门牌号", number="280号") is Precision.STREET
    assert amap("门牌号", number=[]) is Precision.STREET
    assert amap("门牌号", NO_HOUSE) is Precision.STREET
    assert amap("门牌号", street="长城路") is Precision.TOWN
    assert amap("道路", street="长城路") is Precision.TOWN


def test_amap_place_of_another_district_is_not_this_place() -> None:
    assert amap("门牌号", adcode="500117", district="合川区") is None
    assert amap("门牌号", adcode=[], district="合川区") is None
    assert amap("门牌号", adcode=[], district=[]) is Precision.ROOFTOP


@pytest.mark.parametrize(
    ("level", "score", "precision"),
    [
        ("门址", 100, Precision.ROOFTOP),
        ("门址", 99, Precision.STREET),
        ("地名地址", 95, Precision.STREET),
        ("兴趣点", 81, Precision.STREET),
        ("兴趣点", 79, Precision.VILLAGE),
        ("兴趣点", 69, Precision.TOWN),
        ("兴趣点", 59, Precision.REGION),
        ("兴趣点", None, Precision.REGION),
        ("乡镇", 100, Precision.TOWN),
        ("区县", 100, Precision.REGION),
        ("宇宙飞船", 100, Precision.REGION),
        ("市", 100, None),
    ],
)
def test_tianditu_levels_and_score(level: str, score: object, precision: Precision | None) -> None:
    assert tianditu(level, score=score) is precision


@pytest.mark.parametrize(
    ("level", "precision"),
    [
        ("门址", Precision.ROOFTOP),
        ("道路", Precision.STREET),
        ("金融", Precision.STREET),
        ("商圈", Precision.VILLAGE),
        ("村庄", Precision.VILLAGE),
        ("乡镇", Precision.TOWN),
        ("工业园区", Precision.TOWN),
        ("区县", Precision.REGION),
        ("UNKNOWN", Precision.REGION),
        ("城市", None),
        ("省", None),
    ],
)
def test_baidu_levels(level: str, precision: Precision | None) -> None:
    assert baidu(level) is precision


@pytest.mark.parametrize(
    ("changes", "precision"),
    [
        ({"confidence": 100}, Precision.ROOFTOP),
        ({"confidence": 89}, Precision.STREET),
        ({"confidence": 59}, Precision.VILLAGE),
        ({"confidence": 49}, Precision.TOWN),
        ({"confidence": 24}, Precision.REGION),
        ({"precise": 0}, Precision.STREET),
        ({"comprehension": 49}, Precision.REGION),
        ({"comprehension": 0}, Precision.REGION),
    ],
)
def test_baidu_is_coarser_where_it_is_not_sure(
    changes: dict[str, object], precision: Precision
) -> None:
    assert baidu("门址", **changes) is precision


def test_house_that_nobody_asked_for_is_no_house() -> None:
    assert baidu("门址", NO_HOUSE) is Precision.STREET
    assert tianditu("门址", NO_HOUSE) is Precision.STREET


@pytest.mark.parametrize(
    ("changes", "precision"),
    [
        ({}, Precision.ROOFTOP),
        ({"housenumber": "28"}, Precision.STREET),
        ({"housenumber": None, "osm_key": "amenity", "osm_value": "bank"}, Precision.STREET),
        ({"street": "长城路"}, Precision.TOWN),
        (
            {"type": "street", "osm_key": "highway", "name": "大同路", "housenumber": None},
            Precision.STREET,
        ),
        (
            {"type": "street", "osm_key": "highway", "name": "长城路", "housenumber": None},
            Precision.TOWN,
        ),
        ({"osm_key": "highway", "osm_value": "bus_stop"}, Precision.STREET),
        ({"type": "locality", "osm_value": "hamlet"}, Precision.VILLAGE),
        ({"type": "district", "osm_value": "suburb"}, Precision.TOWN),
        ({"type": "city", "osm_value": "town"}, Precision.TOWN),
        ({"type": "city", "osm_key": "boundary", "osm_value": "administrative"}, Precision.REGION),
        ({"type": "other", "osm_key": "place", "osm_value": "island"}, Precision.REGION),
        ({"type": "spaceship", "osm_key": "space", "osm_value": "ship"}, Precision.REGION),
        ({"type": "state", "osm_key": "boundary", "osm_value": "administrative"}, None),
        ({"type": "other", "osm_key": "waterway", "osm_value": "river"}, None),
    ],
)
def test_photon_levels(changes: dict[str, object], precision: Precision | None) -> None:
    assert photon(**changes) is precision


def test_photon_place_of_another_district_is_not_this_place() -> None:
    assert photon(county="合川区") is None
    assert photon(state="四川省") is None
    # Some maps have the district in another field.
    assert photon(county="主城都市区", city="江津区") is Precision.ROOFTOP
    assert photon(county=None, city=None, state=None) is Precision.ROOFTOP


TABLES = Path(settings.BASE_DIR) / "docs" / "providers.md"
ROW = re.compile(r"^\| (rooftop|street|village|town|region|none) \| (.+?) \|", re.MULTILINE)


@pytest.mark.parametrize(
    ("heading", "provider"), [("高德", amap), ("天地图", tianditu), ("百度", baidu)]
)
def test_documented_table_is_the_one_in_use(heading: str, provider: Any) -> None:
    section = TABLES.read_text(encoding="utf-8").split(f"\n## {heading}")[1].split("\n## ")[0]
    rows = ROW.findall(section)
    assert len(rows) == 6
    for precision, levels in rows:
        for level in re.findall("`([^`]+)`", levels):
            expected = None if precision == "none" else Precision(precision)
            assert provider(level) is expected, level
