"""A server on loopback that speaks Nominatim's format."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

from tests.geocoding.providers.reply_server import Reply, ReplyServer, serving

__all__ = ["NominatimServer", "Reply", "place", "places", "running_server"]


def place(**changes: object) -> dict[str, Any]:
    """Return one place as Nominatim's manual describes it, with some fields changed."""
    return {
        "place_id": 100149,
        "licence": "Data © OpenStreetMap contributors, ODbL 1.0",
        "osm_type": "node",
        "osm_id": 107775,
        "lat": "29.2931000",
        "lon": "106.2562000",
        "class": "place",
        "type": "house",
        "place_rank": 30,
        "importance": 0.00000999,
        "addresstype": "place",
        "name": "",
        "display_name": "278, 大同路, 几江街道, 江津区, 重庆市, 中国",
        "address": {"house_number": "278", "road": "大同路", "country_code": "cn"},
        "boundingbox": ["29.29305", "29.29315", "106.25615", "106.25625"],
        **changes,
    }


def places(*found: dict[str, Any]) -> Reply:
    """Return the reply that lists places."""
    return Reply(json.dumps(found, ensure_ascii=False).encode())


class NominatimServer(ReplyServer):
    """Answers every search with no place, unless it is told otherwise."""

    path: ClassVar[str] = "/nominatim/"


@contextmanager
def running_server() -> Iterator[NominatimServer]:
    """Run a Nominatim look-alike until the block ends."""
    with serving(NominatimServer()) as server:
        yield server
