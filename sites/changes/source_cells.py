"""What the tables print of an outlet, where nothing public changes with it."""

from collections.abc import Iterable

from sites.changes.bulk_rows import update_rows
from sites.models import ServicePoint


def note_printed(points: Iterable[ServicePoint]) -> None:
    """Store `printed` of the points, whose rows the caller holds.

    It says what a person has seen of the tables when deciding. That is no public data: it moves
    neither a date nor the data version.
    """
    update_rows(ServicePoint, points, ["printed"])
