"""A request for a page → the question it asks."""

from typing import Final

from django.http import HttpRequest, QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sites.finding import InvalidQuery, Language, ParameterError, PointQuery, parse_query

# A browser submits every field of a form, filled in or not.
_FORM_FIELDS: Final = frozenset({"town", "service", "operator", "q"})


def page_language() -> Language:
    """Return the language of the page that is being made, as questions name it."""
    return "en" if get_language() == "en" else "zh-hans"


def given_parameters(request: HttpRequest) -> QueryDict:
    """Return what the address and the body of a request say, without fields left empty."""
    given = request.GET.copy()
    given.update(request.POST)
    for name in _FORM_FIELDS.intersection(given):
        given.setlist(name, [value for value in given.getlist(name) if value.strip()])
        if not given.getlist(name):
            del given[name]
    return given


def question_of(request: HttpRequest) -> PointQuery:
    """Return the question that a page's address, filters and body ask.

    A resident's position is taken from the body only: addresses end up in logs and histories.
    Raises `InvalidQuery` naming every wrong parameter, that one and the language (which the
    address' own prefix chooses) included.
    """
    given = given_parameters(request)
    refused = []
    if "near" in request.GET:
        refused.append(
            ParameterError(
                name="near",
                value="",
                message=_(
                    "Your position does not belong in the address of a page. Use the button "
                    "“Use my location”, or choose a town."
                ),
            )
        )
    if "language" in given:
        refused.append(
            ParameterError(
                name="language",
                value=str(given["language"])[:50],
                message=_("Use the language link at the top of the page."),
            )
        )
    if refused:
        raise InvalidQuery(tuple(refused))
    return parse_query({**dict(given.lists()), "language": [page_language()]})
