"""What is known of a region when its addresses are located: names, towns, bounds, outline."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from django.conf import settings

from sites.addresses.codes import codes_around
from sites.addresses.towns import RegionNames, TownIndex, TownName
from sites.geo.boxes import Box
from sites.geo.coordinate import Coordinate
from sites.geo.outline import Outline
from sites.geocoding.gazetteer.data import gazetteer_data
from sites.models import Region, Town

_RANKS: Final = "区市县"


@dataclass(frozen=True, slots=True, kw_only=True)
class TownPlace:
    """A town; `center` is the middle of its built-up area, None where no one published one."""

    key: str
    name: str
    center: Coordinate | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionPlaces:
    """A region and its towns, read once: looking something up asks no database.

    Attributes:
        adcode: GB/T 2260 code.
        province: its full name.
        name: full name of the region.
        names: all spellings of province, prefecture and region.
        index: all spellings of the towns.
        towns: the towns by key.
        bounds: the smallest box around the region.
        outline: its boundary, None if `data/outlines/` has none.
    """

    adcode: str
    province: str
    name: str
    names: RegionNames
    index: TownIndex
    towns: dict[str, TownPlace]
    bounds: Box
    outline: Outline | None

    @classmethod
    def of(cls, region: Region, outline: Outline | None = None) -> Self:
        """Return the stored region with its towns; one query."""
        towns = list(Town.objects.filter(region=region))
        return cls(
            adcode=region.adcode,
            province=region.province,
            name=region.name,
            names=names_of(region),
            index=TownIndex(TownName(town.key, town.name, tuple(town.aliases)) for town in towns),
            towns={
                town.key: TownPlace(key=town.key, name=town.name, center=_center(town))
                for town in towns
            },
            bounds=region.bounds,
            outline=outline,
        )


def names_of(region: Region) -> RegionNames:
    """Return what a stored region, its province and its prefecture are called; no query.

    The prefecture is not stored, nor is what the region was called: both are the gazetteer's.
    岳阳市五里牌街道 is in 岳阳楼区, and 江津市 was 江津区.
    """
    data = gazetteer_data()
    city = data.areas.get(f"{region.adcode[:4]}00")
    names = RegionNames.of(region.province, region.name, city.name if city else "")
    # 和田市 is not what 和田县 was called: both are there.
    ranks = _RANKS if region.name[-1] in _RANKS else ""
    with_other_ranks = (names.district[-1] + rank for rank in ranks)
    former = (
        *data.former_names.get(region.adcode, ()),
        *(name for name in with_other_ranks if not data.areas_called(name)),
    )
    around = codes_around(region.adcode)[1:]
    return RegionNames(
        province=(region.province, *region.province_aliases),
        district=tuple(dict.fromkeys((region.name, *region.aliases, *former))),
        city=names.city,
        former_around=tuple(name for code in around for name in data.former_parts.get(code, ())),
    )


def stored_outline(adcode: str) -> Outline | None:
    """Return the outline in ``data/outlines/<adcode>.geojson``, None if there is no such file.

    Raises ``ValueError`` for a file that is no outline.
    """
    path = Path(settings.BASE_DIR) / "data" / "outlines" / f"{adcode}.geojson"
    if not path.is_file():
        return None
    return Outline.from_geojson(json.loads(path.read_text(encoding="utf-8")))


def _center(town: Town) -> Coordinate | None:
    if town.longitude is None or town.latitude is None:
        return None
    return Coordinate(town.longitude, town.latitude)
