"""What others have changed since somebody looked.

A state that was seen has a number already, the data version: pages carry it in their forms, the API
in its ETags. So one comparison with the log tells both of them what has been changed meanwhile.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sites.changes.fields import PlainValue
from sites.models import PointChange, ServicePoint


@dataclass(frozen=True, slots=True)
class ConcurrentChange:
    """What became of one field since a data version.

    Attributes:
        before: the value that was seen.
        now: the value that is stored.
        change: the last change that set it.
    """

    before: PlainValue
    now: PlainValue
    change: PointChange


def changed_since(
    points: Iterable[ServicePoint | int], version: int
) -> Mapping[int, Mapping[str, ConcurrentChange]]:
    """Return what was changed in points since a data version, by key and field; one query.

    A value that was changed to and fro, or only verified, is as it was seen. For points that are
    about to be changed the caller holds the rows.
    """
    changes = (
        PointChange.objects.filter(point__in=list(points), data_version__gt=version)
        .select_related("user", "import_run")
        .order_by("pk")
    )
    changed: defaultdict[int, dict[str, ConcurrentChange]] = defaultdict(dict)
    for change in changes:
        fields = changed[change.point_id]
        for field, fact in change.after.items():
            if field in fields:
                seen = fields[field].before
            else:
                seen = change.before[field]["value"] if field in change.before else None
            fields[field] = ConcurrentChange(seen, fact["value"], change)
    return {
        key: {field: entry for field, entry in fields.items() if entry.before != entry.now}
        for key, fields in changed.items()
    }
