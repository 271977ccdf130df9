"""The header of a table: which column holds what."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Final, TypeAlias

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sites.importing.files.grids import HEADER_WITHIN, Grid, titles_of
from sites.importing.problems import TableError

# The places of the columns in a table whose header has these titles.
Mappings: TypeAlias = Mapping[tuple[str, ...], Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns that one kind of table has.

    Attributes:
        spellings: of each column's title, in Chinese and English; the first is what errors say.
        required: the columns without which a table is none of this kind.
        remedy: what to do about a table without them, a sentence for people.
        mappings: headers of which a person has said what their columns hold: that comes first.
    """

    spellings: Mapping[str, tuple[str, ...]]
    required: tuple[str, ...]
    remedy: Promise
    mappings: Mappings = field(default_factory=dict)

    def mapped(self, mappings: Mappings) -> "Columns":
        """Return the columns with what a person has said about headers."""
        return replace(self, mappings=mappings)

    def column_of(self, title: str) -> str | None:
        """Return the column that a normalised title stands for, None if it means nothing."""
        wanted = title.replace(" ", "").casefold()
        for column, spellings in self.spellings.items():
            if wanted in spellings:
                return column
        return None


REQUIRED: Final = ("name", "address", "phone")
PUBLIC_ID: Final = "public_id"
_SERIAL: Final = ("序号", "编号", "serial", "no.", "no")
_NAME: Final = ("服务网点全称", "服务网点名称", "网点全称", "网点名称", "名称", "name")
OUTLETS: Final = Columns(
    spellings=MappingProxyType(
        {
            "serial": _SERIAL,
            "name": _NAME,
            "address": ("网点地址", "服务网点地址", "地址", "address"),
            "phone": ("联系电话", "电话", "phone", "telephone"),
            "services": ("服务", "服务项目", "可办业务", "services"),
            # What a table without these columns leaves to be read from name and address.
            "operator": ("运营机构", "经办机构", "operator"),
            "kind": ("网点类别", "kind"),
            "town": ("镇街", "所属镇街", "town"),
            # As our own tables have it. Not "id": others call their own numbers so.
            PUBLIC_ID: ("公开编号", "publicid"),
        }
    ),
    required=REQUIRED,
    remedy=gettext_lazy("Put a row with 服务网点全称, 网点地址, 联系电话 above the outlets."),
)
POSITIONS: Final = Columns(
    spellings=MappingProxyType(
        {
            PUBLIC_ID: ("公开编号", "publicid", "id"),
            "serial": _SERIAL,
            "name": _NAME,
            "longitude": ("经度", "longitude", "lng", "lon"),
            "latitude": ("纬度", "latitude", "lat"),
            "precision": ("精度", "precision"),
            "datum": ("坐标系", "datum"),
        }
    ),
    required=("longitude", "latitude"),
    remedy=gettext_lazy(
        "Put a row with 公开编号 (or 序号 and 服务网点全称), 经度, 纬度 above the positions."
    ),
)
# The cells that a field is read from, where they are not called as the field is.
_READ_FROM: Final = MappingProxyType(
    {
        "town": ("town", "address", "name"),
        "operator": ("operator", "name"),
        "kind": ("kind", "operator", "name"),
    }
)


class HeaderError(TableError):
    """A table whose columns are not known.

    Attributes:
        grids: the first rows of such tables of the file by their place, for a person who knows.
    """

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(problem, remedy)
        self.grids: dict[int, Grid] = {}


def cells_of(fields: Iterable[str]) -> set[str]:
    """Return the columns of a table of outlets that public fields are read from."""
    return {cell for field in fields for cell in _READ_FROM.get(field, (field,))}


@dataclass(frozen=True, slots=True)
class Header:
    """A table's header row.

    Attributes:
        index: its place among the rows, from 0.
        width: the number of columns up to the last one with a title.
        places: the place of each known column, from 0.
        titles: the known columns as the file calls them.
        ignored: titles of columns that mean nothing to the import.
    """

    index: int
    width: int
    places: dict[str, int]
    titles: dict[str, str]
    ignored: tuple[str, ...]


def find_header(rows: Sequence[Sequence[str]], wanted: Columns = OUTLETS) -> Header:
    """Return the header among the first rows of a table, in Chinese or English.

    Raises ``HeaderError`` if there is none, if a column is missing or if one comes twice.
    """
    best: dict[str, int] = {}
    for index, row in enumerate(rows[:HEADER_WITHIN]):
        titles = titles_of(row)
        mapped = wanted.mappings.get(titles)
        if mapped is not None:
            return _header(index, titles, mapped, wanted)
        columns = [wanted.column_of(title) for title in titles]
        places = {column: place for place, column in enumerate(columns) if column is not None}
        if all(column in places for column in wanted.required):
            _refuse_twins(columns, titles)
            return _header(index, titles, places, wanted)
        best = max(best, places, key=len)
    missing = ", ".join(
        wanted.spellings[column][0] for column in wanted.required if column not in best
    )
    raise HeaderError(
        _("There is no header with all columns: %(missing)s not found.") % {"missing": missing},
        str(wanted.remedy),
    )


def _header(
    index: int, titles: tuple[str, ...], places: Mapping[str, int], wanted: Columns
) -> Header:
    width = max(len(titles), *(place + 1 for place in places.values()))
    named = titles + ("",) * (width - len(titles))
    return Header(
        index=index,
        width=width,
        places=dict(places),
        titles={
            column: named[place] or wanted.spellings[column][0] for column, place in places.items()
        },
        ignored=tuple(
            title for place, title in enumerate(titles) if title and place not in places.values()
        ),
    )


def _refuse_twins(columns: Sequence[str | None], titles: Sequence[str]) -> None:
    known = [column for column in columns if column is not None]
    for column, title in zip(columns, titles, strict=True):
        if column is not None and known.count(column) > 1:
            raise HeaderError(
                _("More than one column is for “%(title)s”.") % {"title": title},
                _("Keep the column that counts and rename or remove the other one."),
            )
