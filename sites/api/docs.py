"""The API's description as a document."""

from functools import cache
from hashlib import sha256
from typing import Any

from django.http import HttpResponse, HttpResponseNotModified
from drf_spectacular.renderers import OpenApiJsonRenderer2, OpenApiYamlRenderer2
from rest_framework.request import Request

from sites.api.freshness import known_etags
from sites.api.headers import PUBLIC
from sites.api.openapi import Generator
from sites.api.read_views import ApiView
from sites.finding import ParameterReader


class SchemaView(ApiView):
    """The OpenAPI document, as JSON or YAML."""

    schema = None
    renderer_classes = (OpenApiJsonRenderer2, OpenApiYamlRenderer2)

    def get(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        """Return the document, or 304 if the client has it."""
        reader = ParameterReader(dict(request.query_params.lists()))
        reader.refuse_unknown(("format",))
        reader.finish()
        renderer = request.accepted_renderer
        content = _rendered(renderer.format)
        etag = f'W/"{sha256(content).hexdigest()[:16]}"'
        headers = {"ETag": etag, "Cache-Control": PUBLIC}
        if etag in known_etags(request):
            return HttpResponseNotModified(headers=headers)
        return HttpResponse(content, content_type=renderer.media_type, headers=headers)


@cache
def _rendered(document_format: str) -> bytes:
    """Return the document's text, which only changes with the program."""
    generator: Any = Generator
    document = generator().get_schema(public=True)
    renderer = {"json": OpenApiJsonRenderer2, "yaml": OpenApiYamlRenderer2}[document_format]()
    content: bytes = renderer.render(document, renderer_context={})
    return content
