"""Service points: the list, the nearest, one of them."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Final, TypeAlias
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from rest_framework.request import Request
from typing_extensions import override

from sites.api.columns import SERVICE_POINT
from sites.api.corrections import CORRECT
from sites.api.listing import Listing
from sites.api.openapi_reads import describe_one, describe_search
from sites.api.openapi_writes import describe_correction
from sites.api.parameters import YES_OR_NO, OutputOptions, Parameters, parse_search, read_reading
from sites.api.plain_request import plain_request
from sites.api.problems import RefusedError
from sites.api.read_views import ReadView
from sites.api.renderers import JSONRenderer
from sites.api.write_views import answer_write
from sites.finding import Language, ParameterReader, PointQuery, find_points, get_point
from sites.models import Status

NEAREST_LIMIT: Final = 10

Search: TypeAlias = tuple[PointQuery, OutputOptions]


@dataclass(frozen=True, slots=True)
class OnePoint:
    """Which point is asked for; `is_strict`: one that has closed is an error then."""

    public_id: UUID
    language: Language
    output: OutputOptions
    is_strict: bool


@describe_search(
    "list_service_points",
    "Service points that meet all conditions",
    "By region and serial; with `near`, nearest first and those without a position last.",
)
class ServicePointsView(ReadView[Search]):
    """The service points that meet all conditions."""

    required: frozenset[str] = frozenset()

    @override
    def question(self, parameters: Parameters, path: Mapping[str, Any]) -> Search:
        """Return what is searched for; raises `InvalidQuery` for any parameter that is wrong."""
        query, output = parse_search(parameters, self.required)
        return replace(query, with_total=output.with_total), output

    @override
    def answer(self, question: Search, request: HttpRequest) -> Listing:
        """Return the page of points; raises `InvalidQuery` for a name that does not exist."""
        query, output = question
        answer = find_points(query)
        return Listing(
            record=SERVICE_POINT,
            rows=SERVICE_POINT.in_datum(answer.points, output.datum),
            data_version=answer.data_version,
            datum=output.datum,
            count=answer.total,
            next_url=_next_url(request, answer.next_cursor),
            notes=[asdict(note) for note in answer.notes],
        )


@describe_search(
    "list_nearest_service_points",
    "Service points nearest to a place",
    "Nearest first, by great-circle distance. Distances from a position that is coarser than its "
    "street are approximate, and say so.",
    default_limit=NEAREST_LIMIT,
    near_required=True,
)
class NearestView(ServicePointsView):
    """The service points nearest to a place."""

    required = frozenset({"near"})

    @override
    def question(self, parameters: Parameters, path: Mapping[str, Any]) -> Search:
        """Return what is searched for: ten points, unless it says how many."""
        query, output = super().question(parameters, path)
        if not ParameterReader(parameters).given("limit"):
            query = replace(query, limit=NEAREST_LIMIT)
        return query, output


@describe_one("get_service_point", "One service point")
@describe_correction("correct_service_point", "Correct a phone number or an address")
class ServicePointView(ReadView[OnePoint]):
    """One service point."""

    http_method_names = [*ReadView.http_method_names, "patch"]
    renderer_classes = (JSONRenderer,)

    @override
    def question(self, parameters: Parameters, path: Mapping[str, Any]) -> OnePoint:
        """Return which point is asked for; raises `InvalidQuery`."""
        reader = ParameterReader(parameters)
        query, output = read_reading(reader, frozenset(), also=frozenset({"strict"}))
        is_strict = reader.choice("strict", YES_OR_NO) == "true"
        reader.finish()
        return OnePoint(path["public_id"], query.language, output, is_strict)

    @override
    def answer(self, question: OnePoint, request: HttpRequest) -> Mapping[str, Any]:
        """Return the point's columns and the datum of its position.

        Raises `Http404` for an id that no point has ever had, `RefusedError` for one that has
        closed, where that is asked to be an error.
        """
        row = get_point(question.public_id, question.language)
        if row is None:
            raise Http404
        if question.is_strict and Status(row["status"]).is_gone:
            raise RefusedError(410, _("It has closed; without strict its last entry is given."))
        datum = question.output.datum
        (shown,) = SERVICE_POINT.in_datum([row], datum)
        return {**shown, "datum": datum.value}

    def patch(self, request: Request, public_id: UUID, **_path: Any) -> HttpResponse:
        """Correct phone or address, for a program with a token, and return the outlet."""
        return answer_write(plain_request(request), public_id, CORRECT)


def _next_url(request: HttpRequest, cursor: str | None) -> str | None:
    """Return the address of the page that starts at the cursor."""
    if cursor is None:
        return None
    parameters = request.GET.copy()
    parameters["cursor"] = cursor
    return request.build_absolute_uri(f"?{parameters.urlencode()}")
