"""The positions of a region as a table: to be checked, corrected and imported again."""

import csv
from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from django.db.models import QuerySet, TextChoices
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from sites.changes.fields import stored_position
from sites.geo.datum import Datum, convert
from sites.geo.map_links import amap_place, amap_search, tianditu_place, tianditu_search
from sites.geo.position import Position
from sites.geo.precision import Precision
from sites.geocoding.proposals import findings_of, open_proposals
from sites.geocoding.run import Only, points_to_geocode
from sites.importing.columns import POSITIONS
from sites.models import Region, ServicePoint
from sites.models.service_point import precision_name
from sites.text.csv_safe import csv_safe

if TYPE_CHECKING:
    from _typeshed import SupportsWrite

# 1 cm: what goes out and comes back unchanged is the same place.
_DECIMALS: Final = 7


class ToCheck(TextChoices):
    """Which positions are exported."""

    COARSE = "coarse", gettext_lazy("not known, or no finer than the town")
    MISSING = "missing", gettext_lazy("not known")
    PROPOSALS = "proposals", gettext_lazy("a proposal waits for a decision")
    ALL = "all", gettext_lazy("all")


def write_positions(
    region: Region, to_check: ToCheck, file: "SupportsWrite[str]", datum: Datum = Datum.WGS84
) -> int:
    """Write the table as CSV with a BOM, its pairs in `datum`; return the number of outlets.

    The titles are those that the import reads, in the active language. Two columns open the place
    in 高德 and 天地图, or a search for the address where the place is only roughly known. What a
    person has decided on is exported with all outlets alone.
    """
    file.write("\ufeff")
    writer = csv.writer(file)
    writer.writerow(_titles())
    proposals = _proposals(region)
    count = 0
    for point in _points(region, to_check).select_related("town").order_by("serial", "pk"):
        row = _row(point, region, datum, proposals.get(point.pk, []))
        writer.writerow([csv_safe(cell) for cell in row])
        count += 1
    return count


def _points(region: Region, to_check: ToCheck) -> QuerySet[ServicePoint]:
    if to_check is ToCheck.ALL:
        return points_to_geocode(region.adcode, Only.ALL)
    if to_check is ToCheck.PROPOSALS:
        waiting = open_proposals(region.adcode).order_by().values("point")
        return points_to_geocode(region.adcode, Only.ALL).filter(pk__in=waiting)
    points = points_to_geocode(region.adcode, Only(to_check.value))
    return points.exclude(provenance__position__locked=True)


def _proposals(region: Region) -> dict[int, list[str]]:
    """Return, by point, what is proposed by whom and what speaks against it."""
    texts: defaultdict[int, list[str]] = defaultdict(list)
    for proposal in open_proposals(region.adcode):
        why = "; ".join(map(str, findings_of(proposal)))
        pair = f"{proposal.longitude:.6f}, {proposal.latitude:.6f}"
        texts[proposal.point_id].append(f"{proposal.provider} {pair} (wgs84): {why}")
    return texts


def _titles() -> list[str]:
    is_chinese = (get_language() or "").startswith("zh")

    def title(column: str) -> str:
        return POSITIONS.titles[column] if is_chinese else column.replace("_", " ")

    return [
        *map(title, ("public_id", "serial", "name")),
        *(_("address"), _("town")),
        *map(title, ("longitude", "latitude", "precision", "datum")),
        *(_("source of the position"), _("to be decided"), _("in Amap"), _("in Tianditu")),
    ]


def _row(
    point: ServicePoint, region: Region, datum: Datum, proposals: list[str]
) -> Iterator[object]:
    position = stored_position(point)
    yield from (str(point.public_id), point.serial, point.name, point.address)
    yield point.town.name if point.town is not None else ""
    if position is None:
        yield from ("", "", "", "", "")
    else:
        place = position.coordinate
        pair = convert(place.longitude, place.latitude, Datum.WGS84, datum)
        yield from (round(degrees, _DECIMALS) for degrees in pair)
        yield from (precision_name(position.precision.value), datum.value, position.source)
    yield " | ".join(proposals)
    yield from map_addresses(point, region, position)


def map_addresses(
    point: ServicePoint, region: Region, position: Position | None
) -> tuple[str, str]:
    """Return the https addresses of the place in 高德 and in 天地图.

    A place that is only roughly known is searched for by the outlet's address.
    """
    if position is not None and position.precision.finer_than(Precision.VILLAGE):
        return amap_place(position.coordinate, point.name), tianditu_place(position.coordinate)
    text = _search_text(point, region)
    near = position.coordinate if position is not None else None
    return amap_search(text, region.adcode), tianditu_search(text, near)


def _search_text(point: ServicePoint, region: Region) -> str:
    """Return the address, with the region and the town in front where it does not name them."""
    text = point.address
    if point.town is not None and point.town.name not in text:
        text = f"{point.town.name}{text}"
    return text if region.name in text else f"{region.name}{text}"
