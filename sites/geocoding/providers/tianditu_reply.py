"""What 天地图 (Tianditu) replies to a geocode question, read strictly, and how precise it is.

Meaning of the fields: manual "地理编码查询" (http://lbs.tianditu.gov.cn/server/geocodinginterface.html).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Self

from geopy.exc import GeocoderInsufficientPrivileges, GeocoderQuotaExceeded, GeocoderServiceError

from sites.geo.precision import Precision
from sites.geocoding.providers.reply_fields import (
    read_number,
    read_object,
    read_optional_text,
    read_pair,
)

# The table in docs/providers.md. None: larger than any region.
_LEVELS: Final[Mapping[str, Precision | None]] = {
    **dict.fromkeys(["门址", "门牌号"], Precision.ROOFTOP),
    **dict.fromkeys(["兴趣点", "地名地址", "道路", "道路交叉口"], Precision.STREET),
    **dict.fromkeys(["村庄", "村", "社区"], Precision.VILLAGE),
    **dict.fromkeys(["乡镇", "镇", "街道"], Precision.TOWN),
    **dict.fromkeys(["区县", "区", "县"], Precision.REGION),
    **dict.fromkeys(["国家", "省", "市"], None),
}
# Scores run to 100. What matches less well is a place that has a part of the text in its name:
# it says which region, if that.
_LEAST_SCORE: Final[Mapping[Precision, float]] = {
    Precision.ROOFTOP: 100,
    Precision.STREET: 80,
    Precision.VILLAGE: 70,
    Precision.TOWN: 60,
}

_OK: Final = "0"
_EMPTY: Final = "101"
# Codes of the gateway in front of the service: the key is not known, of the wrong kind, or used up.
_GATEWAY: Final = "3"
_QUOTA_WORDS: Final = ("超限", "超出", "配额", "上限", "频繁")


@dataclass(frozen=True, slots=True, kw_only=True)
class TiandituReply:
    """The place of a reply; the pair is in degrees of CGCS2000, which counts as WGS-84."""

    longitude: float
    latitude: float
    label: str
    level: str
    score: float

    @classmethod
    def parse(cls, value: object) -> Self:
        """Return the place; ``ValueError`` with a reason for anything that is not one."""
        raw = read_object(value, "location")
        longitude, latitude = read_pair(read_number(raw, "lon"), read_number(raw, "lat"))
        return cls(
            longitude=longitude,
            latitude=latitude,
            label=read_optional_text(raw, "keyWord") or "",
            level=read_optional_text(raw, "level") or "",
            score=read_number(raw, "score") if raw.get("score") is not None else 0.0,
        )

    @property
    def precision(self) -> Precision | None:
        """The level of the thing that was found, coarser if the score is low.

        None if it is larger than any region. A level that the table does not have counts as the
        coarsest.
        """
        level = _LEVELS.get(self.level, Precision.REGION)
        if level is None:
            return None
        finest = next(
            (precision for precision, least in _LEAST_SCORE.items() if self.score >= least),
            Precision.REGION,
        )
        return finest if level.finer_than(finest) else level


def read_location(page: object) -> object | None:
    """Return the place of a whole reply, unread, or None if there is none.

    Raises one of geopy's exceptions for a reply that says why there is no answer, ``ValueError``
    for one that is not as documented.
    """
    raw = read_object(page, "the reply")
    code = str(raw.get("status", raw.get("code", "")))
    if code == _EMPTY:
        return None
    if code == _OK:
        return read_object(raw.get("location"), "location")
    if not code:
        raise ValueError("there is neither a status nor a code")
    text = " ".join(filter(None, [read_optional_text(raw, key) for key in ("msg", "resolve")]))
    reason = f"{code} {text}".strip()
    if any(word in text for word in _QUOTA_WORDS):
        raise GeocoderQuotaExceeded(reason)
    if code.startswith(_GATEWAY):
        raise GeocoderInsufficientPrivileges(reason)
    raise GeocoderServiceError(reason)
