"""What search engines ask for: which pages there are, and which they may read."""

from itertools import chain, islice
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.urls import reverse, translate_url
from django.utils import translation
from django.views.decorators.http import require_safe

from sites.finding import PointQuery, catalog
from sites.guides import list_guides
from sites.pages.districts import all_points, town_path
from sites.web.responses import conditional_response

# The protocol allows 50,000 addresses in one file (sitemaps.org).
_MAX_ADDRESSES: Final = 50_000
# Language codes as HTML writes them.
_HREFLANG: Final = {"zh-hans": "zh-Hans"}
_PAGES: Final = ("pages:list", "maps:map", "pages:guides", "pages:towns", "pages:about")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Return robots.txt: everything may be read but the staff's desk."""
    lines = (
        "User-agent: *",
        "Disallow: /desk/",
        f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}",
        "",
    )
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
def sitemap(request: HttpRequest) -> HttpResponseBase:
    """Return the addresses of all pages in all languages (sitemaps.org, with hreflang).

    Pages and guides first, then towns, then outlets, up to as many as one file may have; the
    pages of the towns lead to the rest.
    """

    def content() -> str:
        codes = [code for code, _name in settings.LANGUAGES]
        with translation.override(settings.LANGUAGE_CODE):
            paths = _paths(_MAX_ADDRESSES // len(codes))
            entries = [
                [
                    (
                        _HREFLANG.get(code, code),
                        request.build_absolute_uri(translate_url(path, code)),
                    )
                    for code in codes
                ]
                for path in paths
            ]
        return render_to_string("service_sites/sitemap.xml", {"entries": entries})

    return conditional_response(
        request, content, name="sitemap", content_type="application/xml; charset=utf-8"
    )


def _paths(limit: int) -> list[str]:
    names = catalog("zh-hans")
    fixed = [reverse(page) for page in _PAGES]
    fixed += [reverse("pages:guide", args=[guide.slug]) for guide in list_guides("zh-hans")]
    towns = map(town_path, names.towns())
    outlets = (reverse("pages:point", args=[one["id"]]) for one in all_points(PointQuery()))
    return list(islice(chain(fixed, towns, outlets), limit))
