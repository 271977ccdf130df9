"""Shares as bars that the server draws: each with a table that says the same."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

# The bar is that wide in its own units; what is not nothing is never thinner than can be seen.
_WIDTH: Final = 1000
_THINNEST: Final = 6


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole: its name, how many, where they are listed, a class for its colour."""

    label: str
    count: int
    url: str
    tone: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A part as it is drawn, in units of the bar, and its percentage as text."""

    share: Share
    x: int
    width: int
    percent: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A whole in parts.

    Attributes:
        key: unique in the page.
        title: what is shown.
        unit: what is counted, as a heading.
        description: the chart in one sentence, for those who do not see it.
        segments: the parts.
        total: how many there are in all.
    """

    key: str
    title: str
    unit: str
    description: str
    segments: tuple[Segment, ...]
    total: int


def make_chart(key: str, title: str, unit: str, shares: Iterable[Share]) -> Chart:
    """Return the chart of some shares."""
    shares = tuple(shares)
    total = sum(share.count for share in shares)
    segments = []
    x = 0
    for share, width in zip(shares, _widths([share.count for share in shares]), strict=True):
        segments.append(Segment(share, x, width, _percent(share.count, total)))
        x += width
    said = "；".join(f"{one.share.label} {one.share.count} ({one.percent})" for one in segments)
    count = ngettext("%(count)d outlet in all", "%(count)d outlets in all", total)
    text = _("%(total)s: %(shares)s") % {"total": count % {"count": total}, "shares": said}
    return Chart(key, title, unit, text, tuple(segments), total)


def _widths(counts: list[int]) -> list[int]:
    """Return widths that add up to the bar's (0 if there is nothing at all)."""
    total = sum(counts)
    if not total:
        return [0] * len(counts)
    widths = [max(_THINNEST, count * _WIDTH // total) if count else 0 for count in counts]
    largest = widths.index(max(widths))
    widths[largest] += _WIDTH - sum(widths)
    return widths


def _percent(count: int, total: int) -> str:
    """Return the share in whole percent; neither 0 nor 100 unless it is none or all."""
    if not count:
        return "0%"
    percent = min(99, max(1, round(100 * count / total)))
    return "100%" if count == total else f"{percent}%"
