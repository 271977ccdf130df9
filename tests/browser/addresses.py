"""The residents' pages that every check of the looks, the markup and the access visits."""

from typing import Final

from sites.models import ServicePoint

# A page with its own layout belongs here. `{point}` stands for an outlet's public id.
ADDRESSES: Final = (
    "/",
    "/?town=baisha",
    "/?town=shimen&operator=cmb",
    "/?town=nowhere",
    "/map/",
    "/points/{point}/",
    "/about/",
    "/offline/",
    "/nothing-here/",
)
LANGUAGES: Final = ("", "/en")


def address(path: str) -> str:
    """Return an address with an outlet of the database filled in: one without a position."""
    return path.format(point=ServicePoint.objects.get(serial=40).public_id)
