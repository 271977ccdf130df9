"""What a row of each list consists of: the one home of its columns, for every format.

A column's value is its JSON Schema (2020-12), from which the API's description is made; the order
is that of the CSV.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from sites.geo.datum import Datum, convert
from sites.geo.precision import Precision
from sites.locating import Reason, Slip
from sites.models import Kind, Status

Row: TypeAlias = Mapping[str, Any]
Schema: TypeAlias = Mapping[str, Any]


def _text(description: str, example: str, **more: object) -> Schema:
    return {"type": "string", "description": description, "examples": [example], **more}


def _maybe(kind: str, description: str, example: object, **more: object) -> Schema:
    return {"type": [kind, "null"], "description": description, "examples": [example], **more}


def _degrees(kind: str, limit: int, example: float, null: str) -> Schema:
    return {
        "type": ["number", "null"] if null else "number",
        "minimum": -limit,
        "maximum": limit,
        "description": f"{kind} in degrees of the list's `datum`{null}",
        "examples": [example],
    }


def _nowhere(_row: Row) -> None:
    return None


def _point(row: Row) -> dict[str, Any] | None:
    if row["longitude"] is None:
        return None
    return {"type": "Point", "coordinates": [row["longitude"], row["latitude"]]}


def _rectangle(row: Row) -> dict[str, Any]:
    west, south, east, north = row["west"], row["south"], row["east"], row["north"]
    # Counter-clockwise and closed, as RFC 7946, 3.1.6 wants it.
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One kind of row.

    Attributes:
        name: of the component in the API's description.
        id_columns: those that together identify a row.
        columns: their schemas by name.
        positions: pairs of columns (longitude, latitude) in degrees; GeoJSON shows them as
            geometry instead of properties.
        geometry: makes a row's geometry as RFC 7946 has it, None for what has no place.
    """

    name: str
    id_columns: tuple[str, ...]
    columns: Mapping[str, Schema]
    positions: Sequence[tuple[str, str]] = ()
    geometry: Callable[[Row], dict[str, Any] | None] = _nowhere

    @property
    def properties(self) -> tuple[str, ...]:
        """The columns that are not part of the geometry."""
        placed = {name for pair in self.positions for name in pair}
        return tuple(name for name in self.columns if name not in placed)

    def identity(self, row: Row) -> str:
        """Return what tells the row from all others of its list."""
        return "/".join(row[name] for name in self.id_columns)

    def in_datum(self, rows: Sequence[Row], datum: Datum) -> Sequence[Row]:
        """Return rows in WGS-84 with their positions in `datum`, to 1e-7° (1 cm)."""
        if datum is Datum.WGS84:
            return rows
        return [self._row_in_datum(row, datum) for row in rows]

    def _row_in_datum(self, row: Row, datum: Datum) -> Row:
        changed = dict(row)
        for east, north in self.positions:
            if row[east] is not None:
                longitude, latitude = convert(row[east], row[north], Datum.WGS84, datum)
                changed[east], changed[north] = round(longitude, 7), round(latitude, 7)
        return changed


def _kind(example: Kind) -> Schema:
    return _text("What sort of outlet", example.value, enum=Kind.values)


_NO_POSITION: Final = "; null if no position is known"

SERVICE_POINT: Final = Record(
    name="ServicePoint",
    id_columns=("id",),
    columns={
        "id": _text(
            "Stays the same when the table is imported again",
            "3f0c9a56-0a4e-4c61-9f5e-6f6a3f1f7c11",
            format="uuid",
        ),
        "serial": {
            "type": "integer",
            "description": "Number in the official table",
            "examples": [2],
        },
        "name": _text("Full name", "圣泉街道劳动就业和社会保障服务所"),
        "kind": _kind(Kind.OFFICE),
        "operator": _text("Code of the operator", "social-security"),
        "operator_name": _text("Name of the operator", "社会保险经办机构"),
        "region": _text("GB/T 2260 code of the district", "500116"),
        "town": _maybe("string", "Key of the town; null if it is not known", "shengquan"),
        "town_name": _maybe("string", "Name of the town", "圣泉街道"),
        "address": _text("Address", "重庆市江津区滨江新城学堂路1号"),
        "postcode": _text("Postcode; empty if it is not known", "402260"),
        "phone": _text("Phone as people dial it there; empty if there is none", "47838915"),
        "phone_e164": _text(
            "The same in E.164; empty for numbers that only exist inside the country",
            "+862347838915",
        ),
        "services": {
            "type": "array",
            "items": {"type": "string"},
            "description": "Codes of the services offered",
            "examples": [["reissue", "unlock", "activation"]],
        },
        "note": _text("Anything else to know; empty if there is nothing", ""),
        "longitude": _degrees("Longitude", 180, 106.260682, _NO_POSITION),
        "latitude": _degrees("Latitude", 90, 29.322816, _NO_POSITION),
        "precision": _maybe(
            "string",
            "What was located; `town` means the centre of the town and not the building",
            "town",
            enum=[*(precision.value for precision in Precision), None],
        ),
        "position_source": _maybe("string", "Who located it", "gazetteer"),
        "verified_at": _maybe(
            "string",
            "When somebody last said that the phone number is right",
            "2026-11-20T09:30:00+08:00",
            format="date-time",
        ),
        "error_radius_m": _maybe(
            "number",
            "Metres within which the true place usually lies of the position, from its precision",
            3000.0,
            minimum=0,
        ),
        "distance_m": _maybe(
            "number", "Great-circle metres from `near`; null without it", 812.4, minimum=0
        ),
        "distance_error_m": _maybe(
            "number",
            "Metres by which the distance may be off: the error radii of both its ends",
            3000.0,
            minimum=0,
        ),
        "distance_is_approximate": _maybe(
            "boolean",
            "Whether one end is coarser than its street; null without a distance",
            True,
        ),
        "status": _text(
            "How it stands, or what became of it: `merged` and `closed` ones are in no list unless "
            "asked for",
            Status.OPEN.value,
            enum=Status.values,
        ),
        "status_since": _maybe(
            "string",
            "First day of that, of a planned one the day it opens; null if it is not known",
            "2026-07-01",
            format="date",
        ),
        "status_until": _maybe(
            "string", "Last day of that; null if it is open", "2026-09-30", format="date"
        ),
        "status_reason": _text("Why, for residents; empty if nobody said", "装修"),
        "successor": _maybe(
            "string",
            "`id` of the service point that took its place",
            "3f0c9a56-0a4e-4c61-9f5e-6f6a3f1f7c11",
            format="uuid",
        ),
        "hours": _text(
            "Opening hours as they were printed; empty if they are not known",
            "周一至周五 9:00-12:00，14:00-17:00（法定节假日除外）",
        ),
    },
    positions=(("longitude", "latitude"),),
    geometry=_point,
)

TOWN: Final = Record(
    name="Town",
    id_columns=("region", "key"),
    columns={
        "region": _text("GB/T 2260 code of the district", "500116"),
        "key": _text("Key of the town, unique in its region", "baisha"),
        "name": _text("Name", "白沙镇"),
        "longitude": _degrees("Longitude of the town's centre", 180, 106.112804, _NO_POSITION),
        "latitude": _degrees("Latitude of the town's centre", 90, 29.063108, _NO_POSITION),
        "precision": _maybe(
            "string",
            "`town`: it is the centre of the built-up area; null without a position",
            "town",
        ),
    },
    positions=(("longitude", "latitude"),),
    geometry=_point,
)

SERVICE: Final = Record(
    name="Service",
    id_columns=("code",),
    columns={
        "code": _text("Code", "reissue"),
        "name": _text("Name", "补办换卡"),
    },
)

OPERATOR: Final = Record(
    name="Operator",
    id_columns=("code",),
    columns={
        "code": _text("Code", "icbc"),
        "name": _text("Name", "工商银行"),
        "kind": _kind(Kind.BANK),
        "hotline": _text("National hotline; empty if there is none", "95588"),
    },
)

REGION: Final = Record(
    name="Region",
    id_columns=("adcode",),
    columns={
        "adcode": _text("GB/T 2260 code", "500116"),
        "name": _text("Name", "江津区"),
        "province": _text("Province or municipality", "重庆市"),
        "west": _degrees("Western bound", 180, 105.8167, ""),
        "south": _degrees("Southern bound", 90, 28.4667, ""),
        "east": _degrees("Eastern bound", 180, 106.6333, ""),
        "north": _degrees("Northern bound", 90, 29.4833, ""),
    },
    positions=(("west", "south"), ("east", "north")),
    geometry=_rectangle,
)

CANDIDATE: Final = Record(
    name="Candidate",
    id_columns=("label",),
    columns={
        "label": _text("What the place is called", "重庆市江津区珞璜镇园区大道"),
        "longitude": _degrees("Longitude", 180, 106.423646, _NO_POSITION),
        "latitude": _degrees("Latitude", 90, 29.345864, _NO_POSITION),
        "precision": _maybe(
            "string",
            "How precisely the place is known; null without a position",
            "town",
            enum=[*(precision.value for precision in Precision), None],
        ),
        "region": _maybe(
            "string", "GB/T 2260 code of the area it lies in; null if it is not known", "500116"
        ),
        "town": _maybe("string", "Key of the town; null if it is not known", "luohuang"),
        "reason": _text(
            "Why it is a candidate", "outlet_address", enum=[reason.value for reason in Reason]
        ),
        "slip": _text(
            "How the text differs from its name", "none", enum=[slip.value for slip in Slip]
        ),
        "is_certain": {
            "type": "boolean",
            "description": "True if it is the only candidate, the text says no more than its "
            "name, and that is no word for a kind of place (医院); else a person has to choose or "
            "to confirm",
            "examples": [True],
        },
        "message": _text("Reason and slip for people", "It stands in the address of an outlet."),
        "outlets": {
            "type": "array",
            "items": {"type": "string", "format": "uuid"},
            "description": "`id` of the service points that name it",
            "examples": [["3f0c9a56-0a4e-4c61-9f5e-6f6a3f1f7c11"]],
        },
        "outlet_names": {
            "type": "array",
            "items": {"type": "string"},
            "description": "Their names, in the same order",
            "examples": [["农商行珞璜园区支行"]],
        },
    },
    positions=(("longitude", "latitude"),),
    geometry=_point,
)

RECORDS: Final = (SERVICE_POINT, TOWN, SERVICE, OPERATOR, REGION, CANDIDATE)
