"""The columns that a table may have."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Final, TypeAlias

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from sites.importing.header_words import NOTHING, Meaning, meaning_of, plain

_LETTERS: Final = re.compile("[A-Za-z]{1,2}")
# The places of the columns in a table whose header has these titles.
Mappings: TypeAlias = Mapping[tuple[str, ...], Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns that one kind of table has.

    Attributes:
        titles: of each column, as errors and our own tables call it.
        required: the columns without which a table is none of this kind.
        remedy: what to do about a table without them, a sentence for people.
        also: columns by titles that mean them in this kind of table alone.
        may_have_ticks: whether a column may stand for a service and be ticked.
        mappings: headers of which a person has said what their columns hold: that comes first.
        said: what a person says of one table: of each column, or service that is ticked, its
            title, or where it is as a spreadsheet counts (C, 3). Then nothing else is a header.
    """

    titles: Mapping[str, str]
    required: tuple[str, ...]
    remedy: Promise
    also: Mapping[str, str] = field(default_factory=dict)
    may_have_ticks: bool = False
    mappings: Mappings = field(default_factory=dict)
    said: Mapping[str, str] = field(default_factory=dict)

    def mapped(self, mappings: Mappings) -> "Columns":
        """Return the columns with what a person has said about headers."""
        return replace(self, mappings=mappings)

    def places_said(self, titles: Sequence[str]) -> Mapping[str, int] | None:
        """Return the places of the columns in a header as it is `said`, None if it is not that.

        What is not spoken of is known by its title.
        """
        places = {column: place_of(title, titles) for column, title in self.said.items()}
        others = (
            (column, place)
            for place, title in enumerate(titles)
            if place not in places.values() and (column := self.column_of(title)) is not None
        )
        for column, place in others:
            places.setdefault(column, place)
        found = {column: place for column, place in places.items() if place is not None}
        is_whole = len(found) == len(places) and all(map(found.__contains__, self.required))
        return found if is_whole else None

    def meaning_of(self, title: str) -> Meaning | None:
        """Return what a title means in a table of this kind, None where nobody can tell."""
        if (column := self.also.get(plain(title))) is not None:
            return Meaning(column, 0)
        meaning = meaning_of(title)
        if meaning is None or meaning.column not in {NOTHING, *self.titles}:
            return None
        return meaning

    def column_of(self, title: str) -> str | None:
        """Return the column that a title stands for, None if it means nothing."""
        meaning = self.meaning_of(title)
        return None if meaning is None or meaning.column == NOTHING else meaning.column


def place_of(said: str, titles: Sequence[str]) -> int | None:
    """Return the place of the title, or the one that a spreadsheet calls so, if it has a title."""
    for place, title in enumerate(titles):
        if plain(title) == plain(said):
            return place
    place = int(said) - 1 if said.isdecimal() else _counted(said)
    return place if 0 <= place < len(titles) and titles[place] else None


def _counted(letters: str) -> int:
    """Return the place, from 0, of the column that a spreadsheet calls so; -1 if it is no such."""
    if not _LETTERS.fullmatch(letters):
        return -1
    place = 0
    for letter in letters.upper():
        place = 26 * place + ord(letter) - ord("A") + 1
    return place - 1


REQUIRED: Final = ("name", "address", "phone")
PUBLIC_ID: Final = "public_id"
SERVICES: Final = "services"
FURTHER: Final = ":"
"""What stands in the key of a further column for one thing between that and the title: a second
phone (``phone:手机``), a service that is ticked (``services:补卡``)."""

# What may stand in more columns than one, such that none of them is lost.
MAY_HAVE_FURTHER: Final = frozenset({"name", "address", "phone", "hours", SERVICES, "note"})

OUTLETS: Final = Columns(
    titles=MappingProxyType(
        {
            "serial": "序号",
            "name": "服务网点全称",
            "address": "网点地址",
            "phone": "联系电话",
            SERVICES: "服务项目",
            # What a table without these columns leaves to be read from name and address.
            "operator": "运营机构",
            "kind": "网点类别",
            "town": "镇街",
            "district": "区县",
            "postcode": "邮编",
            "hours": "办公时间",
            "note": "备注",
            # What belongs to the phone, and has a column of its own.
            "area_code": "区号",
            "extension": "分机",
            "longitude": "经度",
            "latitude": "纬度",
            # Both in one cell.
            "position": "经纬度",
            "precision": "精度",
            "datum": "坐标系",
            # As our own tables have it. Not "id": others call their own numbers so.
            PUBLIC_ID: "公开编号",
        }
    ),
    required=REQUIRED,
    remedy=gettext_lazy("Put a row with 服务网点全称, 网点地址, 联系电话 above the outlets."),
    may_have_ticks=True,
)
POSITIONS: Final = Columns(
    titles=MappingProxyType(
        {
            PUBLIC_ID: "公开编号",
            "serial": "序号",
            "name": "服务网点全称",
            "longitude": "经度",
            "latitude": "纬度",
            "precision": "精度",
            "datum": "坐标系",
        }
    ),
    required=("longitude", "latitude"),
    remedy=gettext_lazy(
        "Put a row with 公开编号 (or 序号 and 服务网点全称), 经度, 纬度 above the positions."
    ),
    also=MappingProxyType({"id": PUBLIC_ID}),
)
# The cells that a field is read from, where they are not called as the field is.
_READ_FROM: Final = MappingProxyType(
    {
        "town": ("town", "district", "address", "name"),
        "operator": ("operator", "name"),
        "kind": ("kind", "operator", "name"),
        "position": ("position", "longitude", "latitude", "precision", "datum"),
    }
)


def printed_title(cell: str) -> str:
    """Return what people call a printed cell, by the key of its column."""
    return cell.partition(FURTHER)[2] or OUTLETS.titles.get(cell, cell)


def is_read_from(cell: str, fields: Iterable[str]) -> bool:
    """Return whether any of these public fields is read from a cell, by the key of its column."""
    column = cell.partition(FURTHER)[0]
    return any(column in _READ_FROM.get(field, (field,)) for field in fields)
