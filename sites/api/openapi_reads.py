"""What the description says of each address: answers with examples, problems, headers."""

from collections.abc import Callable, Sequence
from typing import Any, Final, TypeVar

import orjson
from drf_spectacular.utils import (
    OpenApiExample,
    OpenApiParameter,
    OpenApiResponse,
    extend_schema,
    extend_schema_view,
)

from sites.api.columns import CANDIDATE, SERVICE_POINT, Record
from sites.api.guide_records import GUIDE_ANSWER
from sites.api.listing import Listing
from sites.api.openapi_parameters import (
    DATUM,
    FORMAT,
    GUIDE_REGION,
    INDEX_FORMAT,
    LANGUAGE,
    ONLY_JSON,
    STRICT,
    locate_parameters,
    search_parameters,
)
from sites.api.problems import INVALID_PARAMETERS, KINDS, MEDIA_TYPE, TYPE_PREFIX
from sites.api.renderers import CSVRenderer, GeoJSONRenderer, JSONRenderer
from sites.api.schemas import ABOUT, STRING, an_object, example_row
from sites.finding import DEFAULT_LIMIT, MAX_LIMIT
from sites.geo.datum import Datum

_View = TypeVar("_View", bound=Callable[..., Any])


def response_header(name: str, description: str, statuses: Sequence[int]) -> OpenApiParameter:
    """Return what is said of a header of the answers with these statuses."""
    return OpenApiParameter(
        name,
        str,
        OpenApiParameter.HEADER,
        description=description,
        response=[str(status) for status in statuses],
    )


_HEADERS: Final = [
    response_header("ETag", "Changes when public data change", (200, 304)),
    response_header(
        "Cache-Control", "Keep it, and ask before each use whether it still holds", (200, 304)
    ),
]
_LIST_HEADERS: Final = [
    *_HEADERS,
    response_header("Link", 'Address of the next page, with `rel="next"`', (200,)),
    response_header("Answer-Notes", "Codes and counts of the notes", (200,)),
]
_LOCATE_HEADERS: Final = [
    response_header("Cache-Control", "Keep no copy: the question says where somebody is", (200,)),
    response_header("Answer-Notes", "Codes and counts of the notes", (200,)),
]
_IF_NONE_MATCH: Final = OpenApiParameter(
    "If-None-Match",
    str,
    OpenApiParameter.HEADER,
    description="The ETag of the answer that you have",
)


# What each problem document of an address is about, and the detail of its example.
_PROBLEMS: Final = {
    400: (
        "A parameter is wrong, unknown, missing or given twice; `errors` names each of them",
        "Wrong: limit. See errors for what is valid.",
    ),
    401: (
        "No token, or one that is unknown or revoked",
        "Send “Authorization: Bearer …” with a token that has not been revoked.",
    ),
    403: (
        "The token does not cover this act or this region",
        "This token does not cover the region 500117.",
    ),
    404: ("There is nothing of this name", "Nothing here has this address or this id."),
    406: ("The `Accept` header leaves none of the formats", "Available: application/json"),
    410: (
        "It has closed, and `strict` was asked for",
        "It has closed; without strict its last entry is given.",
    ),
    412: (
        "The outlet has been changed since you read it",
        "Read the outlet again, look at what has changed, and decide anew.",
    ),
    415: (
        "The body is of another media type",
        "Send one of these: application/json, application/merge-patch+json",
    ),
    422: (
        "Another request was sent under this idempotency key",
        "Another request was sent under this key. Take a new one.",
    ),
    428: (
        "`If-Match` is missing",
        "Read the outlet and send its ETag as “If-Match”; “*” names no version.",
    ),
    429: ("Too many writes in this minute", "At most 120 writes in a minute."),
    500: ("The service failed", "The failure has been recorded. Try again later."),
}


def _problem_example(status: int) -> dict[str, Any]:
    slug, title = INVALID_PARAMETERS if status == 400 else KINDS[status]
    example: dict[str, Any] = {
        "type": TYPE_PREFIX + slug,
        "title": title,
        "status": status,
        "detail": _PROBLEMS[status][1],
        "instance": "/api/v1/service-points/",
    }
    if status == 400:
        example["errors"] = [
            {
                "name": "limit",
                "value": "many",
                "detail": f"Give a whole number from 1 to {MAX_LIMIT}.",
                "valid": [],
            }
        ]
    return example


def problems(*statuses: int) -> dict[tuple[int, str], OpenApiResponse]:
    """Return what is said of the problem documents with these statuses."""
    return {
        (status, MEDIA_TYPE): OpenApiResponse(
            {"$ref": "#/components/schemas/Problem"},
            _PROBLEMS[status][0],
            [OpenApiExample("problem", _problem_example(status), media_type=MEDIA_TYPE)],
        )
        for status in statuses
    }


_UNCHANGED: Final = OpenApiResponse(None, "What you have still holds")


def _answer(schema: dict[str, Any], media_type: str, example: object) -> OpenApiResponse:
    return OpenApiResponse(
        schema, "The answer", [OpenApiExample("answer", example, media_type=media_type)]
    )


def _answers(record: Record) -> dict[Any, OpenApiResponse]:
    listing = Listing(
        record=record, rows=[example_row(record)], data_version=3, datum=Datum.WGS84, count=1
    )
    component = f"#/components/schemas/{record.name}"
    columns = f"Columns: {', '.join(record.columns)}"
    answers: dict[Any, OpenApiResponse] = {}
    for renderer, schema in (
        (JSONRenderer(), {"$ref": f"{component}List"}),
        (GeoJSONRenderer(), {"$ref": f"{component}Features"}),
        (CSVRenderer(), {**STRING, "description": columns}),
    ):
        text = renderer.render(listing).decode("utf-8-sig")
        is_csv = isinstance(renderer, CSVRenderer)
        example = text if is_csv else orjson.loads(text)
        answers[200, renderer.media_type] = _answer(schema, renderer.media_type, example)
    return answers


def _describe(
    operation_id: str,
    summary: str,
    description: str,
    parameters: list[OpenApiParameter],
    responses: dict[Any, OpenApiResponse],
) -> Callable[[_View], _View]:
    return extend_schema_view(
        get=extend_schema(
            operation_id=operation_id,
            summary=summary,
            description=description,
            parameters=parameters,
            responses=responses,
            auth=[],
        )
    )


def describe_index(
    operation_id: str, summary: str, doors: Sequence[str]
) -> Callable[[_View], _View]:
    """Return the decorator that describes the view which leads to all others."""
    address = {**STRING, "description": "Absolute; what is in braces is to be filled in"}
    example = dict.fromkeys(doors, "https://example.org/api/v1/service-points/{public_id}/")
    answer = _answer(an_object(dict.fromkeys(doors, address)), "application/json", example)
    return _describe(
        operation_id,
        summary,
        "Where everything is, for programs; `/api/` answers the same.",
        [LANGUAGE, INDEX_FORMAT],
        {
            (200, "application/json"): answer,
            302: OpenApiResponse(None, "The page that describes the API, for whom prefers a page"),
            **problems(400, 406, 500),
        },
    )


def describe_search(
    operation_id: str,
    summary: str,
    description: str,
    *,
    default_limit: int = DEFAULT_LIMIT,
    near_required: bool = False,
) -> Callable[[_View], _View]:
    """Return the decorator that describes a view which searches service points."""
    parameters = search_parameters(default_limit, near_required=near_required)
    return _describe(
        operation_id,
        summary,
        description,
        [*parameters, _IF_NONE_MATCH, *_LIST_HEADERS],
        {304: _UNCHANGED, **_answers(SERVICE_POINT), **problems(400, 406, 500)},
    )


def describe_locate(operation_id: str, summary: str) -> Callable[[_View], _View]:
    """Return the decorator that describes the view which locates what a person types."""
    return _describe(
        operation_id,
        summary,
        "Best first; several where the text does not decide, so that a person can choose. What a "
        "person types is neither stored nor logged here, but addresses of requests end up in the "
        "logs of others: a page that asks for a person sends the text to its own server by POST.",
        [*locate_parameters(), *_LOCATE_HEADERS],
        {**_answers(CANDIDATE), **problems(400, 406, 500)},
    )


def describe_catalog(
    record: Record, operation_id: str, summary: str, *filters: OpenApiParameter
) -> Callable[[_View], _View]:
    """Return the decorator that describes a view of a reference list."""
    return _describe(
        operation_id,
        summary,
        "The whole list. In GeoJSON what has no place has the geometry null.",
        [*filters, LANGUAGE, DATUM, FORMAT, _IF_NONE_MATCH, *_HEADERS],
        {304: _UNCHANGED, **_answers(record), **problems(400, 406, 500)},
    )


def public_id_parameter() -> OpenApiParameter:
    """Return what is said of the id in an address."""
    return OpenApiParameter(
        "public_id", {**STRING, "format": "uuid"}, OpenApiParameter.PATH, description="Its `id`"
    )


def one_point(description: str) -> OpenApiResponse:
    """Return what is said of an answer that is one service point."""
    datum = {"datum": ABOUT["datum"]}
    schema = {"allOf": [{"$ref": f"#/components/schemas/{SERVICE_POINT.name}"}, an_object(datum)]}
    example = {**example_row(SERVICE_POINT), "datum": "wgs84"}
    shown = OpenApiExample("answer", example, media_type="application/json")
    return OpenApiResponse(schema, description, [shown])


def describe_one(operation_id: str, summary: str) -> Callable[[_View], _View]:
    """Return the decorator that describes the view of one service point."""
    return _describe(
        operation_id,
        summary,
        "Its `id` stays when the table is imported again, so that it may be kept and linked to. "
        "One that has closed still answers: `status` says what became of it.",
        [public_id_parameter(), STRICT, LANGUAGE, DATUM, ONLY_JSON, _IF_NONE_MATCH, *_HEADERS],
        {
            (200, "application/json"): one_point("The answer"),
            304: _UNCHANGED,
            **problems(400, 404, 406, 410, 500),
        },
    )


def describe_guide(operation_id: str, summary: str) -> Callable[[_View], _View]:
    """Return the decorator that describes the view of one guide."""
    schema = {"$ref": f"#/components/schemas/{GUIDE_ANSWER.name}"}
    answer = _answer(schema, "application/json", example_row(GUIDE_ANSWER))
    slug = OpenApiParameter(
        "slug",
        {**STRING, "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$", "examples": ["locked-card"]},
        OpenApiParameter.PATH,
        description="Its `slug`",
    )
    return _describe(
        operation_id,
        summary,
        "What to do, what to bring, what is different in the region, and how to avoid the trip; "
        "every fact names the documents that it comes from.",
        [slug, GUIDE_REGION, LANGUAGE, DATUM, ONLY_JSON, _IF_NONE_MATCH, *_HEADERS],
        {
            (200, "application/json"): answer,
            304: _UNCHANGED,
            **problems(400, 404, 406, 500),
        },
    )
