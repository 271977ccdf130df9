"""Every serial belongs to one active outlet: which rows ask for one that stays another's."""

from collections import defaultdict
from collections.abc import Iterable

from sites.importing.matching import StoredOutlet
from sites.importing.plan import PlannedOutlet


def rows_with_taken_serials(
    planned: Iterable[PlannedOutlet], stored: Iterable[StoredOutlet]
) -> dict[int, str]:
    """Return the numbers of rows that ask for a serial which an outlet keeps, with its name.

    An outlet whose row is refused keeps its own serial, which may be what another row asks for.
    """
    stored_by_id = {outlet.point.public_id: outlet for outlet in stored}
    holders: dict[object, str] = {}
    claims: defaultdict[object, list[tuple[int, StoredOutlet | None]]] = defaultdict(list)
    for outlet in planned:
        former = stored_by_id[outlet.public_id] if outlet.public_id is not None else None
        values = dict(former.values) if former is not None else {}
        values |= {field: change.new for field, change in outlet.changes.items()}
        if not values["is_active"]:
            continue
        if outlet.row is None or outlet.changes.keys().isdisjoint({"serial", "is_active"}):
            holders[values["serial"]] = outlet.name
        else:
            claims[values["serial"]].append((outlet.row, former))
            if len(claims[values["serial"]]) > 1:
                holders.setdefault(values["serial"], outlet.name)
    refused: dict[int, str] = {}
    contested = [serial for serial in claims if serial in holders]
    while contested:
        serial = contested.pop()
        for row, former in claims.pop(serial, ()):
            refused[row] = holders[serial]
            if former is not None and former.point.is_active:
                holders[former.values["serial"]] = former.point.name
                contested.append(former.values["serial"])
    return refused
