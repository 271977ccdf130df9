"""What 高德 (AMap) replies to a geocode question, read strictly, and how precise it is.

Meaning of the fields: manual of the web service API, "地理编码" and "错误码说明"
(https://lbs.amap.com/api/webservice/guide/api/georegeo, …/guide/tools/info).
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
    read_list,
    read_object,
    read_optional_text,
    read_pair,
    read_text,
)

# The table in docs/providers.md. None: larger than any region.
_LEVELS: Final[Mapping[str, Precision | None]] = {
    **dict.fromkeys(["门牌号", "单元号"], Precision.ROOFTOP),
    **dict.fromkeys(["兴趣点", "住宅区", "道路", "道路交叉路口", "道路交叉口"], Precision.STREET),
    **dict.fromkeys(["公交站台、地铁站", "公交地铁站点", "公交站台", "地铁站"], Precision.STREET),
    **dict.fromkeys(["村庄", "热点商圈"], Precision.VILLAGE),
    **dict.fromkeys(["乡镇", "开发区"], Precision.TOWN),
    "区县": Precision.REGION,
    **dict.fromkeys(["国家", "省", "市"], None),
}

_OK: Final = "1"
# What the engine says of an address that it can make nothing of; other codes from 30000 on are
# failures.
_UNINTELLIGIBLE: Final = "30001"

_ERRORS: Final[Mapping[str, type[GeocoderServiceError]]] = {
    **dict.fromkeys(["10001", "10007", "10008", "10013"], GeocoderAuthenticationFailure),
    **dict.fromkeys(
        ["10002", "10005", "10006", "10009", "10011", "10012", "10041", "40002"],
        GeocoderInsufficientPrivileges,
    ),
    **dict.fromkeys(["10003", "10010", "10029", "10044", "10045", "40000"], GeocoderQuotaExceeded),
    **dict.fromkeys(["10004", "10014", "10019", "10020", "10021"], GeocoderRateLimited),
    **dict.fromkeys(["10026", "20000", "20001", "20002", "20012"], GeocoderQueryError),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AmapReply:
    """One place of a reply; the pair is in degrees of GCJ-02, `adcode` that of its district."""

    longitude: float
    latitude: float
    label: str
    level: str
    adcode: str | None
    district: str | None
    street: str | None
    number: str | None

    @classmethod
    def parse(cls, value: object) -> Self:
        """Return the place; ``ValueError`` with a reason for anything that is not one."""
        raw = read_object(value, "a geocode")
        west_east, _, south_north = read_text(raw, "location").partition(",")
        try:
            longitude, latitude = float(west_east), float(south_north)
        except ValueError:
            raise ValueError("location is not a pair of numbers") from None
        read_pair(longitude, latitude)
        return cls(
            longitude=longitude,
            latitude=latitude,
            label=read_optional_text(raw, "formatted_address") or "",
            level=read_optional_text(raw, "level") or "",
            adcode=read_optional_text(raw, "adcode"),
            district=read_optional_text(raw, "district"),
            street=read_optional_text(raw, "street"),
            number=read_optional_text(raw, "number"),
        )

    @property
    def precision(self) -> Precision | None:
        """The level of the thing that was found; None if it is larger than any region.

        A level that the manual does not have counts as the coarsest.
        """
        return _LEVELS.get(self.level, Precision.REGION)


def read_geocodes(page: object) -> list[object]:
    """Return the places of a whole reply, unread.

    Raises one of geopy's exceptions for a reply that says why there is no answer, ``ValueError``
    for one that is not as documented.
    """
    raw = read_object(page, "the reply")
    code = read_text(raw, "infocode")
    if code == _UNINTELLIGIBLE:
        return []
    if read_text(raw, "status") != _OK:
        reason = f"{code} {read_optional_text(raw, 'info') or ''}".strip()
        raise _ERRORS.get(code, GeocoderServiceError)(reason)
    return read_list(raw.get("geocodes"), "geocodes")
