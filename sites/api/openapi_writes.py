"""What the description says of the addresses that write."""

from collections.abc import Callable
from typing import Any, Final, TypeVar

from drf_spectacular.utils import (
    OpenApiExample,
    OpenApiParameter,
    OpenApiRequest,
    OpenApiResponse,
    extend_schema,
    extend_schema_view,
)

from sites.api.openapi_parameters import DATUM, LANGUAGE, ONLY_JSON
from sites.api.openapi_reads import one_point, problems, public_id_parameter, response_header
from sites.api.schemas import STRING
from sites.api.write_views import KEY_LENGTH, MEDIA_TYPES, REASON_LENGTH, WRITES

_View = TypeVar("_View", bound=Callable[..., Any])

SECURITY_SCHEMES: Final = {
    "token": {
        "type": "http",
        "scheme": "bearer",
        "description": "The token of a program. Staff give it out in the desk; it is shown once, "
        "good for some acts in some regions, and can be revoked.",
    }
}
_SECURITY: Final[Any] = [{"token": []}]
_REASON: Final = {
    **STRING,
    "maxLength": REASON_LENGTH,
    "pattern": r"^[^\x00-\x1f\x7f]*$",
    "description": "Why; kept in the history",
    "examples": ["来电核实"],
}
_PHONE: Final = {
    **STRING,
    "minLength": 1,
    "maxLength": 100,
    "description": "The number as people write it in the outlet's region",
    "examples": ["023-47838915"],
}
_ADDRESS: Final = {
    **STRING,
    "minLength": 1,
    "maxLength": 200,
    "description": "The address as people write it, in the outlet's region",
    "examples": ["几江街道滨江路5号"],
}
_PREVIEW: Final = {
    "type": "boolean",
    "default": False,
    "description": "Only show the outlet as it would be, with its town and its position",
}
_STATUSES: Final = (400, 401, 403, 404, 406, 410, 412, 415, 422, 428, 429, 500)
_PARAMETERS: Final = [
    OpenApiParameter(
        "If-Match",
        STRING,
        OpenApiParameter.HEADER,
        # Not "required": without it the answer is 428, which says what to do.
        description="The ETag of the answer that you have read the outlet in, as it came. Needed: "
        "without it the answer is 428, and 412 if the outlet has been changed since. `*` names no "
        "version. Weak ETags count: they stand for the state of the data, not for bytes",
    ),
    OpenApiParameter(
        "Idempotency-Key",
        {**STRING, "minLength": 1, "maxLength": KEY_LENGTH, "pattern": "^[ -~]+$"},
        OpenApiParameter.HEADER,
        description="A text of your own for this one request, such as a UUID. Sent again with the "
        "same request within a day, the first answer is told again, and nothing is done twice",
    ),
]


def _describe(
    method: str, request: dict[str, Any], example: dict[str, str], **words: Any
) -> Callable[[_View], _View]:
    """Return the decorator for a view's method; `words` are its id, summary and description."""
    examples = [OpenApiExample("request", example, request_only=True)]
    body = {media: OpenApiRequest(request, examples=examples) for media in MEDIA_TYPES}
    responses: dict[Any, OpenApiResponse] = {
        (200, "application/json"): one_point("The outlet as it is now"),
        **problems(*_STATUSES),
    }
    headers = [
        response_header("ETag", "Stands for the state that the answer shows", (200,)),
        response_header("Cache-Control", "Keep no copy", (200,)),
        response_header("Idempotency-Replayed", "`true` if it is told again", (200,)),
        response_header("WWW-Authenticate", "How to identify yourself", (401,)),
        response_header("Retry-After", "Seconds until the next minute", (429,)),
    ]
    described = extend_schema(
        **words,
        parameters=[
            *(public_id_parameter(), LANGUAGE, DATUM, ONLY_JSON),
            *_PARAMETERS,
            *headers,
        ],
        request=body,
        responses=responses,
        auth=_SECURITY,
    )
    return extend_schema_view(**{method: described})


def describe_correction(operation_id: str, summary: str) -> Callable[[_View], _View]:
    """Return the decorator that describes the correction of a phone or an address."""
    return _describe(
        "patch",
        {
            "type": "object",
            "anyOf": [{"required": ["phone"]}, {"required": ["address"]}],
            "additionalProperties": False,
            "properties": {
                "phone": _PHONE,
                "address": _ADDRESS,
                "preview": _PREVIEW,
                "reason": _REASON,
            },
        },
        {"phone": "023-47838915", "reason": "来电核实"},
        operation_id=operation_id,
        summary=summary,
        description="For programs with a token for `phone` or `address`, as the body needs it. "
        "What they say counts as verified, also a number that is stored already; it stands in the "
        "history under the program's name, and no import overwrites it. An outlet moves with its "
        "address: its town is read anew, and a position that does not fit the new address is taken "
        "off and put before a person; the centre of the town takes its place. A pin that a person "
        "set stays, and a person is asked about it. An address of another district, and an outlet "
        "that is there already, are "
        f"refused. At most {WRITES.most} writes in a minute.",
    )


def describe_verification(operation_id: str, summary: str) -> Callable[[_View], _View]:
    """Return the decorator that describes the verification of a phone."""
    return _describe(
        "post",
        {
            "type": "object",
            "additionalProperties": False,
            "properties": {"reason": _REASON},
        },
        {"reason": "来电核实"},
        operation_id=operation_id,
        summary=summary,
        description="For programs with a token for `verify`. The number stays; from now on it "
        "counts as verified today, and no import overwrites it.",
    )
