"""The outlines of districts, shipped with the project."""

import json
from functools import lru_cache
from typing import Any

from django.conf import settings


@lru_cache(maxsize=64)
def outline(adcode: str) -> dict[str, Any] | None:
    """Return a district's outline as GeoJSON in WGS-84 degrees, None if none is shipped."""
    path = settings.BASE_DIR / "data" / "outlines" / f"{adcode}.geojson"
    if not path.is_file():
        return None
    loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return loaded
