"""Links into map services: each in its own datum, names and texts encoded."""

from urllib.parse import parse_qs, urlsplit

import pytest

from sites.geo.coordinate import Coordinate
from sites.geo.datum import Datum, convert
from sites.geo.map_links import amap_place, amap_search, tianditu_place, tianditu_search

PLACE = Coordinate(106.26, 29.29)


def test_amap_is_given_gcj02_and_tianditu_wgs84() -> None:
    longitude, latitude = convert(106.26, 29.29, Datum.WGS84, Datum.GCJ02)
    amap = parse_qs(urlsplit(amap_place(PLACE, "农商行")).query)
    assert amap["position"] == [f"{longitude:.6f},{latitude:.6f}"]
    assert amap["name"] == ["农商行"]
    assert parse_qs(urlsplit(tianditu_place(PLACE)).query)["center"] == ["106.260000,29.290000"]


@pytest.mark.parametrize("text", ["a&b=c#d", "江津区 大同路526号（重百）", '"><script>', "%00"])
def test_texts_stay_texts(text: str) -> None:
    for link, parameter in (
        (amap_place(PLACE, text), "name"),
        (amap_search(text, "500116"), "keyword"),
        (tianditu_search(text, PLACE), "keyword"),
        (tianditu_search(text, None), "keyword"),
    ):
        parts = urlsplit(link)
        assert (parts.scheme, parts.fragment) == ("https", "")
        assert link.isascii()
        assert parse_qs(parts.query)[parameter] == [text]
    assert parse_qs(urlsplit(amap_search(text, "500116")).query)["city"] == ["500116"]
    assert "center" not in tianditu_search(text, None)
