"""One row of an answer as a page words it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sites.finding import Catalog, PointRow, RegionEntry
from sites.geo.coordinate import Coordinate
from sites.geo.precision import Precision
from sites.models import Kind, Status
from sites.phones.numbers import with_area_code
from sites.web.life import life_text

_PRECISION_NOTES = {
    Precision.STREET.value: gettext_lazy("Position known to the street only, for reference."),
    Precision.VILLAGE.value: gettext_lazy("Position known to the village only, for reference."),
    Precision.TOWN.value: gettext_lazy("Position known to the town only, for reference."),
    Precision.REGION.value: gettext_lazy("Position known to the district only, for reference."),
}
_RANK = re.compile("(?:街道|镇|乡|区|县|市|省)$")
_SOURCES = {
    "gazetteer": gettext_lazy("list of places"),
    "amap": gettext_lazy("Amap"),
    "baidu": gettext_lazy("Baidu Maps"),
    "tianditu": gettext_lazy("Tianditu"),
    "staff": gettext_lazy("staff member"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What a page says of one outlet, in the page's language.

    Attributes:
        id: the public id.
        serial: the number in the notice.
        region: GB/T 2260 code of the district.
        phone: as every phone dials it: with the area code where it is a local number.
        tel: the address of a link that dials, "" if the phone is not known.
        services: names of the services, in the order of the catalogue.
        distance: rounded no finer than it is known, "" if nobody asked for it.
        precision_note: says that the position is coarse or unknown, "" for a building.
        is_coarse: whether the position is coarser than a building.
        full_address: district, town and address in one text, as a map service is asked for it.
        error_radius_m: metres within which the true place usually lies, None without a position.
        place: WGS-84 degrees, None if not known.
        navigable_place: the place if it is known well enough to be sent there, else None.
        hours: as they were printed, "" if they are not known.
        verified_on: the day somebody last said that the phone is right.
        life: how it stands, "" for one in service.
        is_gone: whether it has left the lists for good.
    """

    id: str
    serial: int
    name: str
    kind: str
    operator: str
    hotline: str
    region: str
    town: str
    address: str
    postcode: str
    phone: str
    tel: str
    services: tuple[str, ...]
    hours: str
    note: str
    distance: str
    precision_note: str
    is_coarse: bool
    full_address: str
    error_radius_m: float | None
    position_source: str
    place: Coordinate | None
    navigable_place: Coordinate | None
    verified_on: date | None
    life: str
    is_gone: bool


def cards_of(rows: list[PointRow], catalog: Catalog) -> list[Card]:
    """Return the cards of an answer's rows, in the same order."""
    services = {service.code: service.name for service in catalog.services}
    return [_card(row, services, catalog) for row in rows]


def _card(row: PointRow, services: Mapping[str, str], catalog: Catalog) -> Card:
    place = None
    if row["longitude"] is not None and row["latitude"] is not None:
        place = Coordinate(row["longitude"], row["latitude"])
    precision = Precision(row["precision"]) if row["precision"] else None
    region = catalog.region_by_code.get(row["region"])
    operator = catalog.operator_by_code.get(row["operator"])
    return Card(
        id=row["id"],
        serial=row["serial"],
        name=row["name"],
        kind=str(Kind(row["kind"]).label),
        operator=row["operator_name"],
        hotline=operator.hotline if operator is not None else "",
        region=row["region"],
        town=row["town_name"] or "",
        address=row["address"],
        postcode=row["postcode"],
        phone=with_area_code(row["phone"], region.area_code if region else ""),
        tel=_tel(row),
        services=tuple(services.get(code, code) for code in row["services"]),
        hours=row["hours"],
        note=row["note"],
        distance=distance_text(row["distance_m"], bool(row["distance_is_approximate"])),
        precision_note=precision_note(precision),
        is_coarse=precision is not None and precision is not Precision.ROOFTOP,
        full_address=_full_address(row, region),
        error_radius_m=precision.error_radius_m if precision else None,
        position_source=source_text(row["position_source"] or ""),
        place=place,
        navigable_place=None if precision is None or precision.is_approximate else place,
        verified_on=_day(row["verified_at"]),
        life=life_text(row),
        is_gone=Status(row["status"]).is_gone,
    )


def source_text(source: str) -> str:
    """Return the name of a position's source for people; of one without a name, itself."""
    return str(_SOURCES.get(source, source))


def _full_address(row: PointRow, region: RegionEntry | None) -> str:
    """Return the address with province, district and town in front, each unless it stands there.

    「江津」 without its rank counts as standing there.
    """
    address = row["address"]
    known = (
        row["town_name"] or "",
        region.name if region else "",
        region.province if region else "",
    )
    missing = [name for name in known if _RANK.sub("", name) not in address]
    return "".join([*reversed(missing), address])


def _tel(row: PointRow) -> str:
    number = row["phone_e164"] or "".join(filter(str.isdecimal, row["phone"]))
    return f"tel:{number}" if number else ""


def precision_note(precision: Precision | None) -> str:
    """Return that a position is coarse or not known, "" for a building."""
    if precision is None:
        return _("Position not known: please ask for the way by phone.")
    return str(_PRECISION_NOTES.get(precision.value, ""))


def distance_text(metres: float | None, is_approximate: bool) -> str:
    """Return a distance for people, "" for None.

    An approximate one is given in whole kilometres: its error is some hundred metres to
    some kilometres, and decimals would claim to know better.
    """
    if metres is None:
        return ""
    kilometres = metres / 1000
    if is_approximate:
        return _("about %(distance)s km") % {"distance": _number(max(1.0, kilometres))}
    if metres < 1000:
        return _("%(distance)s m") % {"distance": _number(round(metres, -1))}
    return _("%(distance)s km") % {"distance": _number(kilometres, 1)}


def _number(value: float, decimals: int = 0) -> str:
    """Return a number rounded and written as the page's language does."""
    return number_format(f"{value:.{decimals}f}", decimals, force_grouping=True)


def _day(moment: str | None) -> date | None:
    return timezone.localdate(datetime.fromisoformat(moment)) if moment else None
