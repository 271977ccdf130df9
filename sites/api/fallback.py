"""Every address below the API's root that does not exist."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.urls import resolve
from typing_extensions import override

from sites.api.read_views import ApiView


class NowhereView(ApiView):
    """Nothing but a problem document, or the way to the address that was meant."""

    schema = None
    # Nothing is there for any method: 404 and not 405.
    http_method_names: list[str] = []

    @override
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Return a redirect if only the slash at the end is missing, 404 otherwise."""
        meant = request.path_info + "/"
        if not request.path_info.endswith("/") and not _is_nowhere(meant):
            query = request.META.get("QUERY_STRING", "")
            return HttpResponsePermanentRedirect(request.path + "/" + (query and f"?{query}"))
        return super().dispatch(request, *args, **kwargs)

    @override
    def http_method_not_allowed(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        raise Http404


def _is_nowhere(path: str) -> bool:
    """Return whether a path below the API's root leads to this view."""
    return getattr(resolve(path).func, "cls", None) is NowhereView
