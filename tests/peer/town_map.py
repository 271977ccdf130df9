"""Writes the made-up map as a file of OpenStreetMap's XML format: `python -m tests.peer.town_map`.

Boundaries have China's levels: 4 for the province, 6 for the district, 8 for a town.
"""

import sys
from collections.abc import Iterable, Mapping
from itertools import count
from typing import Final
from xml.etree.ElementTree import Element, ElementTree, SubElement

from sites.geo.boxes import Box
from sites.geo.coordinate import Coordinate
from tests.peer.streets import HALF_TOWN, HOUSES, UNMAPPED, place_of, roads, towns

_CHONGQING: Final = Box(105.2, 28.1, 110.2, 32.3)
_JIANGJIN: Final = Box(105.8167, 28.4667, 106.6333, 29.4833)


class TownMap:
    """An OpenStreetMap file in the making; numbers its objects itself."""

    def __init__(self) -> None:
        self._root = Element("osm", version="0.6", generator="tests")
        self._ids = count(1)
        self._nodes: list[Element] = []
        self._ways: list[Element] = []
        self._relations: list[Element] = []

    def add_node(self, place: Coordinate, tags: Mapping[str, str]) -> str:
        """Add a node and return its id."""
        node = self._element("node", tags)
        node.set("lon", f"{place.longitude:.7f}")
        node.set("lat", f"{place.latitude:.7f}")
        self._nodes.append(node)
        return node.get("id", "")

    def add_way(self, places: Iterable[Coordinate], tags: Mapping[str, str]) -> str:
        """Add a line through places, closed if it ends where it begins, and return its id."""
        nodes: dict[Coordinate, str] = {}
        way = self._element("way", tags)
        for place in places:
            if place not in nodes:
                nodes[place] = self.add_node(place, {})
            SubElement(way, "nd", ref=nodes[place])
        self._ways.append(way)
        return way.get("id", "")

    def add_boundary(self, box: Box, name: str, level: int) -> None:
        """Add an administrative area."""
        corners = [
            Coordinate(box.west, box.south),
            Coordinate(box.east, box.south),
            Coordinate(box.east, box.north),
            Coordinate(box.west, box.north),
            Coordinate(box.west, box.south),
        ]
        way = self.add_way(corners, {})
        tags = {
            "type": "boundary",
            "boundary": "administrative",
            "admin_level": str(level),
            "name": name,
        }
        relation = self._element("relation", tags)
        SubElement(relation, "member", type="way", ref=way, role="outer")
        self._relations.append(relation)

    def write(self, path: str) -> None:
        """Write the file; nodes come before ways before relations."""
        self._root.extend([*self._nodes, *self._ways, *self._relations])
        ElementTree(self._root).write(path, encoding="utf-8", xml_declaration=True)

    def _element(self, kind: str, tags: Mapping[str, str]) -> Element:
        element = Element(kind, id=str(next(self._ids)), version="1", visible="true")
        element.set("timestamp", "2026-01-01T00:00:00Z")
        for key, value in tags.items():
            SubElement(element, "tag", k=key, v=value)
        return element


def jiangjin_map() -> TownMap:
    """Return 重庆市 with 江津区, its towns, their streets and the houses that are mapped."""
    made = TownMap()
    made.add_boundary(_CHONGQING, "重庆市", 4)
    made.add_boundary(_JIANGJIN, "江津区", 6)
    for town in towns().values():
        made.add_boundary(_around(town.center), town.name, 8)
    for (_, road), ends in roads().items():
        made.add_way(ends, {"highway": "residential", "name": road})
    for place, house in {place_of(house): house for house in HOUSES}.items():
        if house.serial not in UNMAPPED:
            tags = {"addr:street": house.road, "addr:housenumber": house.number}
            made.add_node(place, tags)
    return made


def _around(center: Coordinate) -> Box:
    return Box(
        center.longitude - HALF_TOWN,
        center.latitude - HALF_TOWN,
        center.longitude + HALF_TOWN,
        center.latitude + HALF_TOWN,
    )


if __name__ == "__main__":
    jiangjin_map().write(sys.argv[1])
