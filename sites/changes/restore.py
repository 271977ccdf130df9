"""A recorded change is taken back, as far as nobody has said anything else since."""

from sites.changes.fields import plain_value
from sites.changes.record import Edit, Fact
from sites.models import PointChange, ServicePoint
from sites.reference.stored import Reference


def restoring_edit(
    change: PointChange, point: ServicePoint, reference: Reference
) -> tuple[Edit | None, tuple[str, ...]]:
    """Return the edit that brings back what a stored point was before a change, and what stays.

    Values come back with their dates and sources. Fields that have been set since are left as they
    are: their names are returned. None if nothing is left to bring back. A change that added the
    point has nothing before it: withdrawing the point is another matter.
    """
    before: dict[str, Fact] = change.before
    after: dict[str, Fact] = change.after
    later = tuple(field for field in before if _fact(point, field, reference) != after[field])
    facts = {field: fact for field, fact in before.items() if field not in later}
    if not facts:
        return None, later
    edit = Edit(
        point=point,
        values={field: fact["value"] for field, fact in facts.items()},
        provenance={field: fact["provenance"] for field, fact in facts.items()},
    )
    return edit, later


def _fact(point: ServicePoint, field: str, reference: Reference) -> Fact:
    return {
        "value": plain_value(point, field, reference),
        "provenance": point.provenance.get(field),
    }
