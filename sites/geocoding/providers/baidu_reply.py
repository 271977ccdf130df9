"""What 百度 (Baidu) replies to a geocode question, read strictly, and how precise it is.

Meaning of the fields: manual "地理编码", version 3
(https://lbsyun.baidu.com/faq/api?title=webapi/guide/webservice-geocoding).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Self

from geopy.exc import (
    GeocoderAuthenticationFailure,
    GeocoderInsufficientPrivileges,
    GeocoderQueryError,
    GeocoderQuotaExceeded,
    GeocoderRateLimited,
    GeocoderServiceError,
)

from sites.geo.precision import Precision
from sites.geocoding.providers.reply_fields import (
    read_number,
    read_object,
    read_optional_text,
    read_pair,
)

# The table in docs/providers.md. None: larger than any region.
_LEVELS: Final[Mapping[str, Precision | None]] = {
    "门址": Precision.ROOFTOP,
    **dict.fromkeys(["道路", "交叉路口", "桥"], Precision.STREET),
    **dict.fromkeys(["地产小区", "商务大厦", "政府机构", "公司企业"], Precision.STREET),
    **dict.fromkeys(["生活服务", "休闲娱乐", "餐饮", "宾馆", "购物", "金融"], Precision.STREET),
    **dict.fromkeys(["教育", "医疗", "汽车服务", "加油站"], Precision.STREET),
    **dict.fromkeys(["火车站", "长途汽车站", "公交车站", "地铁站"], Precision.STREET),
    **dict.fromkeys(["停车场/停车区", "收费区/收费站", "收费处/收费站"], Precision.STREET),
    **dict.fromkeys(["村庄", "商圈", "绿地", "旅游景点"], Precision.VILLAGE),
    **dict.fromkeys(["港口/码头", "飞机场", "机场"], Precision.VILLAGE),
    **dict.fromkeys(["乡镇", "工业园区"], Precision.TOWN),
    "区县": Precision.REGION,
    **dict.fromkeys(["国家", "省", "城市"], None),
}
# Confidence stands for the largest error of the pair: 90 means 50 m, 60 means 500 m, 50 means
# 1 km, 25 means 8 km.
_LEAST_CONFIDENCE: Final[Mapping[Precision, float]] = {
    Precision.ROOFTOP: 90,
    Precision.STREET: 60,
    Precision.VILLAGE: 50,
    Precision.TOWN: 25,
}
# Comprehension says how much of the text was understood; below this the manual vouches for nothing.
_LEAST_COMPREHENSION: Final = 50

_OK: Final = "0"
_FAILED: Final = "1"
_NO_RESULT: Final = "无相关结果"

_ERRORS: Final[Mapping[str, type[GeocoderServiceError]]] = {
    **dict.fromkeys(["2", "8"], GeocoderQueryError),
    **dict.fromkeys(["3", "5", "101", "102", "200", "201"], GeocoderAuthenticationFailure),
    **dict.fromkeys(["202", "203", "210", "211", "220"], GeocoderAuthenticationFailure),
    **dict.fromkeys(["230", "231", "240", "250"], GeocoderInsufficientPrivileges),
    **dict.fromkeys(["251", "252", "260", "261"], GeocoderInsufficientPrivileges),
    **dict.fromkeys(["4", "301", "302"], GeocoderQuotaExceeded),
    **dict.fromkeys(["401", "402"], GeocoderRateLimited),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class BaiduReply:
    """The place of a reply; the pair is in degrees of BD-09.

    Attributes:
        longitude: degrees.
        latitude: degrees.
        is_exact: whether 百度 calls the match exact.
        confidence: 0 to 100, stands for the largest error of the pair.
        comprehension: 0 to 100, how much of the address was understood.
        level: the kind of thing that was found.
    """

    longitude: float
    latitude: float
    is_exact: bool
    confidence: float
    comprehension: float
    level: str

    @classmethod
    def parse(cls, value: object) -> Self:
        """Return the place; ``ValueError`` with a reason for anything that is not one."""
        raw = read_object(value, "result")
        pair = read_object(raw.get("location"), "location")
        longitude, latitude = read_pair(read_number(pair, "lng"), read_number(pair, "lat"))
        return cls(
            longitude=longitude,
            latitude=latitude,
            is_exact=read_number(raw, "precise") == 1,
            confidence=read_number(raw, "confidence"),
            comprehension=read_number(raw, "comprehension"),
            level=read_optional_text(raw, "level") or "",
        )

    @property
    def precision(self) -> Precision | None:
        """The level of the thing that was found, coarser if 百度 is not sure of it.

        None if it is larger than any region. A level that the manual does not have, and an address
        that was hardly understood, count as the coarsest.
        """
        level = _LEVELS.get(self.level, Precision.REGION)
        if level is None:
            return None
        finest = self._finest
        return finest if level.finer_than(finest) else level

    @property
    def _finest(self) -> Precision:
        """The finest level that error and understanding of the text allow."""
        if self.comprehension < _LEAST_COMPREHENSION:
            return Precision.REGION
        finest = next(
            (level for level, least in _LEAST_CONFIDENCE.items() if self.confidence >= least),
            Precision.REGION,
        )
        if finest is Precision.ROOFTOP and not self.is_exact:
            return Precision.STREET
        return finest


def read_result(page: object) -> object | None:
    """Return the place of a whole reply, unread, or None if there is none.

    Raises one of geopy's exceptions for a reply that says why there is no answer, ``ValueError``
    for one that is not as documented.
    """
    raw = read_object(page, "the reply")
    code = f"{read_number(raw, 'status'):g}"
    if code == _OK:
        return read_object(raw.get("result"), "result")
    text = read_optional_text(raw, "msg") or read_optional_text(raw, "message") or ""
    if code == _FAILED and _NO_RESULT in text:
        return None
    raise _ERRORS.get(code, GeocoderServiceError)(f"{code} {text}".strip())
