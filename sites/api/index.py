"""The entrance: what the API has, and where."""

from typing import Any, Final

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from rest_framework.renderers import StaticHTMLRenderer
from rest_framework.request import Request

from sites.api.headers import PUBLIC
from sites.api.openapi_reads import describe_index
from sites.api.read_views import ApiView
from sites.api.renderers import JSONRenderer
from sites.finding import LANGUAGES, ParameterReader

# Each door's address, and what is to be put behind it for a single entry.
_DOORS: Final = {
    "service_points": ("service-points", ""),
    "service_point": ("service-points", "{public_id}/"),
    "verification": ("service-points", "{public_id}/verify/"),
    "nearest": ("nearest", ""),
    "locate": ("locate", ""),
    "regions": ("regions", ""),
    "towns": ("towns", ""),
    "services": ("services", ""),
    "operators": ("operators", ""),
    "guides": ("guides", ""),
    "guide": ("guides", "{slug}/"),
    "schema": ("schema", ""),
    "docs": ("docs", ""),
}


@describe_index("get_index", "All addresses of the API", tuple(_DOORS))
class IndexView(ApiView):
    """The addresses by name; a browser is led to the page that describes them."""

    renderer_classes = (JSONRenderer, StaticHTMLRenderer)

    def get(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        """Return the index, or the way to the description for a client that prefers a page."""
        reader = ParameterReader(dict(request.query_params.lists()))
        reader.refuse_unknown(("format", "language"))
        reader.choice("language", LANGUAGES)
        reader.finish()
        headers = {"Cache-Control": PUBLIC}
        renderer = request.accepted_renderer
        if renderer.format == "html":
            return HttpResponseRedirect(reverse("api:docs"), headers=headers)
        doors = {
            name: request.build_absolute_uri(reverse(f"api:{door}")) + entry
            for name, (door, entry) in _DOORS.items()
        }
        return HttpResponse(
            JSONRenderer().render(doors), content_type=renderer.media_type, headers=headers
        )
