"""How right the gazetteer is: the tables of docs/accuracy.md.

    python -m bench.accuracy [table …]

``towns``: how far the gazetteer's positions of 30 towns are from checked ones. ``outlets``: how
precisely the 57 outlets are located by each provider that needs no key. ``elsewhere``: whether 200
made-up addresses from all over the country lead to the right county and town; ``traditional``: the
same written in traditional characters. ``public``: whether 112 addresses with the traits of those
in public files, and 112 of our own of the same kinds, lead to the right county. ``every_town``,
``every_county``, ``random_towns`` and ``other_districts`` ask for all the names there are: see
`bench.names`. All without a database and without a network, save a Nominatim at ``NOMINATIM_URL``.
"""

import json
import os
import re
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from statistics import median, quantiles
from typing import Final
from urllib.parse import urlencode
from urllib.request import urlopen

import django

from bench import names
from bench.tables import BENCH_DATA, DATA, jiangjin, print_header, print_row, rows_of
from sites.addresses.codes import codes_around
from sites.addresses.resolving import TownOverride, TownOverrides, resolve_town
from sites.geo.coordinate import Coordinate
from sites.geo.distance import great_circle_m
from sites.geocoding.gazetteer.entries import DEPTHS, Level
from sites.geocoding.gazetteer.search import Place, search_places
from sites.geocoding.provider_answers import AddressQuery, Located, Provider
from sites.text.normalise import normalise_text

REGION: Final = "500116"
_NOT_CHECKED: Final = "the checked position is the GeoNames one"
_TOWN_RANK: Final = re.compile("(?<=..)(?:街道|镇|乡)$")


def towns() -> None:
    """Print how far the positions of the towns are from the checked ones, in kilometres."""
    reviewed, unreviewed = [], []
    missing: list[str] = []
    rows = list(rows_of(BENCH_DATA / "town_positions.csv"))
    for row in rows:
        checked = Coordinate(float(row["longitude"]), float(row["latitude"]))
        (place,) = search_places(f"重庆市江津区{row['town']}")
        reviewed.append(great_circle_m(checked, place.coordinate) / 1_000)
        if row["note"].startswith(_NOT_CHECKED):
            continue
        if row["geonames_longitude"]:
            geonames = Coordinate(float(row["geonames_longitude"]), float(row["geonames_latitude"]))
            unreviewed.append(great_circle_m(checked, geonames) / 1_000)
        else:
            missing.append(row["town"])
    print_header("positions", "towns", "median km", "p90 km", "max km")
    for name, distances in (("as delivered, reviewed", reviewed), ("GeoNames alone", unreviewed)):
        ninth = quantiles(distances, n=10, method="inclusive")[-1]
        figures = (f"{figure:.2f}" for figure in (median(distances), ninth, max(distances)))
        print_row(name, len(distances), *figures)
    same = len(rows) - len(unreviewed) - len(missing)
    print(f"\nNot in GeoNames: {'、'.join(missing)}; {same} checked positions are GeoNames' own.\n")


def found_as_printed(address: str) -> bool:
    """Return whether the Nominatim finds anything for a text, asked as anybody might."""
    from django.conf import settings

    question = urlencode({"q": address, "format": "json"})
    url = f"{settings.NOMINATIM_URL}/search?{question}"
    with urlopen(url, timeout=10) as reply:  # noqa: S310 - the setting names the address
        return bool(json.load(reply))


def outlets() -> None:
    """Print how many of the 57 outlets reach which precision; with a Nominatim, if there is one."""
    from django.conf import settings

    from sites.geocoding.gazetteer.provider import GazetteerProvider
    from sites.geocoding.providers.nominatim import NominatimProvider

    stored, unstored = jiangjin(has_towns=True), jiangjin(has_towns=False)
    overrides = TownOverrides(
        (
            TownOverride(row["name"], row["address"], row["town"])
            for row in rows_of(DATA / "reference" / "town_overrides.csv")
        ),
        stored.index,
    )
    table = [(row["服务网点全称"], row["网点地址"]) for row in rows_of(DATA / "service_points.csv")]

    def precisions(
        providers: Sequence[Provider], town_of: Callable[[str, str], str | None]
    ) -> Counter[str]:
        found: Counter[str] = Counter()
        for name, address in table:
            query = AddressQuery(
                region=REGION, address=normalise_text(address), town=town_of(name, address)
            )
            answers = (provider.answer(query) for provider in providers)
            located = next((one for one in answers if isinstance(one, Located)), None)
            found[located.position.precision if located else "none"] += 1
        return found

    def imported_town(name: str, address: str) -> str | None:
        return resolve_town(address, name, stored.names, stored.index, overrides).town

    gazetteer, no_gazetteer = GazetteerProvider(stored), GazetteerProvider(unstored)
    configurations: dict[str, Counter[str]] = {
        "gazetteer": precisions([gazetteer], imported_town),
        "gazetteer, address text only": precisions([gazetteer], lambda _name, _address: None),
        "gazetteer, no stored towns": precisions([no_gazetteer], lambda _name, _address: None),
    }
    if settings.NOMINATIM_URL:
        nominatim = NominatimProvider(stored)
        name = "nominatim, then gazetteer"
        configurations[name] = precisions([nominatim, gazetteer], imported_town)
        printed = Counter("some" if found_as_printed(address) else "none" for _, address in table)
        configurations["nominatim, address as printed"] = printed
    levels = ("rooftop", "street", "village", "town", "none")
    print_header("providers", *levels)
    for name, found in configurations.items():
        print_row(name, *(found[level] for level in levels))
    print()


def verdict(row: Mapping[str, str], found: list[Place]) -> str:
    """Return what the answer to a made-up address is worth."""
    if row["province"] == "choice":
        return "wrong" if len(found) == 1 else "town"
    if len(found) != 1:
        return "none"
    (place,) = found
    chain = (*place.parents, place.name)
    if row["province"] not in chain:
        return "wrong"
    if row["county"] not in chain:
        return "coarse" if place.level in {"province", "city"} else "wrong"
    if DEPTHS[place.level] <= DEPTHS[Level.COUNTY]:
        return "county" if row["town"] else "town"
    is_right = _TOWN_RANK.sub("", place.name) == _TOWN_RANK.sub("", row["town"])
    return "town" if is_right else "wrong"


def elsewhere() -> None:
    """Print how many of the made-up addresses lead to the right place, by their form."""
    print_verdicts(lambda text: text)


def traditional() -> None:
    """Print the same for the addresses in traditional characters."""
    from opencc import OpenCC

    print_verdicts(OpenCC("s2t").convert)


def print_verdicts(written: Callable[[str], str]) -> None:
    """Print what becomes of the addresses, each as it is written."""
    totals: Counter[str] = Counter()
    by_form: dict[str, Counter[str]] = {}
    for row in rows_of(BENCH_DATA / "addresses_elsewhere.csv"):
        result = verdict(row, search_places(written(row["text"]), row["searched_from"] or None))
        by_form.setdefault(row["form"], Counter())[result] += 1
        totals[result] += 1
    verdicts = ("town", "county", "coarse", "none", "wrong")
    print_header("form", "addresses", *verdicts)
    for form, counts in (*by_form.items(), ("all", totals)):
        print_row(form, counts.total(), *(counts[name] for name in verdicts))
    number = totals.total()
    is_right = totals["town"] + totals["county"]
    print(
        f"\nRight county {is_right / number:.1%}, right down to the town "
        f"{totals['town'] / number:.1%}, wrong place {totals['wrong'] / number:.1%}.\n"
    )


def county_verdict(counties: str, found: Sequence[Place]) -> str:
    """Return what the answer to an address of public kind is worth: of the right county, or not.

    `counties` are the codes that a careful clerk accepts, separated by a bar: a zone lies in
    several districts, and a city's name is enough where the address has no more.
    """
    accepted = counties.split("|")
    codes = {place.adcode for place in found}
    if len(found) == 1:
        if codes & set(accepted):
            return "right"
        around = {area for code in accepted for area in codes_around(code)[1:]}
        return "coarse" if codes & around else "wrong"
    if not found:
        return "none"
    return "choice" if codes & set(accepted) else "wrong"


def public() -> None:
    """Print how many addresses with the traits of public ones lead to the right county."""
    for name, title in (("addresses_public", "public kinds"), ("addresses_public_own", "our own")):
        totals: Counter[str] = Counter()
        by_form: dict[str, Counter[str]] = {}
        for row in rows_of(BENCH_DATA / f"{name}.csv"):
            result = county_verdict(row["counties"], search_places(row["text"]))
            by_form.setdefault(row["form"], Counter())[result] += 1
            totals[result] += 1
        verdicts = ("right", "choice", "coarse", "none", "wrong")
        print_header(title, "addresses", *verdicts)
        for form, counts in (*by_form.items(), ("all", totals)):
            print_row(form, counts.total(), *(counts[verdict] for verdict in verdicts))
        print(f"\nRight county {totals['right'] / totals.total():.1%}.\n")


TABLES: Final[Mapping[str, Callable[[], None]]] = {
    "towns": towns,
    "outlets": outlets,
    "elsewhere": elsewhere,
    "traditional": traditional,
    "public": public,
    "every_town": names.every_town,
    "every_county": names.every_county,
    "random_towns": names.random_towns,
    "other_districts": names.other_districts,
}


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "locator.settings")
    django.setup()
    for name in sys.argv[1:] or TABLES:
        print(f"## {name}\n")
        TABLES[name]()
