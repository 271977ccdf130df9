"""A problem → what to do about it, what to bring, where, and how to avoid the trip.

The doors use `list_guides`, `get_guide`, `find_guides` and `search_parameters`; the content is in
the project's files and is checked when the program starts.
"""

from sites.guides.content import At, GuideKind, Language, Part, Purpose, SourceKind, Unit
from sites.guides.guide_answer import (
    ChannelEntry,
    GuideAnswer,
    GuideEntry,
    GuideRegion,
    HotlineEntry,
    RuleEntry,
    SourceEntry,
    Statement,
)
from sites.guides.regional_guide import get_guide, list_guides, search_parameters
from sites.guides.search import find_guides

__all__ = [
    "At",
    "ChannelEntry",
    "GuideAnswer",
    "GuideEntry",
    "GuideKind",
    "GuideRegion",
    "HotlineEntry",
    "Language",
    "Part",
    "Purpose",
    "RuleEntry",
    "SourceEntry",
    "SourceKind",
    "Statement",
    "Unit",
    "find_guides",
    "get_guide",
    "list_guides",
    "search_parameters",
    "system_checks",
]
