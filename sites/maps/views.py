"""The map page, and the script that Folium made for it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from sites.finding import Catalog, catalog
from sites.maps.data import map_data
from sites.web.answer_page import Shown, answer_response
from sites.web.question import page_language
from sites.web.tiles import BASE_LAYERS

if TYPE_CHECKING:
    from sites.maps.skeleton import Skeleton


# The POST only reads: it keeps a resident's position out of the address. With no session and no
# change behind it there is nothing to forge, and a token would make every page personal.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def map_page(request: HttpRequest) -> HttpResponseBase:
    """Return the map beside the list of the outlets that answer the question."""
    # Places are in the datum of the tiles: a page kept from before must not meet other tiles.
    variant = f"{settings.TILE_LAYER} {settings.DEFAULT_REGION}"
    return answer_response(request, "service_sites/map.html", _map_context, variant=variant)


@require_safe
def skeleton_script(_request: HttpRequest, digest: str) -> HttpResponseBase:
    """Return Folium's script under the digest of its text; another digest leads to the right one.

    The script is a resource of its own because the pages forbid inline scripts: a nonce would have
    to change with every response, and the pages are answered with 304.
    """
    made = _skeleton(catalog(page_language()))
    if made.digest != digest:
        return redirect("maps:skeleton", made.digest)
    response = HttpResponse(made.script, content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


def _map_context(shown: Shown) -> Mapping[str, Any]:
    datum = BASE_LAYERS[settings.TILE_LAYER].datum
    return {"skeleton": _skeleton(shown.catalog), "map_data": map_data(shown, datum)}


def _skeleton(names: Catalog) -> "Skeleton":
    # Folium is heavy, and a worker that only answers lists and programs never needs it.
    from sites.maps.skeleton import skeleton  # noqa: PLC0415 - see above

    bounds = {region.adcode: region.bounds for region in names.regions}
    return skeleton(settings.TILE_LAYER, settings.TIANDITU_KEY, bounds.get(settings.DEFAULT_REGION))
