"""A text → the pair of degrees that it is."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from sites.geo.datum import Datum, in_box
from sites.geo.precision import Precision

_DATUMS: Final = (
    (Datum.GCJ02, re.compile("gcj-?02(?:ll)?|火星|高德|腾讯|国测局|amap")),
    (Datum.BD09, re.compile("bd-?09(?:ll)?|百度|baidu")),
    (Datum.WGS84, re.compile("wgs-?84|gps|天地图|cgcs-?2000|大地2000|geo:")),
)
# Without parameters, RFC 5870.
_GEO: Final = re.compile("geo:([^;?]*)(?:[;?].*)?")
_FILLER: Final = re.compile(
    "经纬度|坐标系?|位置|地图|我在|我的|是|coordinates?|position|[()\\[\\]{}]"
)
_LONGITUDE: Final = "东经|西经|经度|longitude|lng|lon|[ew]"
_LATITUDE: Final = "北纬|南纬|纬度|latitude|lat|[ns]"
_SIGNS: Final = {"西经": -1, "南纬": -1, "w": -1, "s": -1}


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
    rf"[ ,:=]*{_component(1)}[ ,;/|、]*(?:(?<![0-9.])|(?=[^0-9. +-])){_component(2)}[ ,;]*"
)
# What the last figure of a pair stands for on the ground.
_DECIMALS: Final = (Precision.REGION, Precision.REGION, Precision.VILLAGE, Precision.STREET)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A place as a person gives it.

    Attributes:
        longitude: degrees of the datum that is meant.
        latitude: degrees of the datum that is meant.
        datum: the one that the text speaks of, None if it does not say.
        is_swapped: the latitude stood first, and only its value told.
        precision: as fine as the figures are.
    """

    longitude: float
    latitude: float
    datum: Datum | None
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
    or not. Where the axes are not named the longitude comes first, unless only the other order lies
    in China, or on Earth; where both orders are on Earth and neither in China both are returned. An
    empty tuple stands for figures that are no place on Earth.
    """
    folded = unicodedata.normalize("NFKC", text).casefold().replace("\u2212", "-").strip()
    datum = next((datum for datum, words in _DATUMS if words.search(folded)), None)
    is_geo = False
    if geo := _GEO.fullmatch(folded):
        folded, is_geo = geo.group(1), True
    for _datum, words in _DATUMS:
        folded = words.sub(" ", folded)
    match = _PAIR.fullmatch(" ".join(_FILLER.sub(" ", folded).split()))
    if match is None:
        return None
    first, second = _part(match, 1), _part(match, 2)
    if first is None or second is None or not (first.is_marked or second.is_marked):
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
    coarsest = max((first, second), key=lambda part: part.precision.error_radius_m).precision
    return tuple(
        Pair(
            longitude=east.value,
            latitude=north.value,
            datum=datum,
            is_swapped=is_swapped,
            precision=coarsest,
        )
        for east, north, is_swapped in orders
        if abs(east.value) <= 180 and abs(north.value) <= 90
    )


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
        precision = _DECIMALS[decimals] if decimals < len(_DECIMALS) else Precision.ROOFTOP
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
