"""How right the gazetteer is about all the names there are: tables of docs/accuracy.md.

Every town and county of the country is asked for in the forms that people write, and town names
picked at random are asked for alone. `bench.accuracy` prints the tables.
"""

import csv
import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from django.test import override_settings

from bench.tables import DATA, jiangjin, print_header, print_row, rows_of
from sites.geocoding.gazetteer.data import gazetteer_data
from sites.geocoding.gazetteer.entries import DEPTHS, Entry, Level
from sites.geocoding.gazetteer.names import town_stem, without_peoples
from sites.geocoding.gazetteer.search import Place, search_places

if TYPE_CHECKING:
    from sites.geocoding.places import RegionPlaces

GAZETTEER: Final = DATA / "gazetteer"
ADDRESS: Final = "人民路12号"
RANDOM_TOWNS: Final = 4_000
SEED: Final = 9

Town = tuple[str, str]
"""The code of the county and the full name."""


def short_names() -> dict[str, str]:
    """Return what areas are called without their rank, by code."""
    return {
        row["adcode"]: row["aliases"].split("|")[0] or row["name"]
        for row in rows_of(GAZETTEER / "areas.csv")
    }


def chain(code: str) -> tuple[Entry, ...]:
    """Return a county and the areas around it, the province first."""
    area = gazetteer_data().areas[code]
    return (*gazetteer_data().parents(area), area)


def town_forms() -> Mapping[str, Callable[[str, str], str]]:
    """Return how a town is written with all areas around it, by the name of the form."""
    short = short_names()

    def in_full(code: str, name: str) -> str:
        return "".join(area.name for area in chain(code)) + name

    def areas_short(code: str, name: str) -> str:
        return "".join(short[area.adcode] for area in chain(code)) + name

    def all_short(code: str, name: str) -> str:
        return areas_short(code, town_stem(without_peoples(name)))

    return {
        "in full": in_full,
        "areas without their ranks": areas_short,
        "nothing with its rank": all_short,
    }


def town_verdict(town: Town, found: Sequence[Place]) -> str:
    """Return what the answer to a town with all areas around it is worth."""
    code, name = town
    if len(found) != 1:
        return "choice" if found else "none"
    (place,) = found
    if place.adcode == code:
        is_county = DEPTHS[place.level] <= DEPTHS[Level.COUNTY]
        return "county" if is_county else "town" if place.name == name else "wrong"
    return "county" if place.adcode in {area.adcode for area in chain(code)} else "wrong"


def town_verdicts(towns: Sequence[Town], form: Callable[[str, str], str]) -> Counter[str]:
    """Return how many of some towns are found in a form."""
    return Counter(town_verdict(town, search_places(form(*town))) for town in towns)


def all_towns() -> list[Town]:
    """Return all towns of the country."""
    return sorted(gazetteer_data().town_names())


def every_town() -> None:
    """Print how many of all towns are found behind the areas around them."""
    towns = all_towns()
    verdicts = ("town", "county", "choice", "none", "wrong")
    print_header("written", "towns", *verdicts, "right")
    for name, form in town_forms().items():
        counts = town_verdicts(towns, form)
        share = f"{counts['town'] / len(towns):.2%}"
        print_row(name, len(towns), *(counts[verdict] for verdict in verdicts), share)
    print()


def counties_not_found() -> list[str]:
    """Return the counties that the short name of their city and their own do not lead to."""
    short = short_names()
    missed = []
    for county in all_counties():
        around = gazetteer_data().parents(county)
        text = short[around[-1].adcode] + county.name
        if [place.adcode for place in search_places(text)] != [county.adcode]:
            missed.append(text)
    return missed


def all_counties() -> list[Entry]:
    """Return all counties of the country."""
    return [area for area in gazetteer_data().areas.values() if area.level is Level.COUNTY]


def every_county() -> None:
    """Print how many of all counties are found as 青岛市南区 and 重庆城口县."""
    missed, number = counties_not_found(), len(all_counties())
    print_header("written", "counties", "found", "right")
    print_row("short city, county", number, number - len(missed), f"{1 - len(missed) / number:.2%}")
    print(f"\nMissed: {'、'.join(missed) or 'none'}.\n")


def random_verdicts(towns: Sequence[Town], homes: Mapping[str, set[str]]) -> Counter[str]:
    """Return what becomes of towns whose names stand alone, with a road and without one.

    Asked from nowhere and from 江津区. `homes` are the codes of the counties that have a town of
    that name. An answer is certain if it is one place, and the text says where that is.
    """
    from sites.geocoding.gazetteer.region import search_from  # the models need Django set up

    here = jiangjin(has_towns=True)
    counts: Counter[str] = Counter()
    for _code, name in towns:
        for text in (name, name + ADDRESS):
            for found in (search_places(text), search_from(here, text)):
                counts[_random_verdict(homes[name], found)] += 1
    return counts


def _random_verdict(homes: set[str], found: Sequence[Place]) -> str:
    if not found:
        return "none"
    is_right = any(place.adcode in homes for place in found)
    if len(found) == 1 and found[0].is_stated and not is_right:
        return "wrong and certain"
    return "right or among a choice" if is_right else "wrong, not certain"


def pick(number: int) -> list[Town]:
    """Return towns picked at random, always the same ones."""
    return random.Random(SEED).sample(all_towns(), number)


def homes_of(towns: Iterable[Town]) -> dict[str, set[str]]:
    """Return the codes of the counties that have a town of a name."""
    homes: dict[str, set[str]] = {}
    for code, name in towns:
        homes.setdefault(name, set()).add(code)
    return homes


@contextmanager
def without(names: set[str]) -> Iterator[None]:
    """Make the gazetteer forget some names of towns."""
    with TemporaryDirectory() as base:
        folder = Path(base) / "data" / "gazetteer"
        folder.mkdir(parents=True)
        for path in GAZETTEER.glob("*.csv"):
            with path.open(encoding="utf-8", newline="") as file:
                header, *rows = csv.reader(file)
            with (folder / path.name).open("w", encoding="utf-8", newline="") as file:
                writer = csv.writer(file, lineterminator="\n")
                writer.writerow(header)
                writer.writerows(kept for row in rows if (kept := _forgetting(row, names)))
        with override_settings(BASE_DIR=base):
            gazetteer_data.cache_clear()
            try:
                yield
            finally:
                gazetteer_data.cache_clear()


def _forgetting(row: list[str], names: set[str]) -> list[str] | None:
    """Return a row with the forgotten names taken out, None if it is about one of them."""
    code, *cells = row
    if cells and cells[0] in names:
        return None
    kept = ["|".join(name for name in cell.split("|") if name not in names) for cell in cells]
    return [code, *kept]


def random_towns() -> None:
    """Print how often a town's name alone leads astray, known and taken out of the list."""
    towns = all_towns()
    homes = homes_of(towns)
    verdicts = ("right or among a choice", "none", "wrong, not certain", "wrong and certain")
    print_header("names", "answers", *verdicts)
    counts = random_verdicts(pick(RANDOM_TOWNS), homes)
    print_row(f"{RANDOM_TOWNS:,}", counts.total(), *(counts[verdict] for verdict in verdicts))
    forgotten = forgotten_names(homes)
    with without(forgotten):
        counts = random_verdicts([town for town in towns if town[1] in forgotten], homes)
    title = "a tenth, taken out of the list"
    print_row(title, counts.total(), *(counts[verdict] for verdict in verdicts))
    print()


def forgotten_names(homes: Mapping[str, set[str]]) -> set[str]:
    """Return a tenth of all town names, picked at random, always the same ones."""
    return set(random.Random(SEED).sample(sorted(homes), len(homes) // 10))


def county_claims(here: "RegionPlaces") -> Mapping[str, list[str]]:
    """Return the other counties by what their plain address says in a region."""
    from sites.geocoding.gazetteer.claims import claim_of

    found: dict[str, list[str]] = {}
    for county in all_counties():
        if county.adcode != here.adcode:
            verdict = claim_of(county.name + ADDRESS, here).verdict
            found.setdefault(verdict, []).append(county.name)
    return found


def other_districts() -> None:
    """Print whether 江津区 takes an address of any other county for one of its own."""
    claims = county_claims(jiangjin(has_towns=True))
    counts = (len(claims.get(verdict, ())) for verdict in ("here", "doubtful"))
    print_header("other counties", "taken for 江津区", "with a doubt")
    print_row(len(all_counties()) - 1, *counts)
    print()
