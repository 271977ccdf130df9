"""What a device keeps for when there is no connection.

The service worker is a static script; the view puts in front of it which state of the data it
belongs to and what it has to keep. So it differs, and browsers install it anew, with every release
and every change of public data.
"""

from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Final

import orjson
from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sites.finding import catalog, revision
from sites.guides import GuideKind, list_guides
from sites.pages.districts import all_points, query_of
from sites.web.cards import cards_of
from sites.web.question import page_language
from sites.web.responses import conditional_response

_WORKER: Final = "service_sites/service_worker.js"
_KEPT_FILES: Final = (
    "service_sites/site.css",
    "service_sites/page.js",
    "service_sites/offline.js",
    "service_sites/icon.svg",
)
# So long a person waits for the network, if the device has an older copy of the page.
_PATIENCE_MS: Final = 3_000
# Files, sizes, purposes; tools/draw_icons.py makes the pixels out of the drawing.
_ICONS: Final = (
    ("icon.svg", "any", "any"),
    ("icon-192.png", "192x192", "any"),
    ("icon-512.png", "512x512", "any"),
    ("icon-maskable-512.png", "512x512", "maskable"),
)


@require_safe
def offline_page(request: HttpRequest) -> HttpResponseBase:
    """Return all names, addresses and phones of the region, by town, on one light page."""

    def content() -> str:
        names = catalog(page_language())
        has_region = settings.DEFAULT_REGION in names.region_by_code
        points = all_points(query_of(names, settings.DEFAULT_REGION, None)) if has_region else ()
        cards = cards_of(list(points), names)
        # In the order of the towns' page; those in no town that is known, last.
        towns = names.towns_of(settings.DEFAULT_REGION)
        order = {town.name: place for place, town in enumerate(towns)}
        cards.sort(key=lambda card: order.get(card.town, len(order)))
        groups = [(town, list(group)) for town, group in groupby(cards, lambda card: card.town)]
        return render_to_string("service_sites/offline.html", {"towns": groups}, request)

    return conditional_response(request, content, name="offline")


@require_safe
def service_worker(_request: HttpRequest) -> HttpResponseBase:
    """Return the service worker for the present state of the data."""
    start = {
        "revision": revision(),
        "files": [static(path) for path in _KEPT_FILES],
        "pages": {code: _kept_pages(code) for code, _name in settings.LANGUAGES},
        "patience_ms": _PATIENCE_MS,
    }
    response = HttpResponse(
        b"const START = " + orjson.dumps(start) + b";\n" + _worker_script(),
        content_type="text/javascript; charset=utf-8",
    )
    # Browsers ask for it at every visit; a copy would hold back a correction.
    response["Cache-Control"] = "no-cache"
    return response


def _kept_pages(language: str) -> list[str]:
    """Return the addresses that are kept in a language; the first one stands in for all others."""
    with override(language):
        guides = [
            reverse("pages:guide", args=[guide.slug])
            for guide in list_guides(page_language())
            if guide.kind != GuideKind.REGION
        ]
        return [reverse("pages:offline"), reverse("pages:guides"), *guides]


@lru_cache(maxsize=1)
def _worker_script() -> bytes:
    path = finders.find(_WORKER)
    if path is None:
        raise FileNotFoundError(_WORKER)
    return Path(path).read_bytes()


@require_safe
def manifest(_request: HttpRequest) -> HttpResponseBase:
    """Return what a device needs to install the pages as an application, in the page's language."""
    content = {
        "name": _("Social-security card service points"),
        "short_name": _("Card service"),
        "lang": "en" if get_language() == "en" else "zh-Hans",
        "id": reverse("pages:list"),
        "start_url": reverse("pages:list"),
        "scope": "/",
        "display": "standalone",
        "background_color": "#f3f6f8",
        "theme_color": "#0b5378",
        "icons": [
            {
                "src": static(f"service_sites/{file}"),
                "sizes": sizes,
                "type": "image/svg+xml" if sizes == "any" else "image/png",
                "purpose": purpose,
            }
            for file, sizes, purpose in _ICONS
        ],
    }
    return HttpResponse(orjson.dumps(content), content_type="application/manifest+json")
