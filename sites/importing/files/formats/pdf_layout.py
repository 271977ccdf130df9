"""The characters and lines of a page become lines of text, and tables: ruled ones or not.

All positions are in points from the page's upper left corner.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final, TypeAlias
from unicodedata import normalize

# pdfplumber describes characters as mappings: text, x0, x1, top, bottom, size.
Char: TypeAlias = Mapping[str, Any]
Band: TypeAlias = tuple[float, float]
Box: TypeAlias = tuple[float, float, float, float]

_SNAP: Final = 2.5
_FEWEST_COLUMNS: Final = 2
# How many characters a full line may lack; where no lines are drawn, the column's end is a guess.
_ROOM: Final = 1.2
_ROOM_WITHOUT_LINES: Final = 2.0
# Between the columns of a table without rules is at least a character.
_FEWEST_APART: Final = 3
# Many programs write parts of characters where they mean the characters, which look the same.
_PARTS: Final = str.maketrans(
    {
        **{
            chr(code): normalize("NFKC", chr(code))
            for code in (*range(0x2F00, 0x2FD6), *range(0xFB00, 0xFB07), 0x2E9F, 0x2EF3)
        },
        **dict(
            zip(
                "⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰",
                "民虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙",
                strict=True,
            )
        ),
    }
)
_DIGITS: Final = re.compile(r"\d{7,}")


@dataclass(frozen=True, slots=True)
class Line:
    """Texts that stand beside each other without a gap.

    Attributes:
        text: what they say.
        x0, x1: where it begins and ends.
        top, bottom: the same from above.
        size: height of its characters.
    """

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float

    @property
    def middle(self) -> float:
        """Its height on the page."""
        return (self.top + self.bottom) / 2


@dataclass(slots=True)
class Laid:
    """A table as it lies on a page.

    Attributes:
        rows: its texts.
        edges: where its columns begin and the last one ends.
        top: where it begins.
        is_ruled: whether its cells are drawn.
        joined: how many cells had broken lines that were joined.
        uncertain: indexes of rows whose texts may be of two columns.
        levels: where its rows begin and the last one ends, if they are drawn.
    """

    rows: list[list[str]]
    edges: list[float]
    top: float
    is_ruled: bool
    joined: int = 0
    uncertain: tuple[int, ...] = ()
    levels: Sequence[float] = ()

    def fits_below(self, other: "Laid") -> bool:
        """Return whether its columns are those of another table, on the page before."""
        return len(self.edges) == len(other.edges) and all(
            abs(mine - theirs) <= 2 * _SNAP
            for mine, theirs in zip(self.edges, other.edges, strict=True)
        )

    def place_of(self, x: float, y: float) -> tuple[int, int] | None:
        """Return row and column, from 0, of the drawn cell at a position; None if it is in none."""
        row, column = bisect_right(self.levels, y) - 1, bisect_right(self.edges, x) - 1
        is_inside = 0 <= row < len(self.levels) - 1 and 0 <= column < len(self.edges) - 1
        return (row, column) if is_inside else None


def ruled_table(cells: Sequence[Box], chars: Sequence[Char]) -> tuple[Laid, set[int]] | None:
    """Return the table of drawn cells and which characters are in it, None for a mere frame.

    A cell's text stands at each place that the cell covers.
    """
    xs = _snapped(edge for x0, _top, x1, _bottom in cells for edge in (x0, x1))
    ys = _snapped(edge for _x0, top, _x1, bottom in cells for edge in (top, bottom))
    if len(xs) <= _FEWEST_COLUMNS:
        return None
    owners: dict[tuple[int, int], int] = {}
    for number, (x0, top, x1, bottom) in enumerate(cells):
        for row in range(_place(ys, top), _place(ys, bottom)):
            for column in range(_place(xs, x0), _place(xs, x1)):
                owners[row, column] = number
    inside: dict[int, list[Char]] = defaultdict(list)
    taken = set()
    for index, char in enumerate(chars):
        x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
        owner = owners.get((bisect_right(ys, y) - 1, bisect_right(xs, x) - 1))
        if owner is not None:
            taken.add(index)
            inside[owner].append(char)
    joined = 0
    texts = {}
    for number, (x0, _top, x1, _bottom) in enumerate(cells):
        lines = lines_of(inside[number], is_apart=False)
        texts[number], has_joined = _joined(lines, x0, x1)
        joined += has_joined
    rows = [
        [texts.get(owners.get((row, column), -1), "") for column in range(len(xs) - 1)]
        for row in range(len(ys) - 1)
    ]
    return Laid(rows, xs, ys[0], is_ruled=True, joined=joined, levels=ys), taken


def unruled_table(lines: Sequence[Line]) -> tuple[Laid, set[int]] | None:
    """Return the table that texts with gaps between them make, and which lines are in it.

    Lines are those of `lines_of`, apart at gaps. Its columns are where most rows of several texts
    have them. None if they make no table.
    """
    beside = _beside(lines)
    many = [place for place, row in enumerate(beside) if len(row) >= _FEWEST_APART]
    widths = sorted({len(beside[place]) for place in many}, reverse=True)
    tries = (_fitting(beside, [one for one in many if len(beside[one]) <= most]) for most in widths)
    bands, full = max(tries, key=lambda found: len(found[1]), default=([], []))
    if len(full) < 2:
        return None
    first, last = full[0], full[-1]
    # Lines that begin the first row, where its cells are centred, and those that end the last one.
    while first > 0 and _is_close(beside[first - 1], beside[first], len(bands)):
        first -= 1
    while last + 1 < len(beside) and _is_close(beside[last], beside[last + 1], len(bands)):
        last += 1
    region = beside[first : last + 1]
    return _in_bands(region, bands)


def rows_alone(lines: Sequence[Line]) -> list[str]:
    """Return the texts of what looks like a row of a table, where there are too few for one."""
    many = (row for row in _beside(lines) if len(row) >= _FEWEST_APART)
    return [" ".join(line.text for line in row) for row in many]


def _is_close(above: Sequence[Line], below: Sequence[Line], width: int) -> bool:
    """Return whether two lines of texts stand so close that they may be of one row."""
    return min(len(above), len(below)) < width and (
        below[0].top - above[0].bottom < max(above[0].size, below[0].size) / 2
    )


def _fitting(beside: Sequence[Sequence[Line]], places: list[int]) -> tuple[list[Band], list[int]]:
    """Return the columns of the fullest row and of all that fit to it, and these rows' places."""
    bands: list[Band] = []
    fitting: list[int] = []
    for place in sorted(places, key=lambda one: -len(beside[one])):
        wider = _bands([*bands, *((line.x0, line.x1) for line in beside[place])])
        # A row that would make one column of two does not fit.
        if len(wider) >= len(bands):
            bands = wider
            fitting.append(place)
    return bands, sorted(fitting)


def _in_bands(region: Sequence[Sequence[Line]], bands: Sequence[Band]) -> tuple[Laid, set[int]]:
    """Put the texts of a region into its columns."""
    width = len(bands)
    anchors = _anchors(region, bands)
    cells: dict[int, dict[int, list[Line]]] = {place: defaultdict(list) for place in anchors}
    uncertain = set()
    for row, anchor in zip(region, anchors, strict=True):
        for line in row:
            covered = _covered(line, bands)
            if len(covered) > 1 and len(row) > 1:
                uncertain.add(anchor)
            band = min(covered or range(width), key=lambda one: _distance(line, bands[one]))
            cells[anchor][covered[0] if len(row) == 1 and covered else band].append(line)
    rows, joined = [], 0
    for anchor in sorted(cells):
        texts = [""] * width
        for band, lines in cells[anchor].items():
            texts[band], has_joined = _joined(lines, *bands[band], _ROOM_WITHOUT_LINES)
            joined += has_joined
        rows.append(texts)
    edges = [x0 for x0, _x1 in bands] + [bands[-1][1]]
    numbers = tuple(index for index, anchor in enumerate(sorted(cells)) if anchor in uncertain)
    laid = Laid(rows, edges, region[0][0].top, is_ruled=False, joined=joined, uncertain=numbers)
    return laid, {id(line) for row in region for line in row}


def _anchors(region: Sequence[Sequence[Line]], bands: Sequence[Band]) -> list[int]:
    """Return for each line of texts the place of the one that begins its row.

    A line that begins none belongs to the one that it stands closer to, above or below it.
    """
    begins = [place for place, row in enumerate(region) if _is_row(row, bands)]
    gaps = [after[0].top - before[0].bottom for before, after in pairwise(region)]
    anchors = []
    for place, row in enumerate(region):
        goes_up = place > 0 and (place == len(gaps) or gaps[place - 1] <= gaps[place])
        step, at = (-1 if goes_up else 1), place
        while at not in begins and 0 <= at + step < len(region):
            at += step
        nearest = min(begins, key=lambda one: abs(region[one][0].middle - row[0].middle))
        anchors.append(at if at in begins else nearest)
    return anchors


def _is_row(row: Sequence[Line], bands: Sequence[Band]) -> bool:
    """Return whether texts beside each other begin a row: most columns, the first, or a heading."""
    if len(row) == 1:
        return len(_covered(row[0], bands)) > 1
    return 2 * len(row) > len(bands) or row[0].x0 < bands[0][1]


def _covered(line: Line, bands: Sequence[Band]) -> list[int]:
    return [place for place, (x0, x1) in enumerate(bands) if line.x0 < x1 and line.x1 > x0]


def _distance(line: Line, band: Band) -> float:
    return abs(line.x0 + line.x1 - band[0] - band[1])


def lines_of(chars: Sequence[Char], *, is_apart: bool) -> list[Line]:
    """Return the lines of some characters from above, each from its left.

    With `is_apart` a gap as wide as a character begins a line of its own.
    """
    lines = []
    for row in _rows_of_chars(chars):
        part: list[Char] = []
        for char in sorted(row, key=lambda one: one["x0"]):
            if is_apart and part and char["x0"] - part[-1]["x1"] > 0.9 * char["size"]:
                lines.append(_line(part))
                part = []
            part.append(char)
        if part:
            lines.append(_line(part))
    return [line for line in lines if line.text]


def _rows_of_chars(chars: Sequence[Char]) -> Iterator[list[Char]]:
    row: list[Char] = []
    ordered = sorted(
        (char for char in chars if char["text"].strip()), key=lambda one: one["top"] + one["bottom"]
    )
    for char in ordered:
        if row and char["top"] + char["bottom"] - row[0]["top"] - row[0]["bottom"] > char["size"]:
            yield row
            row = []
        row.append(char)
    if row:
        yield row


def _line(chars: Sequence[Char]) -> Line:
    text = chars[0]["text"]
    for before, char in pairwise(chars):
        is_gap = char["x0"] - before["x1"] > 0.35 * char["size"]
        text += f" {char['text']}" if is_gap else char["text"]
    return Line(
        text=text.strip().translate(_PARTS),
        x0=chars[0]["x0"],
        x1=chars[-1]["x1"],
        top=min(char["top"] for char in chars),
        bottom=max(char["bottom"] for char in chars),
        size=max(char["size"] for char in chars),
    )


def _joined(lines: Sequence[Line], x0: float, x1: float, room: float = _ROOM) -> tuple[str, bool]:
    """Return the text of a cell that reaches from x0 to x1, and whether broken lines were joined.

    A line that is full, so that the next character had no room, goes on in the next one; any other
    break was meant.
    """
    text, has_joined = lines[0].text if lines else "", False
    margin = min((line.x0 - x0 for line in lines), default=0.0)
    for line, following in pairwise(lines):
        left = x1 - max(margin, 0) - line.x1
        is_whole = _DIGITS.search(line.text[-8:]) and _DIGITS.match(following.text)
        if left < room * following.size and not is_whole:
            is_word = line.text[-1:].isascii() and line.text[-1:].isalpha()
            text += f" {following.text}" if is_word else following.text
            has_joined = True
        else:
            text += f"\n{following.text}"
    return text, has_joined


def _beside(lines: Sequence[Line]) -> list[list[Line]]:
    """Return the lines in rows of those that stand at one height."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda one: (one.middle, one.x0)):
        if rows and line.middle - rows[-1][0].middle < line.size / 2:
            rows[-1].append(line)
        else:
            rows.append([line])
    for row in rows:
        row.sort(key=lambda one: one.x0)
    return rows


def _bands(places: Iterable[Band]) -> list[Band]:
    """Return where texts stand, those that overlap put together."""
    bands: list[Band] = []
    for x0, x1 in sorted(places):
        if bands and x0 < bands[-1][1]:
            bands[-1] = (bands[-1][0], max(bands[-1][1], x1))
        else:
            bands.append((x0, x1))
    return bands


def _snapped(edges: Iterable[float]) -> list[float]:
    """Return edges from the least, those that are drawn as one put together."""
    kept: list[float] = []
    for edge in sorted(edges):
        if not kept or edge - kept[-1] > _SNAP:
            kept.append(edge)
    return kept


def _place(edges: Sequence[float], edge: float) -> int:
    return bisect_right(edges, edge + _SNAP / 2) - 1
