"""What the addresses of the API share: language, formats, ETags, caching and CORS."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any, Generic, TypeVar

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils import translation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.views import APIView

from sites.api.freshness import etag_of, known_etags, not_modified
from sites.api.headers import EVERYWHERE, PREFLIGHT, caching
from sites.api.listing import Listing
from sites.api.parameters import Parameters
from sites.api.plain_request import plain_request
from sites.api.renderers import CSVRenderer, GeoJSONRenderer, JSONRenderer
from sites.finding import LANGUAGES

_Q = TypeVar("_Q")


class ApiView(APIView):
    """An address of the API, in the language of `?language=`, open to pages of every origin."""

    http_method_names = ["get", "head", "options"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Return the answer or a problem document, with the headers that each of them has."""
        language = _language(request)
        response: HttpResponseBase | None = self.early(request)
        if response is None:
            with translation.override(language):
                response = super().dispatch(request, *args, **kwargs)
        response.headers["Content-Language"] = language
        for name, value in EVERYWHERE.items():
            response.headers[name] = value
        return response

    def early(self, request: HttpRequest) -> HttpResponse | None:
        """Return what can be told before the question is read, None if it must be read."""
        if request.method == "OPTIONS":
            return HttpResponse(status=204, headers=PREFLIGHT)
        return None


class ReadView(ApiView, Generic[_Q]):
    """A list or an entry of public data, with its ETag."""

    renderer_classes: Sequence[type[BaseRenderer]] = (JSONRenderer, GeoJSONRenderer, CSVRenderer)

    @abstractmethod
    def question(self, parameters: Parameters, path: Mapping[str, Any]) -> _Q:
        """Return what is asked; raises `InvalidQuery` for any parameter that is wrong."""

    @abstractmethod
    def answer(self, question: _Q, request: HttpRequest) -> Listing | Mapping[str, Any]:
        """Return what is rendered; raises `InvalidQuery` or `Http404`."""

    def early(self, request: HttpRequest) -> HttpResponse | None:
        """Return 304 if the client has the answer."""
        return not_modified(request) or super().early(request)

    def caching(self, request: HttpRequest) -> dict[str, str]:
        """Return the headers that tell caches what they may do with the answer."""
        return caching(request, etag_of(request))

    def get(self, request: Request, *args: Any, **path: Any) -> HttpResponse:
        """Return the answer in the format negotiated."""
        plain = plain_request(request)
        question = self.question(dict(plain.GET.lists()), path)
        # Before the data: if they change in between, the ETag is too old and the client asks
        # again; the other way round it would keep old data under the new ETag.
        headers = self.caching(plain)
        answer = self.answer(question, plain)
        if "ETag" in headers and known_etags(plain) == ["*"]:
            # "Unless there is any answer at all": only having one tells.
            return HttpResponseNotModified(headers=headers)
        if isinstance(answer, Listing):
            headers |= answer.headers()
        renderer = request.accepted_renderer
        content_type = renderer.media_type
        if renderer.charset:
            content_type += f"; charset={renderer.charset}"
        return HttpResponse(renderer.render(answer), content_type=content_type, headers=headers)


def _language(request: HttpRequest) -> str:
    """Return the language to speak, also about a wrong language."""
    try:
        language = request.GET.get("language", "").strip()
    except SuspiciousOperation:
        # Too many parameters: the view meets this again and tells.
        language = ""
    return language if language in LANGUAGES else LANGUAGES[0]
