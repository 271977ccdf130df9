"""The header of a table: which column holds what."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from django.utils.translation import gettext as _

from sites.geo.datum import Datum
from sites.importing.cells import shown
from sites.importing.columns import (
    FURTHER,
    MAY_HAVE_FURTHER,
    OUTLETS,
    SERVICES,
    Columns,
    place_of,
    printed_title,
)
from sites.importing.contacts import tells_phone
from sites.importing.files.grids import HEADER_WITHIN, Grid, titles_of
from sites.importing.header_words import NOTHING, Meaning, datum_of, meaning_of
from sites.importing.problems import TableError
from sites.importing.service_words import is_ticked_title

# 网点信息 over 联系方式 over 固定电话|手机.
_MOST_ROWS: Final = 3
_OF_POSITIONS: Final = frozenset({"longitude", "latitude", "position"})
_LONGEST_TITLE: Final = 60
_TITLES_SHOWN: Final = 12
_FIGURES: Final = re.compile(r"\d{3}|\d\.\d")
# Of these rows one must have a phone in its address, where the table has no column of phones.
_LOOKED_THROUGH: Final = 50


class HeaderError(TableError):
    """A table whose columns are not known.

    Attributes:
        grids: the first rows of such tables of the file by their place, for a person who knows.
    """

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(problem, remedy)
        self.grids: dict[int, Grid] = {}


@dataclass(frozen=True, slots=True)
class Untaken:
    """A column that is not taken: its places, its title, and the column that it doubles, if any."""

    places: tuple[int, ...]
    title: str
    doubles: str = ""


@dataclass(frozen=True, slots=True)
class Header:
    """A table's header.

    Attributes:
        first: the place of its first row among the table's rows, from 0.
        last: that of its last row.
        width: the number of columns up to the last one with a title.
        places: of each known column, by its key: more than one for a cell that spans several.
        titles: of the known columns, as the file calls them.
        untaken: the other columns that have a title.
        datum: what the titles say that positions refer to, None if they do not.
        is_said: whether a person said what the columns hold.
    """

    first: int
    last: int
    width: int
    places: Mapping[str, tuple[int, ...]]
    titles: Mapping[str, str]
    untaken: tuple[Untaken, ...]
    datum: Datum | None = None
    is_said: bool = False


def find_header(grid: Grid, wanted: Columns = OUTLETS) -> Header:
    """Return the header among the first rows of a table; raises ``HeaderError`` if there is none.

    It may have several rows, where a cell of the first one spans those below it. A table without
    a column of phones is one of outlets where its addresses have phones with them.
    """
    rows = grid.rows
    if found := _first(rows, wanted):
        return found
    if "phone" in wanted.required:
        required = tuple(column for column in wanted.required if column != "phone")
        found = _first(rows, replace(wanted, required=required))
        if found and _has_phones(rows[found.last + 1 :], found.places["address"]):
            return found
    raise (_not_there if wanted.said else _missing)(rows[:HEADER_WITHIN], wanted)


def header_at(
    rows: Sequence[Sequence[str]], index: int, wanted: Columns = OUTLETS
) -> Header | None:
    """Return the header that begins with a row, None if none does."""
    titles = titles_of(rows[index])
    if wanted.said:
        said = wanted.places_said(titles) if may_be_titles(titles) else None
        if said is None:
            return None
        _refuse_twice(said, titles)
        return _mapped(index, titles, said, wanted)
    mapped = wanted.mappings.get(titles)
    if mapped is not None:
        return _mapped(index, titles, mapped, wanted)
    # A text alone is the title of the table.
    if len({*titles} - {""}) == 1:
        return None
    stack = [titles]
    while len(stack) < _MOST_ROWS and index + len(stack) < len(rows):
        below = titles_of(rows[index + len(stack)])
        if not _goes_on(stack[-1], below):
            break
        stack.append(below)
    header = _read(index, stack, wanted)
    return header if all(column in header.places for column in wanted.required) else None


def may_be_titles(row: Iterable[str]) -> bool:
    """Return whether a row looks like a header: short texts, none with a number."""
    return all(map(_may_be_title, row))


def _may_be_title(text: str) -> bool:
    return len(text) <= _LONGEST_TITLE and not _FIGURES.search(text)


def _first(rows: Sequence[Sequence[str]], wanted: Columns) -> Header | None:
    """Return the first header, without rows above it of which nothing is known."""
    for index in range(min(len(rows), HEADER_WITHIN)):
        found = header_at(rows, index, wanted)
        if found is not None:
            # 附件1 and a title may stand above the header like cells that span its own.
            later = (header_at(rows, row, wanted) for row in range(index + 1, found.last + 1))
            return next(
                (
                    header
                    for header in filter(None, (found, *later))
                    if any(_columns(rows[header.first], wanted))
                ),
                found,
            )
    return None


def _has_phones(rows: Sequence[Sequence[str]], places: Sequence[int]) -> bool:
    return any(
        tells_phone(row[place])
        for row in rows[:_LOOKED_THROUGH]
        for place in places
        if place < len(row)
    )


def _goes_on(above: Sequence[str], below: Sequence[str]) -> bool:
    """Return whether a row divides cells of the row above it that span several places.

    What stands below any other cell is that cell once more, or nothing.
    """
    if not any(below):
        return False
    width = max(len(above), len(below))
    above, below = ([*row, *[""] * (width - len(row))] for row in (above, below))
    spans = _spans(above)
    divided = False
    for place, text in enumerate(below):
        if not text or text == above[place]:
            continue
        first, last = spans[place]
        if first == last or not _may_be_title(text):
            return False
        children = {below[child] for child in range(first, last + 1)} - {"", above[first]}
        divided |= len(children) > 1 or bool(meaning_of(text)) or is_ticked_title(text)
    return divided


def _spans(titles: Sequence[str]) -> list[tuple[int, int]]:
    """Return of each place the first and the last one of the title that spans it.

    A merged title stands at all its places, or at the first one with nothing behind it.
    """
    starts = [0]
    for place in range(1, len(titles)):
        goes_on = not titles[place] or titles[place] == titles[place - 1]
        starts.append(starts[-1] if goes_on else place)
    ends = [*(start - 1 for start in starts[1:]), len(titles) - 1]
    last = len(titles) - 1
    spans = [(0, 0)] * len(titles)
    for place in range(len(titles) - 1, -1, -1):
        if place < len(titles) - 1 and starts[place + 1] != starts[place]:
            last = ends[place]
        spans[place] = (starts[place], last)
    return spans


def _read(index: int, stack: Sequence[tuple[str, ...]], wanted: Columns) -> Header:
    """Return the header of the titles, those of one column below each other."""
    width = max(map(len, stack))
    found: list[tuple[tuple[int, ...], str, Meaning | None]] = []
    stacked = [_stacked(stack, place) for place in range(width)]
    place = 0
    while place < width:
        texts = stacked[place]
        end = place + 1
        while end < width and texts and stacked[end] == texts:
            end += 1
        if texts:
            found.append((tuple(range(place, end)), " ".join(texts), _meaning(texts, wanted)))
        place = end
    return _header(index, index + len(stack) - 1, width, found)


def _stacked(stack: Sequence[tuple[str, ...]], place: int) -> tuple[str, ...]:
    """Return what the rows of a header say of one place, from above."""
    column = ["".join(row[place : place + 1]) for row in stack]
    for level, row in enumerate(stack):
        if not column[level] and any(column[level + 1 :]):
            # Nothing behind a title: a merged cell whose text is at its first place alone.
            column[level] = next((title for title in reversed(row[:place]) if title), "")
    return tuple(dict.fromkeys(filter(None, column)))


def _meaning(texts: Sequence[str], wanted: Columns) -> Meaning | None:
    """Return what titles below each other mean: what the lowest says, else those above it."""
    for text in (texts[-1], "".join(texts[-2:])):
        if wanted.may_have_ticks and is_ticked_title(text):
            return Meaning(f"{SERVICES}{FURTHER}{text}", 0)
        if (meaning := wanted.meaning_of(text)) is not None:
            return meaning
    return next(filter(None, map(wanted.meaning_of, reversed(texts[:-1]))), None)


def _header(
    first: int, last: int, width: int, found: Sequence[tuple[tuple[int, ...], str, Meaning | None]]
) -> Header:
    """Return the header with the best column for each thing, and the others behind it."""
    places: dict[str, tuple[int, ...]] = {}
    titles: dict[str, str] = {}
    untaken: list[Untaken] = []
    known = [
        (meaning, at, title)
        for at, title, meaning in found
        if meaning is not None and meaning.column != NOTHING
    ]
    for known_as, at, title in sorted(known, key=lambda entry: (entry[0].rank, entry[1])):
        key = known_as.column
        if key in places:
            if key.partition(FURTHER)[0] not in MAY_HAVE_FURTHER:
                untaken.append(Untaken(at, title, doubles=titles[key]))
                continue
            key = _further(key, title, places)
        places[key], titles[key] = at, title
    for at, title, meaning in found:
        if meaning is None or meaning.column == NOTHING:
            untaken.append(Untaken(at, title))
    named = {datum_of(titles[key]) for key in places if key in _OF_POSITIONS} - {None}
    datum = named.pop() if len(named) == 1 else None
    untaken.sort(key=lambda column: column.places)
    return Header(first, last, width, places, titles, tuple(untaken), datum)


def _further(column: str, title: str, taken: Mapping[str, object]) -> str:
    key = f"{column.partition(FURTHER)[0]}{FURTHER}{title}"
    number = 2
    while key in taken:
        key = f"{column}{FURTHER}{title} ({number})"
        number += 1
    return key


def _refuse_twice(places: Mapping[str, int], titles: Sequence[str]) -> None:
    """Raise ``HeaderError`` where a person says of one column that it holds two things."""
    columns_at: defaultdict[int, list[str]] = defaultdict(list)
    for column, place in places.items():
        columns_at[place].append(printed_title(column))
    for place, columns in columns_at.items():
        if len(columns) > 1:
            said = {"title": shown(titles[place]), "columns": ", ".join(columns)}
            raise HeaderError(
                _("The column “%(title)s” is named for several things: %(columns)s.") % said,
                _("Name another column for each of them."),
            )


def _mapped(
    index: int, titles: tuple[str, ...], mapped: Mapping[str, int], wanted: Columns
) -> Header:
    """Return the header of which a person has said what its columns hold.

    What is ticked stays known: whoever says where the names are does not say that it is nothing.
    """
    width = max(len(titles), *(place + 1 for place in mapped.values()))
    named = [*titles, *[""] * (width - len(titles))]
    column_at = {place: column for column, place in mapped.items()}
    found: list[tuple[tuple[int, ...], str, Meaning | None]] = []
    for place, title in enumerate(named):
        if column := column_at.get(place):
            found.append(((place,), title or printed_title(column), Meaning(column, 0)))
        elif wanted.may_have_ticks and is_ticked_title(title):
            found.append(((place,), title, Meaning(f"{SERVICES}{FURTHER}{title}", 0)))
        elif title:
            found.append(((place,), title, None))
    return replace(_header(index, index, width, found), is_said=True)


def _not_there(rows: Sequence[Sequence[str]], wanted: Columns) -> HeaderError:
    """Return which of the columns that a person named are in no row."""
    heads = [titles for titles in map(titles_of, rows) if any(titles) and may_be_titles(titles)]
    lacking = [
        [title for title in wanted.said.values() if place_of(title, titles) is None]
        for titles in heads
    ]
    fewest = min(lacking, key=len, default=[*wanted.said.values()])
    if not fewest:
        return _missing(rows, wanted)
    return HeaderError(
        _("No row has the columns that were named: %(titles)s.") % {"titles": ", ".join(fewest)},
        _("Name each by its title as the file has it, or by its letter or number."),
    )


def _missing(rows: Sequence[Sequence[str]], wanted: Columns) -> HeaderError:
    """Return what the fullest header lacks."""
    heads = [list(_columns(row, wanted)) for row in rows]
    best = max(heads, key=lambda columns: len(set(columns)), default=[])
    if not best and (garbled := _garbled(rows, wanted)):
        return HeaderError(
            _("The text was read in a wrong encoding before: “%(garbled)s” is “%(meant)s”.")
            % {"garbled": garbled[0], "meant": garbled[1]},
            _("Take the file as it was before, or have it saved anew by whoever made it."),
        )
    missing = ", ".join(wanted.titles[column] for column in wanted.required if column not in best)
    problem = _("There is no header with all columns: %(missing)s not found.")
    problem %= {"missing": missing}
    likeliest = rows[heads.index(best)] if best else _fullest(rows)
    if titles := list(dict.fromkeys(filter(None, titles_of(likeliest)))):
        more = ["…"] if len(titles) > _TITLES_SHOWN else []
        said = {"titles": "、".join([*map(shown, titles[:_TITLES_SHOWN]), *more])}
        likeliest_text = _("The row that is most like one has: %(titles)s.") % said
        problem = f"{problem} {likeliest_text}"
    return HeaderError(problem, str(wanted.remedy))


def _fullest(rows: Sequence[Sequence[str]]) -> Sequence[str]:
    """Return the first of the rows with the most texts that may be titles."""
    return max(
        (row for row in rows if may_be_titles(row)),
        key=lambda row: len(set(filter(str.strip, row))),
        default=(),
    )


def _columns(row: Sequence[str], wanted: Columns) -> Iterator[str]:
    return filter(None, map(wanted.column_of, titles_of(row)))


def _garbled(rows: Sequence[Sequence[str]], wanted: Columns) -> tuple[str, str] | None:
    """Return a title whose UTF-8 was read as GB 18030, and what it was."""
    for row in rows:
        for title in titles_of(row):
            meant = title[:_LONGEST_TITLE].encode("gb18030", "ignore").decode("utf-8", "ignore")
            if meant != title and wanted.column_of(meant):
                return shown(title), meant
    return None
