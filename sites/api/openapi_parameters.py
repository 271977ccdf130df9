"""What the description says of the parameters."""

from typing import Any, Final

from drf_spectacular.utils import OpenApiParameter

from sites.api.parameters import DATUMS, YES_OR_NO
from sites.api.schemas import STRING
from sites.finding import LANGUAGES, MAX_LIMIT
from sites.geo.precision import Precision
from sites.locating import DEFAULT_LIMIT, MAX_LENGTH, MAX_LENGTH_WITH_LINK
from sites.locating import MAX_LIMIT as MAX_CANDIDATES
from sites.models import Kind


def _parameter(
    name: str, schema: dict[str, Any], description: str, *, required: bool = False, **more: Any
) -> OpenApiParameter:
    return OpenApiParameter(name, schema, description=description, required=required, **more)


def _texts(*values: str) -> dict[str, Any]:
    return {**STRING, "enum": list(values)}


FORMAT: Final = _parameter(
    "format", _texts("json", "geojson", "csv"), "Overrules the `Accept` header"
)
ONLY_JSON: Final = _parameter("format", _texts("json"), "The one format of this address")
INDEX_FORMAT: Final = _parameter(
    "format", _texts("json", "html"), "Overrules the `Accept` header; `html` leads to the docs"
)
DATUM: Final = _parameter(
    "datum", {**_texts(*DATUMS), "default": DATUMS[0]}, "Datum of the positions in the answer"
)
LANGUAGE: Final = _parameter(
    "language",
    {**_texts(*LANGUAGES), "default": LANGUAGES[0]},
    "Of names, notes and error messages",
)
REGION: Final = _parameter(
    "region", {**STRING, "examples": ["500116"]}, "GB/T 2260 code of a district; see `regions/`"
)
GUIDE_TEXT: Final = _parameter(
    "q",
    {**STRING, "examples": ["卡丢了"]},
    "What is wrong, in everyday words; also in pinyin or its initials",
)
GUIDE_REGION: Final = _parameter(
    "region",
    {**STRING, "pattern": r"^\d{6}$", "examples": ["500116"]},
    "GB/T 2260 code of any region; one without rules of its own gets its province's or the general "
    "ones, which are also asked for by 100000. Without it, the region that the service is set up "
    "for",
)
OPEN_AT: Final = _parameter(
    "open_at",
    {**STRING, "examples": ["2026-10-10T09:30"]},
    "Those that are open at a moment by their opening hours: ISO 8601, Beijing time without an "
    "offset. Holidays and make-up days of China are known for the years that have been announced",
)
OPEN: Final = _parameter(
    "open",
    {**_texts("open", "not_closed"), "default": "open"},
    "With `open_at`: `not_closed` takes those too of which it is not known",
)
CLOSED: Final = _parameter(
    "closed",
    {**_texts(*YES_OR_NO), "default": "false"},
    "Those that have closed, instead of those that have not; not with `near` or `bbox`",
)
STRICT: Final = _parameter(
    "strict",
    {**_texts(*YES_OR_NO), "default": "false"},
    "Answer 410 for one that has closed, instead of its last entry with its `status`",
)
_DEGREES: Final = r"[+-]?\d{1,3}(\.\d{1,15})?"


def search_parameters(limit: int, *, near_required: bool) -> list[OpenApiParameter]:
    """Return the parameters of an address that searches, with its default limit."""
    closed = [] if near_required else [CLOSED]
    return [
        REGION,
        _parameter(
            "town",
            {**STRING, "examples": ["白沙镇"]},
            "Key, name or another name of a town; see `towns/`",
        ),
        _parameter(
            "service",
            {"type": "array", "items": {**STRING, "examples": ["reissue"]}},
            "Codes of services that must all be offered, repeated or with commas; see `services/`",
            style="form",
            explode=True,
        ),
        _parameter(
            "operator", {**STRING, "examples": ["icbc"]}, "Code of an operator; see `operators/`"
        ),
        _parameter("kind", _texts(*Kind.values), "What sort of outlet"),
        OPEN_AT,
        OPEN,
        *closed,
        _parameter(
            "q",
            {**STRING, "examples": ["白沙"]},
            "Words that must all occur in name, address, town, operator or phone; also in pinyin",
        ),
        _parameter(
            "bbox",
            {
                **STRING,
                "pattern": f"^{_DEGREES}(,{_DEGREES}){{3}}$",
                "examples": ["106.0,29.0,106.5,29.5"],
            },
            "west,south,east,north in degrees (WGS-84); a west greater than the east crosses "
            "the date line",
        ),
        _parameter(
            "near",
            {
                **STRING,
                "pattern": f"^{_DEGREES},{_DEGREES}$",
                "examples": ["106.2592,29.2901"],
            },
            "longitude,latitude in degrees (WGS-84); used to 5 decimals, neither stored nor logged",
            required=near_required,
        ),
        _parameter(
            "near_precision",
            _texts(*Precision),
            "How precisely `near` is known; without it, exactly",
        ),
        _parameter(
            "radius",
            {"type": "number", "minimum": 0, "examples": [5000]},
            "Greatest distance from `near` in metres",
        ),
        _parameter(
            "limit",
            {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": limit},
            "How many at the most",
        ),
        _parameter("cursor", STRING, "Where the page starts, as `next` has it"),
        _parameter(
            "total", {**_texts("true", "false"), "default": "false"}, "Also count all matches"
        ),
        LANGUAGE,
        DATUM,
        FORMAT,
    ]


def locate_parameters() -> list[OpenApiParameter]:
    """Return the parameters of the address that locates what a person types."""
    return [
        _parameter(
            "q",
            {**STRING, "maxLength": MAX_LENGTH_WITH_LINK, "examples": ["园区大道"]},
            "A town, road, landmark, address, outlet, other place of the country, a pair of "
            "degrees, a point as WKT, or a link shared from a map service, which is read and not "
            "followed; "
            f"without a link at most {MAX_LENGTH} characters",
            required=True,
        ),
        REGION,
        _parameter(
            "q_datum",
            _texts(*DATUMS),
            "Datum of a pair of degrees in `q` that does not say it itself; without it each datum "
            "is a candidate",
        ),
        _parameter(
            "limit",
            {
                "type": "integer",
                "minimum": 1,
                "maximum": MAX_CANDIDATES,
                "default": DEFAULT_LIMIT,
            },
            "How many at the most",
        ),
        LANGUAGE,
        DATUM,
        FORMAT,
    ]
