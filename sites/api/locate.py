"""Where is a person? What they typed → candidates."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from typing_extensions import override

from sites.api.columns import CANDIDATE, Row
from sites.api.listing import Listing
from sites.api.openapi_reads import describe_locate
from sites.api.parameters import OutputOptions, Parameters, read_reading
from sites.api.read_views import ApiView, ReadView
from sites.finding import ParameterReader
from sites.geo.datum import Datum
from sites.locating import DEFAULT_LIMIT, Candidate, locate
from sites.models import DataVersion

_FILTERS: Final = frozenset({"region", "limit"})
_OWN: Final = frozenset({"q", "q_datum"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Whereabouts:
    """What is asked.

    Attributes:
        text: what a person typed.
        region: where they search.
        datum: of a pair of degrees, None if nobody says.
        limit: how many candidates at the most.
        output: how the answer is to leave.
    """

    text: str
    region: str | None
    datum: Datum | None
    limit: int
    output: OutputOptions


@describe_locate("locate", "Places that a text can mean")
class LocateView(ReadView[Whereabouts]):
    """The places that a text can mean."""

    @override
    def early(self, request: HttpRequest) -> HttpResponse | None:
        """Return what a preflight is told; no answer is ever known to hold."""
        return ApiView.early(self, request)

    @override
    def caching(self, request: HttpRequest) -> dict[str, str]:
        """Return that no copy is kept: the question says where somebody is."""
        return {"Cache-Control": "no-store"}

    @override
    def question(self, parameters: Parameters, path: Mapping[str, Any]) -> Whereabouts:
        """Return what is asked; raises `InvalidQuery` for any parameter that is wrong."""
        reader = ParameterReader(parameters)
        query, output = read_reading(reader, _FILTERS, also=_OWN)
        reader.require({"q"})
        text = reader.read("q", str) or ""
        datum = reader.choice("q_datum", tuple(Datum))
        reader.finish()
        return Whereabouts(
            text=text,
            region=query.region,
            datum=datum,
            limit=query.limit if reader.given("limit") else DEFAULT_LIMIT,
            output=output,
        )

    @override
    def answer(self, question: Whereabouts, request: HttpRequest) -> Listing:
        """Return the candidates; raises `InvalidQuery` for a region that does not exist."""
        data_version = DataVersion.current()
        located = locate(question.text, question.region, datum=question.datum, limit=question.limit)
        rows = [_row(candidate) for candidate in located.candidates]
        return Listing(
            record=CANDIDATE,
            rows=CANDIDATE.in_datum(rows, question.output.datum),
            data_version=data_version,
            datum=question.output.datum,
            count=len(rows),
            notes=[asdict(note) for note in located.notes],
        )


def _row(candidate: Candidate) -> Row:
    place = candidate.place
    return {
        "label": candidate.label,
        "longitude": place and place.longitude,
        "latitude": place and place.latitude,
        "precision": candidate.precision,
        "region": candidate.region,
        "town": candidate.town,
        "reason": candidate.reason,
        "slip": candidate.slip,
        "is_certain": candidate.is_certain,
        "message": candidate.message,
        "outlets": [outlet.id for outlet in candidate.outlets],
        "outlet_names": [outlet.name for outlet in candidate.outlets],
    }
