"""Which state of the public data an answer belongs to, and how many points there are then."""

from typing import Final

from django.conf import settings
from django.db import connections

from sites.finding.statements import POINT_TABLE
from sites.reference.version import Kept, Versions, by_public, stored_versions


def revision() -> str:
    """Return a text that changes with every release and every change of public data.

    Meant for ETags and cache keys: equal revisions give equal answers.
    """
    return f"{settings.RELEASE}-{stored_versions().public}"


def reference_revision() -> str:
    """Return a text that changes with every release and every change of reference data.

    For what shows nothing of any outlet: an edit of one leaves it as it was.
    """
    return f"{settings.RELEASE}-r{stored_versions().reference}"


def count_points(at: Versions, region: str | None) -> int:
    """Return how many active points there are, in a region or in all."""
    return kept_counts(at, at.alias, region)


def _count(alias: str, region: str | None) -> int:
    """Return the number of active points; an index holds all that this reads."""
    of_region = "" if region is None else " AND region_id = %s"
    with connections[alias].cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) FROM {POINT_TABLE} WHERE is_active{of_region}",
            [] if region is None else [region],
        )
        return int(cursor.fetchone()[0])


kept_counts: Final = Kept(_count, by=by_public, maxsize=4096)
