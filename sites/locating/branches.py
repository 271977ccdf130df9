"""A branch of an operator as people call it: the operator, the place and a word such as 支行."""

import re
from dataclasses import dataclass
from typing import Final

from sites.addresses.mentions import ROAD_SUFFIX
from sites.locating.surroundings import Surroundings
from sites.text.search_text import fold

_LEGAL_FORM: Final = re.compile("^(?:集团)?(?:股份有限公司|有限责任公司|有限公司|总公司|公司)")
_BRANCH: Final = re.compile(
    "(?:总行|支行|分行|分公司|营业部|营业厅|营业所|分理处|储蓄所|分社|支局|(?:服务|营业)?网点"
    "|服务[所站点]|服务中心|(?:服务|办事)?大厅|窗口|柜台|自助银行)+$"
)
_ROAD: Final = re.compile(ROAD_SUFFIX)


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """What a text says of a branch.

    Attributes:
        operator: code of the operator.
        town: key of the town that it names, None if it names none.
        name: what stands behind the operator and the district: 琅山支行.
        place: the same without town and words for branches, folded; empty if that is all.
        is_branch: whether the text ends with such a word.
    """

    operator: str
    town: str | None
    name: str
    place: str
    is_branch: bool


def branch_in(text: str, around: Surroundings) -> Branch | None:
    """Return what a text says that names an operator beside places.

    None if it names none, a house, or a road that is called like one (邮政路).
    """
    folded = fold(text)
    if any(map(str.isdigit, folded)):
        return None
    for called in sorted(around.operators, key=len, reverse=True):
        start = folded.find(called)
        if start >= 0 and _is_word(folded, start, start + len(called)):
            break
    else:
        return None
    before, town = _without_places(folded[:start], around)
    behind = _LEGAL_FORM.sub("", folded[start + len(called) :], count=1)
    if before or _ROAD.match(behind):
        return None
    name = _without_district(behind, around)
    place, own_town = _without_places(behind, around)
    without_branch = _BRANCH.sub("", place)
    return Branch(
        operator=around.operators[called][0],
        town=own_town or town,
        name=name,
        place=without_branch,
        is_branch=without_branch != place,
    )


def own_name(name: str, around: Surroundings) -> str:
    """Return the name of an outlet without its operator and district: 琅山支行."""
    folded = fold(name)
    heads = [called for called in around.operators if folded.startswith(called)]
    return _without_district(folded[len(max(heads, key=len, default="")) :], around)


def _is_word(text: str, start: int, end: int) -> bool:
    """Return whether letters end where a name in letters does: ABC is not in ABCD."""
    is_cut = (start > 0 and text[start - 1 : start + 1].isascii()) or (
        end < len(text) and text[end - 1 : end + 1].isascii()
    )
    return not is_cut


def _without_district(text: str, around: Surroundings) -> str:
    """Return a text without the names of province and district before a name: not 江津支行."""
    for name in _areas(around):
        rest = text.removeprefix(name)
        if rest != text and not _BRANCH.fullmatch(rest):
            text = rest
    return text


def _without_places(text: str, around: Surroundings) -> tuple[str, str | None]:
    """Return a text without the areas and the town that it begins with, and the town's key."""
    for name in _areas(around):
        text = text.removeprefix(name)
    spelling = around.places.index.spelling_at(text, 0)
    if spelling is None:
        return text, None
    town = next(iter(spelling.keys)) if len(spelling.keys) == 1 else None
    return text[spelling.end :], town


def _areas(around: Surroundings) -> list[str]:
    """Return the names of province, prefecture and district, in this order, the longest first."""
    names = around.places.names
    levels = (names.province, names.city, names.district)
    return [name for level in levels for name in sorted(level, key=len, reverse=True)]
