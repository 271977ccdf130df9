"""Links that lead a resident to an outlet, in the map services that people have."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from sites.geo import map_links
from sites.web.cards import Card


@dataclass(frozen=True, slots=True)
class NavigationLink:
    """A link to one map service: its name for people, and the https address."""

    label: str
    url: str


def navigation_links(card: Card) -> tuple[NavigationLink, ...]:
    """Return the links to an outlet: 高德, 百度, 腾讯, OpenStreetMap.

    A place that is known well enough is handed over as a pair. A coarse one is not: it would lead
    to the middle of the town, so the services are asked for the address instead.
    """
    place, name, address = card.navigable_place, card.name, card.full_address
    if place is not None:
        urls = (
            map_links.amap_route(place, name),
            map_links.baidu_place(place, name),
            map_links.tencent_route(place, name),
            map_links.osm_route(place),
        )
    else:
        urls = (
            map_links.amap_search(address, card.region),
            map_links.baidu_search(address),
            map_links.tencent_search(address),
            map_links.osm_search(address),
        )
    labels = (_("Amap"), _("Baidu Maps"), _("Tencent Maps"), "OpenStreetMap")
    return tuple(NavigationLink(*link) for link in zip(labels, urls, strict=True))
