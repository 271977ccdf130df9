"""The API's description (OpenAPI 3.1)."""

from typing import Any, Final

from django.utils import translation
from drf_spectacular.generators import SchemaGenerator
from typing_extensions import override

from sites.api.openapi_writes import SECURITY_SCHEMES
from sites.api.schemas import components

INTRODUCTION: Final = """\
Where a social-security card is replaced, unlocked or activated.

**Positions** are WGS-84 degrees, longitude first; `datum` moves those of the answer to GCJ-02 or
BD-09, while `near` and `bbox` are always WGS-84. `precision` tells what was located: with `town`
the point is the centre of the town and the outlet may be some kilometres away.

**Lists** come as JSON, GeoJSON or CSV, by `format` or by the `Accept` header. A page ends with the
address of the next one in `next` and in a `Link` header. `notes` tell what a question left out and
why; CSV has no room for them, so the header `Answer-Notes` repeats their codes. CSV begins with a
byte order mark, joins lists with `|`, and puts an apostrophe before text that a spreadsheet would
run as a formula.

In GeoJSON a service point without a position, a service, an operator and a guide have the geometry
null; a region has the rectangle of its bounds, which is not its outline.

**Caching**: the ETag changes when public data change. Ask with `If-None-Match`, and 304 says that
what you have still holds.

**Writing** is for trusted programs with a token. Read the outlet, send its ETag as `If-Match` and a
text of your own as `Idempotency-Key`: then nothing is overwritten unseen and nothing is done twice,
however often an answer gets lost on the way.

**Errors** are problem documents (RFC 9457). A parameter that does not exist is an error too.
"""


class Generator(SchemaGenerator):
    """The library's generator with our components and introduction."""

    @override
    def get_schema(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return the whole description."""
        library: Any = super()
        # One description for everybody, whatever language the request is in.
        with translation.override("en"):
            document: dict[str, Any] = library.get_schema(*args, **kwargs)
        document["info"]["description"] = INTRODUCTION
        document["components"] = {
            "schemas": components(),
            "securitySchemes": SECURITY_SCHEMES,
        }
        return document
