"""A region as geocoding sees it, made without a database."""

from collections.abc import Mapping

from sites.addresses.towns import RegionNames, TownIndex, TownName
from sites.geo.boxes import Box
from sites.geo.coordinate import Coordinate
from sites.geo.outline import Outline
from sites.geocoding.places import RegionPlaces, TownPlace

CENTERS: Mapping[str, Coordinate | None] = {
    "几江街道": Coordinate(106.255882, 29.292433),
    "鼎山街道": Coordinate(106.262729, 29.280514),
    "白沙镇": Coordinate(106.112804, 29.063108),
    "无名镇": None,
}
KEYS = {"几江街道": "jijiang", "鼎山街道": "dingshan", "白沙镇": "baisha", "无名镇": "wuming"}


def jiangjin(outline: Outline | None = None) -> RegionPlaces:
    """Return 江津区 with four towns, one of them without a position."""
    return RegionPlaces(
        adcode="500116",
        province="重庆市",
        name="江津区",
        names=RegionNames.of("重庆市", "江津区"),
        index=TownIndex(
            TownName(KEYS[name], name, (name.removesuffix("街道").removesuffix("镇"),))
            for name in CENTERS
        ),
        towns={
            KEYS[name]: TownPlace(key=KEYS[name], name=name, center=center)
            for name, center in CENTERS.items()
        },
        bounds=Box(105.82, 28.53, 106.61, 29.46),
        outline=outline,
    )
