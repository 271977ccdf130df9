"""The residents' pages that every check of the looks, the markup and the access visits."""

from typing import Final

from sites.guides import list_guides
from sites.models import ServicePoint

# A page with its own layout belongs here. `{point}` stands for an outlet's public
# id, `{guide}` for the name of a guide.
ADDRESSES: Final = (
    "/",
    "/?town=baisha",
    "/?town=shimen&operator=cmb",
    "/?town=nowhere",
    "/?q=asdfqwer",
    "/map/",
    "/points/{point}/",
    "/points/{point}/report/",
    "/reports/",
    "/towns/",
    "/towns/baisha/",
    "/towns/baisha/print/",
    "/print/",
    "/print/?operator=cqrcb&service=unlock",
    "/about/",
    "/check-table/",
    "/guides/",
    "/guides/?q=密码",
    "/guides/{guide}/",
    "/offline/",
    "/nothing-here/",
)
LANGUAGES: Final = ("", "/en")


def address(path: str) -> str:
    """Return an address with an outlet filled in, one without a position, and with a guide."""
    return path.format(
        point=ServicePoint.objects.get(serial=40).public_id,
        guide=list_guides("zh-hans")[0].slug,
    )
