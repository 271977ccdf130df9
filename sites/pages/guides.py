"""The guides for residents: what is wrong with the card, and what to do about it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from sites.finding import (
    Catalog,
    InvalidQuery,
    OperatorEntry,
    catalog,
    find_points,
    parse_query,
    reference_revision,
    require_code,
    revision,
)
from sites.guides import (
    At,
    GuideAnswer,
    GuideEntry,
    GuideKind,
    Part,
    Purpose,
    RuleEntry,
    SourceKind,
    find_guides,
    get_guide,
    list_guides,
    search_parameters,
)
from sites.models import Kind
from sites.web.cards import cards_of
from sites.web.question import page_language
from sites.web.responses import conditional_response, invalid_response

_MOST_OUTLETS: Final = 5
_AT: Final = {
    At.ANY_OUTLET: gettext_lazy("At any outlet, office or bank"),
    At.SOCIAL_SECURITY: gettext_lazy("At a social-security office"),
    At.ISSUING_BANK: gettext_lazy("At the bank that issued the card"),
    At.ONLINE: gettext_lazy("Online"),
    At.PHONE: gettext_lazy("By phone"),
}
_PARTS: Final = {
    Part.SOCIAL_SECURITY: gettext_lazy("Social-security function of the card"),
    Part.BANK: gettext_lazy("Bank function of the card"),
    Part.BOTH: gettext_lazy("Social-security and bank function of the card"),
}
_SOURCES: Final = {
    SourceKind.NOTICE: gettext_lazy("public notice"),
    SourceKind.LEAFLET: gettext_lazy("leaflet of an authority"),
    SourceKind.ARTICLE: gettext_lazy("article, not official: call before you go"),
}


@dataclass(frozen=True, slots=True)
class HeldRule:
    """A rule with the words for where it is done, "" if that does not matter."""

    rule: RuleEntry
    where: str


@require_safe
def guides_page(request: HttpRequest) -> HttpResponseBase:
    """Return the page of all guides; those first, and outlets, that a text (`q`) may mean."""

    def content() -> str:
        guides = list_guides(page_language())
        names = catalog(page_language())
        outlets = find_points(query) if query.text else None
        context = {
            "text": query.text,
            "found": find_guides(query.text, page_language()) if query.text else (),
            "cards": cards_of(outlets.points, names) if outlets else (),
            "total": outlets.total if outlets else 0,
            "region_name": names.only_region_name,
            "problems": _of_kind(guides, GuideKind.PROBLEM),
            "topics": _of_kind(guides, GuideKind.TOPIC),
            "regions": _of_kind(guides, GuideKind.REGION),
        }
        return render_to_string("service_sites/guides.html", context, request)

    try:
        query = replace(
            parse_query(dict(request.GET.lists()), filters={"q"}),
            limit=_MOST_OUTLETS,
            with_total=True,
            language=page_language(),
        )
    except InvalidQuery as error:
        return invalid_response(request, error)
    # With a text outlets are shown, too.
    state = revision() if query.text else reference_revision()
    return conditional_response(request, content, name="guides", state=state)


@require_safe
def guide_page(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Return the page of one guide as it holds in a region (`region`, the default one without).

    404 if there is no guide of that name.
    """
    try:
        query = parse_query(dict(request.GET.lists()), filters={"region"})
        require_code(query)
    except InvalidQuery as error:
        return invalid_response(request, error)
    answer = get_guide(slug, query.region, page_language())
    if answer is None:
        raise Http404(_("There is no guide of this name."))

    def content() -> str:
        names = catalog(page_language())
        context = _context(answer, names) | {"asked_region": query.region}
        return render_to_string("service_sites/guide.html", context, request)

    # Without a region it is the default one's guide, which no address says.
    name = f"guide {settings.DEFAULT_REGION}"
    return conditional_response(request, content, name=name, state=reference_revision())


def _context(answer: GuideAnswer, names: Catalog) -> dict[str, Any]:
    search = search_parameters(answer, [region.adcode for region in names.regions])
    guides = list_guides(page_language())
    is_region = answer.guide.kind == GuideKind.REGION
    return {
        "answer": answer,
        "guide": answer.guide,
        "is_region": is_region,
        "region_name": names.only_region_name,
        "problems": _of_kind(guides, GuideKind.PROBLEM) if is_region else (),
        "part": _PARTS.get(Part(answer.guide.part), ""),
        "has_own_rules": any(not rule.is_general for rule in answer.rules),
        "where": _AT.get(At(answer.at), ""),
        "search_query": urlencode(search),
        # Whoever asks for a bank is not sent to offices.
        "bank_search": {name: value for name, value in search.items() if name != "kind"},
        "banks": _banks(names) if answer.asks_bank and search else (),
        "rules": [HeldRule(rule, str(_AT.get(At(rule.at), ""))) for rule in answer.rules],
        "ways": [one for one in answer.channels if one.purpose == Purpose.ACTIVATE],
        "family_ways": [one for one in answer.channels if one.purpose == Purpose.FAMILY],
        "hotlines": [one for one in answer.hotlines if not one.is_bank],
        "bank_hotlines": [one for one in answer.hotlines if one.is_bank],
        "sources": [(one, _SOURCES[SourceKind(one.kind)]) for one in answer.sources],
    }


def _banks(names: Catalog) -> list[OperatorEntry]:
    return [operator for operator in names.operators if operator.kind == Kind.BANK]


def _of_kind(guides: Sequence[GuideEntry], kind: GuideKind) -> list[GuideEntry]:
    return [guide for guide in guides if guide.kind == kind]
