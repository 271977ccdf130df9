"""What the areas and settlements of the gazetteer are called: pure rules, without a package."""

import re
from collections.abc import Iterable
from typing import Final

from sites.geocoding.gazetteer.names import PEOPLES, has_town_rank, town_stem
from sites.text.traditional import simplified

_HAN: Final = re.compile(r"[\u4e00-\u9fff]{2,}")
_VILLAGE_SUFFIXES: Final = ("村", "社区", "屯")
_LEVEL_ORDER: Final = ("town", "village", "settlement")
# 崇文区, 丽水县 and 平阳府 among the names of a town tell of an area it is or was the seat of.
_AREA_RANK: Final = re.compile(".{2,}(?:市|县|縣|区|府|盟|旗|地区|自治州)$")
# 恩施土家族苗族自治州 → 恩施; 内蒙古自治区 → 内蒙古; 管城回族区 → 管城; 江津区 → 江津.
_SUFFIX: Final = re.compile(
    rf"(?:(?:{PEOPLES})*(?:自治区|自治州|自治县|自治旗)|(?:{PEOPLES})+区|特别行政区|林区|特区|新区|地区|省|市|盟|县|区|旗)$"
)
_RANK: Final = re.compile("(?:自治旗|[省市盟县区旗])$")


def is_han(name: str) -> bool:
    """Return whether a name is written in Chinese characters only, at least two of them."""
    return _HAN.fullmatch(name) is not None


def short_name(name: str) -> str:
    """Return the name without the word for its rank; the name itself if too little is left."""
    # 清新区 is no 新区, 鄂伦春自治旗 has nothing but the people's name.
    shorter = (pattern.sub("", name) for pattern in (_SUFFIX, _RANK))
    return next((short for short in shorter if len(short) >= 2), name)


def other_names(name: str) -> list[str]:
    """Return how else people write the area's name: 石柱土家族自治县 is 石柱县, or just 石柱."""
    short = short_name(name)
    if name.endswith("自治区"):
        # 广西省 and 新疆自治区 are nobody's name, and what many write.
        shorts = [short, "内蒙"] if short == "内蒙古" else [short]
        forms = [form for short in shorts for form in (short, short + "省", short + "自治区")]
        return [form for form in forms if form != name]
    if name.endswith("特别行政区"):
        return [short, short + "特区"]
    for rank in ("自治州", "自治县", "自治旗", "族区"):
        if name.endswith(rank):
            return [short, short + rank[-1]]
    return [short] if short != name else []


def settlement_names(spellings: Iterable[str], areas_around: set[str]) -> list[str]:
    """Return the names that a settlement bears as a town or village, the fullest one first.

    `spellings` are all that the source has, in any script and language, `areas_around` the names
    of the county, prefecture and province that it lies in. GeoNames lists the seat of an area
    under the area's names, in all scripts: those are the area's. A name that is another one
    without its rank is left out.
    """
    names = set(filter(_HAN.fullmatch, spellings))
    ranked = set(filter(has_town_rank, names))
    stems = set(map(town_stem, ranked))
    if names & areas_around:
        names = ranked
    kept = ranked | {name for name in names if not _AREA_RANK.fullmatch(name)}
    return sorted(
        {simplified(name) for name in kept if name in ranked or name not in stems | areas_around},
        key=lambda name: (_LEVEL_ORDER.index(settlement_level(name)), -len(name), name),
    )


def settlement_level(name: str) -> str:
    """Return the rank that a name states, ``settlement`` if it states none."""
    if has_town_rank(name):
        return "town"
    return "village" if name.endswith(_VILLAGE_SUFFIXES) else "settlement"
