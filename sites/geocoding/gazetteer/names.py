"""The words that names of places are made of."""

import re
from typing import Final

from sites.addresses.mentions import ROAD_SUFFIX

TOWN_RANK: Final = "街道办事处|街道|街办|苏木|镇|乡"
"""The words that a town's name ends with, for use in a pattern."""

PEOPLES: Final = (
    "(?<!内)蒙古族?|回族|藏族|维吾尔族?|苗族|彝族|壮族|布依族|朝鲜族|满族|侗族|瑶族|白族|土家族|哈尼族|哈萨克族?"
    "|傣族|黎族|傈僳族|佤族|畲族|高山族|拉祜族|水族|东乡族|纳西族|景颇族|柯尔克孜族?|土族|达斡尔族"
    "|仫佬族|羌族|布朗族|撒拉族|毛南族|仡佬族|锡伯族?|阿昌族|普米族|塔吉克族?|怒族|乌孜别克族|俄罗斯族"
    "|鄂温克族|德昂族|保安族|裕固族|京族|塔塔尔族|独龙族|鄂伦春族?|赫哲族|门巴族|珞巴族|基诺族|各族"
)
"""The peoples that autonomous areas are named after, for use in a pattern."""

_TOWN_RANKS: Final = tuple(TOWN_RANK.split("|"))
_OF_PEOPLES: Final = re.compile(f"(?<=..)(?:(?:{PEOPLES})|民族)+(?=[乡镇]$)")
# As common in any other town, or the name of a road: 新城, 车站, 南京西路.
_GENERIC: Final = re.compile(
    f"(?:新|老|旧|古|县|州|府)?(?:[东西南北中]?(?:城|街|关|门|郊|[东西南北中]))(?:[区关镇内外街市里]|中心)?"
    "|(?:火|汽)?车站|市场|中心|园区|广场|公园|步行街|学校|医院|政府|机关|商业|工业|农业|经济|高新|开发"
    "|(?:工业|经济|高新|开发|新城|产业)[区园]|新区|社区|小区|农场|林场|机场|码头|体育[馆场]|人民|友好"
    f"|.*{ROAD_SUFFIX}|.*[村号里]"
)


def town_stem(name: str) -> str:
    """Return a town's name without its rank: 白沙镇 is 白沙."""
    rank = next((rank for rank in _TOWN_RANKS if name.endswith(rank)), "")
    return name.removesuffix(rank)


def has_town_rank(name: str) -> bool:
    """Return whether a name ends with the rank of a town."""
    return name.endswith(_TOWN_RANKS)


def without_peoples(name: str) -> str:
    """Return a town's name without the peoples in it: 常营回族乡 is 常营乡 for most."""
    return _OF_PEOPLES.sub("", name)


def is_telling(stem: str) -> bool:
    """Return whether a town's name without its rank tells it from others: 白沙, and not 车站."""
    return _GENERIC.fullmatch(stem) is None
