"""What a text says, one statement for each thing that it says of some days."""

from dataclasses import dataclass, field
from enum import Enum, auto

from sites.hours.schedule import Yearly
from sites.hours.texts.clock import Range
from sites.hours.texts.lexicon import Part
from sites.hours.texts.subjects import Subject

__all__ = ["Statement", "Verb"]


class Verb(Enum):
    """What is said of some days."""

    HOURS = auto()
    BARE = auto()
    """Nothing: days that belong to hours written elsewhere."""
    CLOSED = auto()
    EXCEPT = auto()
    """Closed, as an exception from what is said beside it."""
    USUAL = auto()
    """Open as on other days."""
    DOUBT = auto()
    BREAK = auto()
    NO_BREAK = auto()
    EXTRA = auto()
    """Open besides: 延时服务."""
    UNTIL = auto()
    """Open until another time than on other days."""
    FROM = auto()
    """Open from another time than on other days."""
    ARRANGEMENT = auto()


@dataclass(slots=True, eq=False)
class Statement:
    """One thing that a text says."""

    verb: Verb
    label: str = ""
    """The service; empty if none is named."""
    periods: tuple[Yearly, ...] = ()
    is_other_period: bool = False
    subject: Subject | None = None
    part: Part | None = None
    ranges: list[Range] = field(default_factory=list)
    note: str = ""
    doubt: str | None = None
    """Of hours: why they hold only perhaps."""
    is_only: bool = False
    """Whether it says that there is nothing else: 只上午8:30-12:00."""
    is_instead: bool = False
    """Whether it replaces what is said of the same days before: 周三改为10:00-16:00."""
    is_in_bracket: bool = False
    is_for_all: bool = False
    is_beside_days: bool = False
    """Whether it stands behind days of which nothing is said yet: 周一至周五（节假日除外）."""
    is_period_behind: bool = False
    """Whether the part of the year stands behind the hours: 8:30-17:00（4月至9月）."""
    is_of_one: bool = False
    """Whether it names its service once more: 周末对公不办理."""
    is_behind_stop: bool = False
    after: "Statement | None" = None
    """What stands before it."""
