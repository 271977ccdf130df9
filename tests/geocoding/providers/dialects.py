"""What each online provider is asked and what it replies, as its manual documents it."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sites.geo.datum import Datum, convert
from tests.geocoding.providers.nominatim_server import place, places
from tests.geocoding.providers.reply_server import Reply

PLACE: Final = (106.2562, 29.2931)
"""The house 大同路278号 of these tests: longitude and latitude in WGS-84."""
HECHUAN: Final = (106.276, 29.972)
BEIJING: Final = (116.3975, 39.9087)
KEY: Final = "s3cret/k+y&d9f0a7"
"""A key with characters that are written differently in an address."""


def as_json(value: object) -> Reply:
    return Reply(json.dumps(value, ensure_ascii=False).encode())


@dataclass(frozen=True, kw_only=True)
class Dialect:
    """How one provider talks.

    Attributes:
        path: the path that is asked under the address in the settings.
        url_setting: the setting with that address.
        key_setting: the setting with the key, None if it needs none.
        datum: the datum of its coordinates.
        asked: returns the address that a question asks for.
        phrase: the address of the tests, as it has to be put.
        found: returns the reply that has the house of the tests at a pair in `datum`.
        empty: replies that say that there is no such place.
        wrong_city: the reply that has a street of the same name in 合川区.
        over_quota: replies that say that the quota is used up, each with a part of its reason.
        refused: replies that say that the key is wrong or has no right, likewise.
    """

    path: str
    url_setting: str
    key_setting: str | None = None
    datum: Datum = Datum.WGS84
    asked: Callable[[Mapping[str, str]], str]
    phrase: str
    found: Callable[[float, float], Reply]
    empty: tuple[Reply, ...]
    wrong_city: Reply
    over_quota: tuple[tuple[Reply, str], ...] = ()
    refused: tuple[tuple[Reply, str], ...] = ()

    def reply_at(self, longitude: float, latitude: float) -> Reply:
        """Return the reply that has the house at a pair in WGS-84 degrees."""
        return self.found(*convert(longitude, latitude, Datum.WGS84, self.datum))


def amap_geocode(longitude: float, latitude: float, /, **changes: object) -> dict[str, Any]:
    """Return one place as 高德's manual describes it, with some fields changed."""
    return {
        "formatted_address": "重庆市江津区大同路278号",
        "country": "中国",
        "province": "重庆市",
        "citycode": "023",
        "city": [],
        "district": "江津区",
        "township": [],
        "neighborhood": {"name": [], "type": []},
        "building": {"name": [], "type": []},
        "adcode": "500116",
        "street": "大同路",
        "number": "278号",
        "location": f"{longitude:.6f},{latitude:.6f}",
        "level": "门牌号",
        **changes,
    }


def amap(*geocodes: dict[str, Any]) -> Reply:
    count = str(len(geocodes))
    head = {"status": "1", "info": "OK", "infocode": "10000", "count": count}
    return as_json({**head, "geocodes": geocodes})


def amap_error(code: str, info: str) -> Reply:
    return as_json({"status": "0", "info": info, "infocode": code})


def tianditu(longitude: float, latitude: float, /, **changes: object) -> Reply:
    """Return a reply as 天地图's manual describes it, with some fields of the place changed."""
    location = {
        "score": 100,
        "level": "门址",
        "lon": f"{longitude:.6f}",
        "lat": f"{latitude:.6f}",
        "keyWord": "重庆市江津区几江街道大同路278号",
        **changes,
    }
    head = {"msg": "ok", "searchVersion": "6.4.9V", "status": "0"}
    return as_json({**head, "location": location})


def tianditu_refusal(code: int, msg: str, resolve: str, status: int = 403) -> Reply:
    body = as_json({"code": code, "msg": msg, "resolve": resolve}).body
    return Reply(body, status=status)


def baidu(longitude: float, latitude: float, /, **changes: object) -> Reply:
    """Return a reply as 百度's manual describes it, with some fields of the place changed."""
    result = {
        "location": {"lng": longitude, "lat": latitude},
        "precise": 1,
        "confidence": 90,
        "comprehension": 100,
        "level": "门址",
        **changes,
    }
    return as_json({"status": 0, "result": result})


def baidu_error(status: int, text: str) -> Reply:
    return as_json({"status": status, "message": text})


def photon_feature(longitude: float, latitude: float, /, **changes: object) -> dict[str, Any]:
    """Return one feature as Photon's manual describes it, with some properties changed."""
    properties = {
        "osm_type": "N",
        "osm_id": 107775,
        "osm_key": "place",
        "osm_value": "house",
        "type": "house",
        "housenumber": "278",
        "street": "大同路",
        "city": "几江街道",
        "county": "江津区",
        "state": "重庆市",
        "country": "中国",
        "countrycode": "CN",
        **changes,
    }
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [longitude, latitude]},
        "properties": properties,
    }


def photon(*features: dict[str, Any]) -> Reply:
    return as_json({"type": "FeatureCollection", "features": features})


FULL: Final = "重庆市江津区几江街道大同路278号"

DIALECTS: Final[Mapping[str, Dialect]] = {
    "amap": Dialect(
        path="/v3/geocode/geo",
        url_setting="AMAP_URL",
        key_setting="AMAP_KEY",
        datum=Datum.GCJ02,
        asked=lambda query: query["address"],
        phrase=FULL,
        found=lambda longitude, latitude: amap(amap_geocode(longitude, latitude)),
        empty=(amap(), amap_error("30001", "ENGINE_RESPONSE_DATA_ERROR")),
        wrong_city=amap(
            amap_geocode(
                *HECHUAN,
                formatted_address="重庆市合川区大同路278号",
                district="合川区",
                adcode="500117",
            )
        ),
        over_quota=(
            (amap_error("10003", "DAILY_QUERY_OVER_LIMIT"), "10003 DAILY_QUERY"),
            (amap_error("10044", "USER_DAILY_QUERY_OVER_LIMIT"), "10044 USER_DAILY"),
            (amap_error("10021", "CUQPS_HAS_EXCEEDED_THE_LIMIT"), "10021 CUQPS"),
        ),
        refused=(
            (amap_error("10001", "INVALID_USER_KEY"), "10001 INVALID_USER_KEY"),
            (amap_error("10009", "USERKEY_PLAT_NOMATCH"), "10009 USERKEY_PLAT_NOMATCH"),
            (amap_error("10012", "INSUFFICIENT_PRIVILEGES"), "10012 INSUFFICIENT"),
        ),
    ),
    "tianditu": Dialect(
        path="/geocoder",
        url_setting="TIANDITU_URL",
        key_setting="TIANDITU_SERVER_KEY",
        asked=lambda query: str(json.loads(query["ds"])["keyWord"]),
        phrase=FULL,
        found=tianditu,
        empty=(as_json({"msg": "无结果", "searchVersion": "6.4.9V", "status": "101"}),),
        wrong_city=tianditu(*HECHUAN),
        over_quota=(
            (tianditu_refusal(301008, "访问次数超限", "请明日再试", status=200), "访问次数超限"),
            (tianditu_refusal(301008, "访问次数超限", "请明日再试"), "访问次数超限"),
        ),
        refused=(
            (tianditu_refusal(301012, "权限类型错误", "Key权限类型为:浏览器端"), "权限类型错误"),
            (tianditu_refusal(301006, "非法Key", "请检查Key", status=200), "非法Key"),
            (as_json({"status": "404", "msg": "服务异常"}), "404 服务异常"),
        ),
    ),
    "baidu": Dialect(
        path="/geocoding/v3/",
        url_setting="BAIDU_URL",
        key_setting="BAIDU_KEY",
        datum=Datum.BD09,
        asked=lambda query: query["address"],
        phrase=FULL,
        found=baidu,
        empty=(as_json({"status": 1, "msg": "Internal Service Error:无相关结果", "results": []}),),
        wrong_city=baidu(*HECHUAN),
        over_quota=(
            (baidu_error(302, "天配额超限,限制访问"), "302 天配额超限"),
            (baidu_error(4, "配额校验失败"), "4 配额校验失败"),
            (baidu_error(401, "当前并发量已经超过约定并发配额"), "401 当前并发量"),
        ),
        refused=(
            (baidu_error(5, "ak不存在或者非法"), "5 ak不存在"),
            (baidu_error(240, "APP 服务被禁用"), "240 APP"),
            (baidu_error(1, "服务器内部错误"), "1 服务器内部错误"),
        ),
    ),
    "nominatim": Dialect(
        path="/search",
        url_setting="NOMINATIM_URL",
        asked=lambda query: query["q"],
        phrase="重庆市, 江津区, 几江街道, 大同路 278",
        found=lambda longitude, latitude: places(place(lon=f"{longitude}", lat=f"{latitude}")),
        empty=(Reply(b"[]"),),
        wrong_city=places(
            place(
                lon=f"{HECHUAN[0]}",
                lat=f"{HECHUAN[1]}",
                display_name="278, 大同路, 合川区, 重庆市, 中国",
            )
        ),
    ),
    "photon": Dialect(
        path="/api",
        url_setting="PHOTON_URL",
        asked=lambda query: query["q"],
        phrase="大同路 278, 几江街道, 江津区, 重庆市",
        found=lambda longitude, latitude: photon(photon_feature(longitude, latitude)),
        empty=(photon(),),
        wrong_city=photon(photon_feature(*HECHUAN, county="合川区", city="南津街街道")),
        refused=(
            (Reply(b'{"message": "missing search term"}', status=400), "missing search term"),
        ),
    ),
}
"""The online providers, by name."""
