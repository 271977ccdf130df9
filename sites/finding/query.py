"""The question: what a person or a program wants to find."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sites.geo.boxes import Box
from sites.geo.coordinate import Coordinate
from sites.geo.precision import Precision
from sites.reference.catalog import Language

DEFAULT_LIMIT: Final = 100
MAX_LIMIT: Final = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class PointQuery:
    """One question. Every door asks with this value, so that every door gives one answer.

    All conditions hold at once; None or an empty tuple is no condition.

    Attributes:
        region: GB/T 2260 code of the district.
        town: the town's key, its name or one of its other names, in `region` if that is given.
        services: codes; a point must offer all of them.
        operator: the operator's code.
        kind: `sites.models.Kind` value.
        open_at: the moment, with its time zone, at which they are open by their opening hours.
        or_unknown: with `open_at`, those too of which nobody knows whether they are open then.
        closed: those that have left the lists, instead of those that are in them.
        text: words that must all occur (name, address, landmark, town, operator, phone digits,
            pinyin or, from the beginning of a name, its initials).
        bbox: WGS-84 box that the position lies in.
        near: WGS-84 place to order by distance from; nearest first.
        near_precision: how precisely `near` is known: None for a place that somebody pointed at,
            the level of the thing that was located for one that came from a text.
        radius_m: greatest distance from `near` in metres.
        limit: how many points at the most, 1…MAX_LIMIT.
        cursor: where the answer before this one ended (its `next_cursor`).
        with_total: also count all matches.
        language: of the names and notes in the answer.
    """

    region: str | None = None
    town: str | None = None
    services: tuple[str, ...] = ()
    operator: str | None = None
    kind: str | None = None
    open_at: datetime | None = None
    or_unknown: bool = False
    closed: bool = False
    text: str = ""
    bbox: Box | None = None
    near: Coordinate | None = None
    near_precision: Precision | None = None
    radius_m: float | None = None
    limit: int = DEFAULT_LIMIT
    cursor: str | None = None
    with_total: bool = False
    language: Language = "zh-hans"
