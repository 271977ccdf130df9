"""Where is a person? What they type → the places that it can mean.

The doors use `locate`; nothing of what a person types is stored or logged.
"""

from sites.locating.candidates import Candidate, Located, NamedPoint, Reason, Slip
from sites.locating.locate import (
    DEFAULT_LIMIT,
    MAX_LENGTH,
    MAX_LENGTH_WITH_LINK,
    MAX_LIMIT,
    locate,
)
from sites.locating.online import services

__all__ = [
    "DEFAULT_LIMIT",
    "MAX_LENGTH",
    "MAX_LENGTH_WITH_LINK",
    "MAX_LIMIT",
    "Candidate",
    "Located",
    "NamedPoint",
    "Reason",
    "Slip",
    "locate",
    "services",
]
