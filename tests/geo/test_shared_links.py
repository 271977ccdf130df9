"""The pair in a shared link is read in its own datum, and nothing else is taken for one."""

from collections.abc import Callable
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sites.geo import map_links
from sites.geo.coordinate import Coordinate
from sites.geo.datum import Datum, convert
from sites.geo.distance import great_circle_m
from sites.geo.precision import Precision
from sites.geo.shared_links import LONGEST_TEXT, LinkedPlace, find_links
from tests.geo.baidu_projection import metres_of

_CLOSE_M: Final = 2.0
_NAME: Final = "%E6%B1%9F%E6%B4%A5%2C%E5%A4%A7%E8%A5%BF%E9%97%A8"
G, B, W = Datum.GCJ02, Datum.BD09, Datum.WGS84

# Each with the datum that it is in: {e} and {n} are degrees, {x} and {y} 百度's metres.
FORMS: Final = {
    "https://uri.amap.com/marker?position={e},{n}&name=" + _NAME: G,
    "https://uri.amap.com/marker?position={e},{n}&coordinate=gaode&callnative=1": G,
    "https://uri.amap.com/marker?position={e},{n}&coordinate=wgs84": W,
    "https://uri.amap.com/marker?markers={e},{n},家|": G,
    "https://uri.amap.com/navigation?from=106.5,29.5,a&to={e},{n},b&mode=bus": G,
    "https://ditu.amap.com/dir?type=car&from[lnglat]=106.5,29.5&to[lnglat]={e},{n}&to[name]=b": G,
    "https://www.amap.com/dir?from%5Blnglat%5D=106.5%2C29.5&to%5Blnglat%5D={e}%2C{n}": G,
    "https://uri.amap.com/search?keyword=" + _NAME + "&center={e},{n}&view=map": G,
    "https://uri.amap.com/nearby?service=bank&location={e},{n}": G,
    "https://m.amap.com/around/?locations={e},{n}&keywords=a": G,
    "https://m.amap.com/navi/?dest={e},{n}&destName=" + _NAME: G,
    "https://wb.amap.com/?p=B0FFH1ABCD%2C{n}%2C{e}%2C" + _NAME: G,
    "http://wb.amap.com/?q={n},{e},{n}路12号": G,
    "https://www.amap.com/regeo?lng={e}&lat={n}&adcode=500116": G,
    "https://ditu.amap.com/regeo?lng={e}&lat={n}": G,
    "https://gaode.com/regeo?lng={e}&lat={n}": G,
    "androidamap://viewMap?sourceApplication=a&poiname=b&lat={n}&lon={e}&dev=0": G,
    "iosamap://viewMap?sourceApplication=a&poiname=b&lat={n}&lon={e}&dev=1": W,
    "amapuri://route/plan/?dlat={n}&dlon={e}&dname=b&dev=0": G,
    "https://api.map.baidu.com/marker?location={n},{e}&title=a&content=b&output=html": B,
    "http://api.map.baidu.com/marker?location={n},{e}&coord_type=bd09ll&output=html": B,
    "http://api.map.baidu.com/marker?location={n},{e}&coord_type=gcj02&output=html": G,
    "http://api.map.baidu.com/marker?location={n},{e}&coord_type=wgs84&output=html": W,
    "http://api.map.baidu.com/direction?destination=latlng:{n},{e}|name:b&mode=walking": B,
    "https://map.baidu.com/?latlng={n},{e}&title=a&autoOpen=true": B,
    "https://map.baidu.com/@{x},{y},19z": B,
    "https://map.baidu.com/poi/" + _NAME + "/@{x},{y},18.46z?uid=abc&querytype=detail": B,
    "https://map.baidu.com/search/江津/@{x},{y},12z/maptype%3DB_EARTH_MAP": B,
    "https://map.baidu.com/?newmap=1&ie=utf-8&s=s%26wd%3Da&c={x},{y}": B,
    "https://map.baidu.com/mobile/webapp/search?c={x}%2C{y}&wd=a": B,
    "baidumap://map/marker?location={n},{e}&title=a": B,
    "bdapp://map/marker?location={n},{e}&coord_type=gcj02": G,
    "https://apis.map.qq.com/uri/v1/marker?marker=coord:{n},{e};title:a;addr:b": G,
    "https://apis.map.qq.com/uri/v1/marker?marker=coord:{n},{e};title:a&coord_type=1": W,
    "https://apis.map.qq.com/uri/v1/routeplan?type=bus&to=a&tocoord={n},{e}": G,
    "https://map.qq.com/?type=marker&markertype=1&pointx={e}&pointy={n}&name=a": G,
    "https://map.qq.com/nav/drive#routes/page?transport=2&epointx={e}&epointy={n}&eword=b": G,
    "https://map.qq.com/nav/walk#spointx=106.5&spointy=29.5&epointx={e}&epointy={n}": G,
    "https://3gimg.qq.com/lightmap/v1/marker/index.html?marker=coord:{n},{e};title:a": G,
    "qqmap://map/marker?marker=coord:{n},{e};title:a": G,
    "https://map.tianditu.gov.cn/?center={e},{n}&zoom=17": W,
    "https://www.openstreetmap.org/?mlat={n}&mlon={e}": W,
    "https://www.openstreetmap.org/?mlat={n}&mlon={e}#map=5/30/100": W,
    "https://www.openstreetmap.org/#map=17/{n}/{e}": W,
    "https://www.openstreetmap.org/node/1234567890#map=19/{n}/{e}&layers=N": W,
    "https://www.openstreetmap.org/directions?to={n}%2C{e}#map=12/30/100": W,
    "https://www.openstreetmap.org/search?query={n}%2C{e}#map=17/30/100": W,
    "https://www.openstreetmap.org/search?query={n},{e}": W,
    "https://www.google.com/maps/@{n},{e},17z": G,
    "https://www.google.com.hk/maps/place/a/@1.5,100.5,9z/data=!3m1!4b1!8m2!3d{n}!4d{e}!16s": G,
    "https://maps.google.com/?q={n},{e}": G,
    "https://maps.google.com/maps?q=loc:{n},{e}&z=16": G,
    "https://www.google.com/maps/search/?api=1&query={n}%2C{e}": G,
    "https://www.google.com/maps/place/{n},{e}": G,
    "https://maps.apple.com/?ll={n},{e}&q=a": G,
    "https://maps.apple.com/place?coordinate={n},{e}&name=a": G,
}
# What stands around a link.
AROUND: Final = ("{}", "【高德地图】我在这里：{} ，快来找我", "我在这：{}\n点击查看", "a {} b")

in_china = st.tuples(st.floats(73.0, 136.0), st.floats(3.0, 54.0))


def only(text: str) -> LinkedPlace:
    (place,) = (place for link in find_links(text) for place in link.places)
    return place


@given(place=in_china, form=st.sampled_from(sorted(FORMS)), around=st.sampled_from(AROUND))
def test_every_form_leads_to_its_place(place: tuple[float, float], form: str, around: str) -> None:
    east, north = convert(*place, W, FORMS[form])
    x, y = metres_of(east, north)
    link = form.format(e=f"{east:.6f}", n=f"{north:.6f}", x=f"{x:.2f}", y=f"{y:.2f}")
    found = only(around.format(link))
    back = convert(found.longitude, found.latitude, found.datums[0], W)
    assert great_circle_m(Coordinate(*place), Coordinate(*back)) <= _CLOSE_M
    assert found.datums[0] is FORMS[form]


@given(place=in_china)
@pytest.mark.parametrize(
    "link",
    [
        lambda place: map_links.amap_place(place, "江津，大西门"),
        lambda place: map_links.amap_route(place, "a,b"),
        lambda place: map_links.baidu_place(place, "a"),
        lambda place: map_links.tencent_route(place, "a"),
        map_links.tianditu_place,
        map_links.osm_route,
    ],
)
def test_our_own_links_come_back(
    link: Callable[[Coordinate], str], place: tuple[float, float]
) -> None:
    found = only(link(Coordinate(*place)))
    back = convert(found.longitude, found.latitude, found.datums[0], W)
    assert great_circle_m(Coordinate(*place), Coordinate(*back)) <= _CLOSE_M


@pytest.mark.parametrize("host", ["www.google.com/maps", "maps.google.cn", "maps.apple.com"])
def test_what_google_and_apple_hand_on_can_be_either(host: str) -> None:
    assert only(f"https://{host}/?q=29.2901,106.2592").datums == (G, W)


def test_the_short_links_of_openstreetmap_hold_their_place() -> None:
    found = only("https://osm.org/go/0EEQjE==?m")
    assert (found.longitude, found.latitude) == pytest.approx((0.054932, 51.510773), abs=1e-5)


@pytest.mark.parametrize(
    ("link", "precision"),
    [
        ("https://uri.amap.com/marker?position=106.26295,29.28724", Precision.ROOFTOP),
        ("https://uri.amap.com/marker?position=106.26295,29.28", Precision.VILLAGE),
        ("https://www.openstreetmap.org/#map=17/29.29010/106.25920", Precision.STREET),
        ("https://map.baidu.com/@11830000.22,3391885.73,19z", Precision.STREET),
    ],
)
def test_a_link_is_as_precise_as_what_it_shows(link: str, precision: Precision) -> None:
    assert only(link).precision is precision


@pytest.mark.parametrize(
    "link",
    [
        "https://surl.amap.com/1Abc2dEf3G",
        "https://www.amap.com/place/B00170ABCD",
        "https://uri.amap.com/marker?position=&name=a",
        "https://uri.amap.com/marker?position=106.26&name=a",
        "https://uri.amap.com/marker?position=106.26,29.28.5",
        "https://uri.amap.com/search?keyword=29.29,106.26",
        "https://j.map.baidu.com/a1/Bcd",
        "https://map.baidu.com/?poiShareUid=abc",
        "https://map.qq.com/m/place/abc",
        "https://www.openstreetmap.org/node/1234567890",
        "https://www.openstreetmap.org/way/123456",
        "https://www.openstreetmap.org/search?query=Baisha#map=17/29.30/106.30",
        "https://map.baidu.com/?newmap=1&c=131&wd=a",
        "https://maps.app.goo.gl/AbCdEfGhIjK",
        "https://goo.gl/maps/AbCdEf",
        "https://example.org/?position=106.26,29.28",
        "https://uri.amap.com.example.org/marker?position=106.26,29.28",
        "https://example.org/uri.amap.com/marker?position=106.26,29.28",
        "https://[::1/marker?position=106.26,29.28",
        "https://uri.amap.com/marker?" + "&".join(f"a{i}=1" for i in range(80)),
    ],
)
def test_a_link_without_a_place_is_a_link(link: str) -> None:
    (found,) = find_links(f"我在这里 {link} 快来")
    assert found.places == ()
    assert found.start == len("我在这里 ")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "白沙镇",
        "106.2592,29.2901",
        "geo:29.29,106.25",
        "A.B",
        "滨江路/大同路",
        "me@a.org/b",
        "3.5/4",
    ],
)
def test_what_is_no_link(text: str) -> None:
    assert find_links(text) == []


def test_a_link_with_a_place_counts_more_than_one_without() -> None:
    text = "https://surl.amap.com/1Abc https://uri.amap.com/marker?position=106.26295,29.28724"
    assert only(text).longitude == 106.26295


@pytest.mark.parametrize(
    "text",
    [
        "https://uri.amap.com/marker?markers=106.26,29.29,江津|106.3,29.3,双福",
        "https://uri.amap.com/marker?markers=106.26%2C29.29%7C106.3%2C29.3",
        "https://m.amap.com/around/?locations=106.26,29.29|106.3,29.3",
        "https://osm.org/#map=17/29.29/106.26 https://osm.org/#map=17/29.3/106.3",
        "家 https://map.tianditu.gov.cn/?center=106.26,29.29 公司 https://maps.apple.com/?ll=29.3,106.3",
        "https://map.baidu.com/?latlng=29.29,106.26\nhttps://uri.amap.com/marker?position=106.3,29.3",
    ],
)
def test_every_place_of_a_text_is_found(text: str) -> None:
    places = [place for link in find_links(text) for place in link.places]
    assert [(place.longitude, place.latitude) for place in places] == [
        (106.26, 29.29),
        (106.3, 29.3),
    ]


def test_only_the_beginning_of_a_text_is_read() -> None:
    link = "https://uri.amap.com/marker?position=106.26295,29.28724"
    assert find_links(" " * LONGEST_TEXT + link) == []


@given(
    st.text(max_size=300)
    | st.text(alphabet="htps:/.amapbidu@?=&,;%0123456789!d#", max_size=300).map(
        lambda text: f"https://map.baidu.com/{text}"
    )
    | st.text(alphabet="0123456789.,;:@/!d-&=", max_size=80).map(
        lambda text: f"https://www.google.com/maps?q={text}"
    )
)
def test_any_text_is_read(text: str) -> None:
    for link in find_links(text):
        assert text[link.start : link.end]
