"""A pair of degrees is recognised however it is typed, and nothing else is taken for one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sites.geo.datum import Datum
from sites.geo.precision import Precision
from sites.locating.pairs import Pair, read_pair


def only(text: str) -> Pair:
    pairs = read_pair(text)
    assert pairs is not None, text
    (pair,) = pairs
    return pair


@pytest.mark.parametrize(
    "text",
    [
        "106.2592,29.2901",
        "106.2592 29.2901",
        " 106.2592，29.2901 ",
        "１０６．２５９２，２９．２９０１",
        "(106.2592, 29.2901)",
        "106.2592/29.2901",
        "106.2592°, 29.2901°",
        "E106.2592 N29.2901",
        "106.2592E 29.2901N",
        "东经106.2592度 北纬29.2901度",
        "经度：106.2592，纬度：29.2901",
        "lng=106.2592, lat=29.2901",
        "北纬29.2901，东经106.2592",
        "29.2901N,106.2592E",
        "geo:29.2901,106.2592;u=35",
        "我的位置是106.2592,29.2901",
        "坐标 106.2592、29.2901",
        "lat=29.2901&lng=106.2592",
        "lng=106.2592&lat=29.2901",
        "latitude=29.2901&longitude=106.2592",
        "lon=106.2592;lat=29.2901",
        '{"lng":106.2592,"lat":29.2901}',
        '{"lat": 29.2901, "lon": 106.2592}',
        "{'latitude': 29.2901, 'longitude': 106.2592}",
        '"经度":106.2592,"纬度":29.2901',
    ],
)
def test_spellings_of_one_place(text: str) -> None:
    pair = only(text)
    assert (pair.longitude, pair.latitude) == (106.2592, 29.2901)
    assert not pair.is_swapped
    assert pair.precision is Precision.ROOFTOP


@pytest.mark.parametrize(
    "text",
    [
        "29°17′33″N 106°15′21″E",
        "106°15'21\" 29°17'33\"",
        "北纬29度17分33秒，东经106度15分21秒",
        "106°15’21” 29°17’33”",
    ],
)
def test_minutes_and_seconds(text: str) -> None:
    pair = only(text)
    assert pair.longitude == pytest.approx(106 + 15 / 60 + 21 / 3600)
    assert pair.latitude == pytest.approx(29 + 17 / 60 + 33 / 3600)


def test_the_other_order_is_taken_where_only_it_lies_in_china() -> None:
    pair = only("29.2901, 106.2592")
    assert (pair.longitude, pair.latitude) == (106.2592, 29.2901)
    assert pair.is_swapped


def test_outside_of_china_an_order_is_a_choice() -> None:
    pairs = read_pair("-0.1276 51.5072")
    assert pairs is not None
    assert [(pair.longitude, pair.latitude, pair.is_swapped) for pair in pairs] == [
        (-0.1276, 51.5072, False),
        (51.5072, -0.1276, True),
    ]
    assert only("51.5072N 0.1276W").longitude == -0.1276
    assert only("40.7128, -120.0060").latitude == 40.7128


@pytest.mark.parametrize(
    ("text", "datum"),
    [
        ("高德 106.2592,29.2901", Datum.GCJ02),
        ("106.2592,29.2901 gcj-02", Datum.GCJ02),
        ("火星坐标系106.2592,29.2901", Datum.GCJ02),
        ("百度地图 106.2592,29.2901", Datum.BD09),
        ("BD09ll: 106.2592,29.2901", Datum.BD09),
        ("WGS84 106.2592,29.2901", Datum.WGS84),
        ("GPS坐标：106.2592,29.2901", Datum.WGS84),
        ("天地图106.2592,29.2901", Datum.WGS84),
        ("106.2592,29.2901", None),
    ],
)
def test_the_datum_can_be_said(text: str, datum: Datum | None) -> None:
    assert only(text).datums == ((datum,) if datum else tuple(Datum))


@pytest.mark.parametrize(
    ("text", "precision"),
    [
        ("106.2592,29.2901", Precision.ROOFTOP),
        ("106.259,29.29012", Precision.STREET),
        ("106.26,29.29012", Precision.VILLAGE),
        ("106.3,29.29012", Precision.REGION),
        ("106°,29.29012", Precision.REGION),
        ("106°15′,29°17′", Precision.VILLAGE),
        ("106°15.3′,29°17.2′", Precision.STREET),
    ],
)
def test_a_pair_is_as_precise_as_its_figures(text: str, precision: Precision) -> None:
    assert only(text).precision is precision


@pytest.mark.parametrize(
    "text",
    [
        "POINT(106.2592 29.2901)",
        "point ( 106.2592   29.2901 )",
        "POINT Z (106.2592 29.2901 210.5)",
        "POINTZM(106.2592 29.2901 210.5 1)",
        "SRID=4326;POINT(106.2592 29.2901)",
        "srid = 4490; point(106.2592 29.2901)",
        "ＰＯＩＮＴ（106.2592 29.2901）",
        "POINT(106.2592, 29.2901)",
        '{"type":"Point","coordinates":[106.2592,29.2901]}',
        '{"coordinates": [106.2592, 29.2901, 210.5], "type": "Point"}',
        "geo:29.2901,106.2592",
        "geo:0,0?q=29.2901,106.2592(江津)",
        "geo:0,0?z=17&q=loc:29.2901,106.2592",
    ],
)
def test_points_as_programs_write_them(text: str) -> None:
    pair = only(text)
    assert (pair.longitude, pair.latitude) == (106.2592, 29.2901)
    assert pair.datums == (Datum.WGS84,)
    assert not pair.is_swapped


@pytest.mark.parametrize(
    ("text", "datum"),
    [
        ("POINT(106.2592 29.2901) 高德", Datum.GCJ02),
        ("腾讯地图 POINT(106.2592 29.2901)", Datum.GCJ02),
        ("百度坐标：POINT(106.2592 29.2901)", Datum.BD09),
        ("POINT(106.2592 29.2901) BD09", Datum.BD09),
        ("WGS84 POINT(106.2592 29.2901)", Datum.WGS84),
        ('高德 {"type":"Point","coordinates":[106.2592,29.2901]}', Datum.GCJ02),
        ('高德 {"lng":106.2592,"lat":29.2901}', Datum.GCJ02),
    ],
)
def test_the_datum_of_a_point_can_be_said(text: str, datum: Datum) -> None:
    pair = only(text)
    assert (pair.longitude, pair.latitude) == (106.2592, 29.2901)
    assert pair.datums == (datum,)


def test_a_point_in_the_other_order_says_so() -> None:
    assert only("POINT(29.2901 106.2592)").is_swapped


@pytest.mark.parametrize(
    "text", ["SRID=3857;POINT(11828718.9 3411404.6)", "SRID=2343;POINT(106.2 29.3)", "POINT(1e5 2)"]
)
def test_points_in_other_systems_are_no_degrees(text: str) -> None:
    assert not read_pair(text)


@pytest.mark.parametrize("text", ["0,0", "0 0", "0.0,0.0", "N0 E0", "geo:0,0", "POINT(0 0)"])
def test_zero_is_a_pair_of_degrees(text: str) -> None:
    pairs = read_pair(text)
    assert pairs
    assert {(pair.longitude, pair.latitude) for pair in pairs} == {(0.0, 0.0)}


@pytest.mark.parametrize("text", ["200.5,100.2", "106.5,-100.5", "N91.5 E106.2"])
def test_figures_that_are_no_place(text: str) -> None:
    assert read_pair(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "106 29",
        "大同路278号",
        "1-1-9",
        "163_167",
        "106.2592",
        "106.2592,29.2901,5.5",
        "N29.29 N106.25",
        "W E106.2 29.1",
        "106°75′ 29°10′",
        "47564298",
        "滨江路西段77号3.5楼 2.5",
    ],
)
def test_what_is_no_pair(text: str) -> None:
    assert read_pair(text) is None


@given(st.text(max_size=200) | st.text(alphabet="0123456789.,-+°′″NEWS 东经北纬度", max_size=60))
def test_any_text_is_read(text: str) -> None:
    for pair in read_pair(text) or ():
        assert abs(pair.longitude) <= 180
        assert abs(pair.latitude) <= 90


@given(
    longitude=st.floats(73.0, 135.0).map(lambda value: round(value, 5)),
    latitude=st.floats(3.0, 54.0).map(lambda value: round(value, 5)),
    is_swapped=st.booleans(),
)
def test_in_china_both_orders_are_one_place(
    longitude: float, latitude: float, is_swapped: bool
) -> None:
    first, second = (latitude, longitude) if is_swapped else (longitude, latitude)
    pair = only(f"{first:.5f},{second:.5f}")
    assert (pair.longitude, pair.latitude) == (longitude, latitude)
    assert pair.is_swapped == is_swapped
