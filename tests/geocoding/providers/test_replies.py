"""Whatever a server replies, reading it yields a value or one of the errors that are expected."""

import json
from collections.abc import Callable
from copy import deepcopy
from math import isfinite
from typing import Any, TypeAlias

import pytest
from geopy.exc import GeocoderServiceError
from hypothesis import given
from hypothesis import strategies as st

from sites.geo.precision import Precision
from sites.geocoding.providers.amap_reply import AmapReply, read_geocodes
from sites.geocoding.providers.baidu_reply import BaiduReply, read_result
from sites.geocoding.providers.nominatim_reply import NominatimReply
from sites.geocoding.providers.photon_reply import PhotonReply, read_features
from sites.geocoding.providers.reply_fields import read_list
from sites.geocoding.providers.tianditu_reply import TiandituReply, read_location
from tests.geocoding.providers.dialects import DIALECTS, PLACE

Found: TypeAlias = AmapReply | BaiduReply | NominatimReply | PhotonReply | TiandituReply


def _single(raw: object | None, parse: Callable[[object], Found]) -> list[Found]:
    return [] if raw is None else [parse(raw)]


READERS: dict[str, Callable[[object], list[Found]]] = {
    "amap": lambda page: [AmapReply.parse(raw) for raw in read_geocodes(page)],
    "tianditu": lambda page: _single(read_location(page), TiandituReply.parse),
    "baidu": lambda page: _single(read_result(page), BaiduReply.parse),
    "nominatim": lambda page: [NominatimReply.parse(raw) for raw in read_list(page, "reply")],
    "photon": lambda page: [PhotonReply.parse(raw) for raw in read_features(page)],
}

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from(["106.2,29.2", "999,0", "1e999", "-0", "nan", "门牌号", "10000", "1"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)


def paths(value: Any) -> list[tuple[str | int, ...]]:
    """Return the ways to all parts of a JSON value."""
    parts = value.items() if isinstance(value, dict) else enumerate(value)
    found: list[tuple[str | int, ...]] = []
    for key, part in parts:
        found.append((key,))
        if isinstance(part, dict | list):
            found += [(key, *rest) for rest in paths(part)]
    return found


def check(name: str, page: object) -> None:
    try:
        found = READERS[name](page)
    except (ValueError, GeocoderServiceError):
        return
    for reply in found:
        assert isfinite(reply.longitude)
        assert isfinite(reply.latitude)
        assert reply.precision is None or isinstance(reply.precision, Precision)


def test_every_provider_has_a_reader() -> None:
    assert set(READERS) == set(DIALECTS)


@pytest.mark.parametrize("name", list(READERS))
@given(page=JSON)
def test_any_json(name: str, page: object) -> None:
    check(name, page)


@pytest.mark.parametrize("name", list(READERS))
@given(data=st.data())
def test_good_reply_with_one_part_spoilt(name: str, data: st.DataObject) -> None:
    page = json.loads(DIALECTS[name].found(*PLACE).body)
    assert len(READERS[name](page)) == 1
    *way, last = data.draw(st.sampled_from(paths(page)))
    spoilt = deepcopy(page)
    part = spoilt
    for key in way:
        part = part[key]
    if data.draw(st.booleans()):
        del part[last]
    else:
        part[last] = data.draw(JSON)
    check(name, spoilt)
