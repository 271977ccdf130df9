"""A request for a page → the question it asks."""

from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest, QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sites.finding import InvalidQuery, Language, ParameterError, PointQuery, parse_query
from sites.web.resident_location import (
    AT_OUTLETS,
    CHOICE,
    PLACE,
    Whereabouts,
    near_parameters,
    whereabouts_of,
)

# A browser submits every field of a form, filled in or not.
_FORM_FIELDS: Final = frozenset({"town", "service", "operator", "q"})


def page_language() -> Language:
    """Return the language of the page that is being made, as questions name it."""
    return "en" if get_language() == "en" else "zh-hans"


@dataclass(frozen=True, slots=True)
class PageQuestion:
    """What a request asks.

    Attributes:
        query: the question.
        given: the parameters that it was read from, without fields left empty.
        whereabouts: where the person says that they are, None if they typed nothing.
    """

    query: PointQuery
    given: QueryDict
    whereabouts: Whereabouts | None

    @property
    def at_outlets(self) -> frozenset[str]:
        """Ids of the outlets at the place that was typed, now or before."""
        return frozenset(self.given.get(AT_OUTLETS, "").split(",")) - {""}


def question_of(request: HttpRequest) -> PageQuestion:
    """Return the question that a page's address, filters and body ask.

    A resident's position, or what they typed of it, is taken from the body only: addresses end up
    in logs and histories. A place that was understood becomes the position of the question.
    Raises `InvalidQuery` naming every wrong parameter, that one and the language (which the
    address' own prefix chooses) included.
    """
    given = _given(request)
    refused = [
        ParameterError(
            name=name,
            value="",
            message=_(
                "Your position does not belong in the address of a page. Use the button "
                "“Use my location”, or choose a town."
            ),
        )
        for name in ("near", PLACE, AT_OUTLETS)
        if name in request.GET
    ]
    if "language" in given:
        refused.append(
            ParameterError(
                name="language",
                value=str(given["language"]),
                message=_("Use the language link at the top of the page."),
            )
        )
    if refused:
        raise InvalidQuery(tuple(refused))
    whereabouts = whereabouts_of(given)
    for name in (PLACE, CHOICE):
        given.pop(name, None)
    if whereabouts is not None:
        for name in ("near", "near_precision", AT_OUTLETS):
            given.pop(name, None)
        if whereabouts.understood is not None:
            given.update(near_parameters(whereabouts.understood))
    asked = {name: values for name, values in given.lists() if name != AT_OUTLETS}
    query = parse_query({**asked, "language": [page_language()]})
    return PageQuestion(query, given, whereabouts)


def _given(request: HttpRequest) -> QueryDict:
    """Return what the address and the body of a request say, without fields left empty."""
    given = request.GET.copy()
    given.update(request.POST)
    for name in _FORM_FIELDS.intersection(given):
        given.setlist(name, [value for value in given.getlist(name) if value.strip()])
        if not given.getlist(name):
            del given[name]
    return given
