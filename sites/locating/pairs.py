"""A text → the pair of degrees that it is."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from sites.geo.datum import Datum, in_box
from sites.geo.precision import Precision
from sites.geo.shared_links import LinkedPlace

_DATUMS: Final = (
    (Datum.GCJ02, re.compile("gcj-?02(?:ll)?|火星|高德|腾讯|国测局|amap")),
    (Datum.BD09, re.compile("bd-?09(?:ll)?|百度|baidu")),
    (Datum.WGS84, re.compile("wgs-?84|gps|天地图|cgcs-?2000|大地2000|geo:")),
)
# RFC 5870; phones put the place of a pin into a parameter behind it.
_GEO: Final = re.compile("geo:([^;?]*)(?:[;?].*)?")
_GEO_PIN: Final = re.compile("geo:[^?]*[?](?:[^&]*&)*?q=(?:loc:)?([^&(]*)")
# How programs write a point, longitude first: PostGIS, with or without the number of the reference
# system, and GeoJSON.
_POINT: Final = re.compile(
    r"(?:srid ?= ?(?P<system>[0-9]{1,6}) ?; ?)?point ?z?m? ?\((?P<wkt>[^()]{1,100})\)"
    r"|\{[^{}]{0,100}\"coordinates\" ?: ?\[(?P<geojson>[^\[\]]{1,100})\][^{}]{0,100}\}"
)
# WGS 84 and CGCS2000, flat and with heights.
_SYSTEMS: Final = frozenset({"4326", "4979", "4490", "4480"})
_FIGURE: Final = re.compile(r"[+-]?[0-9]{1,12}(?:\.[0-9]{1,20})?")
_FILLER: Final = re.compile(
    "经纬度|坐标系?|位置|地图|我在|我的|是|coordinates?|position|[()\\[\\]{}]"
)
_LONGITUDE: Final = "东经|西经|经度|longitude|lng|lon|[ew]"
_LATITUDE: Final = "北纬|南纬|纬度|latitude|lat|[ns]"
_SIGNS: Final = {"西经": -1, "南纬": -1, "w": -1, "s": -1}


# What people write beside a program's point, and how a program quotes the names of its figures.
_AROUND: Final = re.compile("坐标系?|地图|位置")
_QUOTED: Final = re.compile("[\"'](经度|纬度|longitude|latitude|lng|lon|lat)[\"']")


def _component(number: int) -> str:
    n = number
    return (
        rf"(?:(?P<x{n}>{_LONGITUDE})|(?P<y{n}>{_LATITUDE}))?[ :=]*"
        rf"(?P<sign{n}>[+-]?)(?P<degrees{n}>[0-9]{{1,3}}(?:\.[0-9]{{1,20}})?) ?"
        rf"(?:(?P<mark{n}>[°度]) ?"
        rf"(?:(?P<minutes{n}>[0-9]{{1,2}}(?:\.[0-9]{{1,20}})?) ?(?:['′’分]) ?"
        rf"(?:(?P<seconds{n}>[0-9]{{1,2}}(?:\.[0-9]{{1,20}})?) ?(?:[\"″”秒]|''|′′|’’)?)?)?)? ?"
        # A letter behind counts only where no word stands before: in E106.2 N29.3 it is the next.
        rf"(?(x{n})|(?(y{n})|(?:(?P<e{n}>[ew])|(?P<n{n}>[ns]))?))"
    )


# One figure alone must not be read as two.
_PAIR: Final = re.compile(
    rf"[ ,:=]*{_component(1)}[ ,;/|、&]*(?:(?<![0-9.])|(?=[^0-9. +-])){_component(2)}[ ,;]*"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A place as a person gives it.

    Attributes:
        longitude: degrees of the datum that is meant.
        latitude: degrees of the datum that is meant.
        datums: those that it can be in, the likeliest first: one if the text speaks of it.
        is_swapped: the latitude stood first, and only its value told.
        precision: as fine as the figures are.
    """

    longitude: float
    latitude: float
    datums: tuple[Datum, ...]
    is_swapped: bool
    precision: Precision


@dataclass(frozen=True, slots=True)
class _Part:
    """One half of a pair: signed degrees, the axis if it is said, and whether it looks like one."""

    value: float
    is_latitude: bool | None
    is_marked: bool
    precision: Precision


def read_pair(text: str) -> tuple[Pair, ...] | None:
    """Return the pairs that a short text can be; None if it is no pair at all.

    Degrees with decimals or with minutes and seconds, full-width or not, with axis and datum named
    or not, and points as programs write them. Where the axes are not named the longitude comes
    first, unless only the other order lies in China, or on Earth; where both orders are on Earth
    and neither in China both are returned. An empty tuple stands for figures that are no place on
    Earth, or that are no degrees.
    """
    folded = unicodedata.normalize("NFKC", text).casefold().replace("\u2212", "-").strip()
    datum = next((datum for datum, words in _DATUMS if words.search(folded)), None)
    unsaid = folded
    for _datum, words in _DATUMS:
        unsaid = words.sub(" ", unsaid)
    if point := _POINT.fullmatch(" ".join(_AROUND.sub(" ", unsaid).split()).strip(" :,")):
        return _of_program(point, datum or Datum.WGS84)
    folded = _QUOTED.sub(r"\1", folded)
    is_geo = False
    if geo := _GEO_PIN.match(folded) or _GEO.fullmatch(folded):
        folded, is_geo = geo.group(1), True
    for _datum, words in _DATUMS:
        folded = words.sub(" ", folded)
    match = _PAIR.fullmatch(" ".join(_FILLER.sub(" ", folded).split()))
    if match is None:
        return None
    first, second = _part(match, 1), _part(match, 2)
    if first is None or second is None or not _looks_like_degrees(first, second):
        return None
    if is_geo:
        orders = [(second, first, False)]
    elif first.is_latitude is None and second.is_latitude is None:
        orders = _unsaid_orders(first, second)
    elif first.is_latitude == second.is_latitude:
        return None
    else:
        is_latitude_first = first.is_latitude or second.is_latitude is False
        orders = [(second, first, False) if is_latitude_first else (first, second, False)]
    return _pairs(orders, (datum,) if datum else tuple(Datum))


def pairs_of_links(places: Iterable[LinkedPlace]) -> tuple[Pair, ...]:
    """Return the pairs that links state, without those that are no place on Earth."""
    return tuple(
        Pair(
            longitude=place.longitude,
            latitude=place.latitude,
            datums=place.datums,
            is_swapped=False,
            precision=place.precision,
        )
        for place in places
        if abs(place.longitude) <= 180 and abs(place.latitude) <= 90
    )


def _of_program(point: re.Match[str], datum: Datum) -> tuple[Pair, ...] | None:
    """Return the pairs of a point that a program wrote; none in another reference system."""
    figures = (point["wkt"] or point["geojson"]).replace(",", " ").split()[:2]
    if len(figures) < 2 or not all(map(_FIGURE.fullmatch, figures)):
        return None
    if (point["system"] or "4326") not in _SYSTEMS:
        return ()
    first, second = (
        _Part(
            value=float(figure),
            is_latitude=None,
            is_marked=True,
            precision=Precision.of_decimals(len(figure.partition(".")[2])),
        )
        for figure in figures
    )
    return _pairs(_unsaid_orders(first, second), (datum,))


def _pairs(orders: list[tuple[_Part, _Part, bool]], datums: tuple[Datum, ...]) -> tuple[Pair, ...]:
    """Return what is a place on Earth of (longitude, latitude, whether swapped)."""
    return tuple(
        Pair(
            longitude=east.value,
            latitude=north.value,
            datums=datums,
            is_swapped=is_swapped,
            precision=max(
                (east.precision, north.precision), key=lambda precision: precision.error_radius_m
            ),
        )
        for east, north, is_swapped in orders
        if abs(east.value) <= 180 and abs(north.value) <= 90
    )


def _looks_like_degrees(first: _Part, second: _Part) -> bool:
    """Return whether two figures are more than house numbers."""
    # 0,0 is what a device gives that does not know where it is.
    return first.is_marked or second.is_marked or first.value == second.value == 0


def _part(match: re.Match[str], number: int) -> _Part | None:
    """Return one half; None if it has 60 minutes or more."""
    said = {
        name: match[f"{name}{number}"]
        for name in ("x", "y", "e", "n")
        if match[f"{name}{number}"] is not None
    }
    is_latitude = ("y" in said or "n" in said) if said else None
    degrees, minutes, seconds = (
        match[f"{name}{number}"] for name in ("degrees", "minutes", "seconds")
    )
    if max(float(minutes or 0), float(seconds or 0)) >= 60:
        return None
    value = float(degrees) + float(minutes or 0) / 60 + float(seconds or 0) / 3600
    sign = -1 if match[f"sign{number}"] == "-" else 1
    for word in said.values():
        sign *= _SIGNS.get(word, 1)
    decimals = len(degrees.partition(".")[2])
    if seconds is not None:
        precision = Precision.ROOFTOP
    elif minutes is not None:
        precision = Precision.STREET if "." in minutes else Precision.VILLAGE
    else:
        precision = Precision.of_decimals(decimals)
    return _Part(
        value=sign * value,
        is_latitude=is_latitude,
        is_marked=bool(decimals or match[f"mark{number}"] or said),
        precision=precision,
    )


def _unsaid_orders(first: _Part, second: _Part) -> list[tuple[_Part, _Part, bool]]:
    """Return (longitude, latitude, whether swapped) for the orders that can be meant."""
    if in_box(first.value, second.value, 0.0):
        return [(first, second, False)]
    if in_box(second.value, first.value, 0.0):
        return [(second, first, True)]
    if abs(second.value) > 90:
        return [(second, first, True)]
    return [(first, second, False), (second, first, True)]
