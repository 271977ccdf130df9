"""Guides: what can be wrong with a card, and what to do about it in a region."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, TypeAlias

from django.http import Http404, HttpRequest

from sites.api.catalogs import CatalogView
from sites.api.columns import Row
from sites.api.guide_records import GUIDE
from sites.api.openapi_parameters import GUIDE_TEXT
from sites.api.openapi_reads import describe_catalog, describe_guide
from sites.api.parameters import Parameters, parse_reading
from sites.api.read_views import ReadView
from sites.api.renderers import JSONRenderer
from sites.finding import Catalog, PointQuery, catalog, require_code
from sites.guides import GuideAnswer, find_guides, get_guide, list_guides, search_parameters

OneGuide: TypeAlias = tuple[str, PointQuery]


@describe_catalog(GUIDE, "list_guides", "Problems, topics and regional rules", GUIDE_TEXT)
class GuidesView(CatalogView):
    """All guides, or those that a text may mean."""

    record = GUIDE
    filters = frozenset({"q"})

    def rows(self, known: Catalog, query: PointQuery) -> Sequence[Row]:
        """Return the guides; with a text the best first."""
        if query.text:
            return self._rows(find_guides(query.text, query.language))
        return self._rows(list_guides(query.language))


@describe_guide("get_guide", "One guide as it holds in a region")
class GuideView(ReadView[OneGuide]):
    """One guide."""

    renderer_classes = (JSONRenderer,)

    def question(self, parameters: Parameters, path: Mapping[str, Any]) -> OneGuide:
        """Return which guide is asked for and where; raises `InvalidQuery`."""
        query, _leaving = parse_reading(parameters, frozenset({"region"}))
        require_code(query)
        return path["slug"], query

    def answer(self, question: OneGuide, request: HttpRequest) -> Mapping[str, Any]:
        """Return what holds there; raises `Http404`."""
        slug, query = question
        answer = get_guide(slug, query.region, query.language)
        if answer is None:
            raise Http404
        served = [region.adcode for region in catalog(query.language).regions]
        return {**_row(answer), "search": search_parameters(answer, served)}


def _row(answer: GuideAnswer) -> Row:
    """Return the columns of an answer; facts cite documents by their keys."""
    row = asdict(answer)
    guide = row.pop("guide")
    row["related"] = [entry["slug"] for entry in row["related"]]
    for name in ("advice", "in_person", "by_proxy", "without_trip", "rules", "channels"):
        row[name] = [{**one, "sources": [s["key"] for s in one["sources"]]} for one in row[name]]
    row["sources"] = [
        {name: source[name] for name in ("key", "kind", "title")} for source in row["sources"]
    ]
    return {**guide, **row}
