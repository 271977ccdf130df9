"""What 100 kB of text cost where people type: every reader of text on texts made to be expensive.

Prints milliseconds of processor time for one call of each reader on the most expensive text,
beside those of a plain pass over the same text (``str.translate``), against the aim of 50 ms:
``python -m bench.hostile_text``. A reader that refuses such a text, or reads its beginning alone,
is as good. No database and no network: `locate` refuses a long text before it looks.
"""

import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from itertools import product
from typing import Final

import django

SIZE: Final = 100_000
"""Bytes of UTF-8."""
AIM_MS: Final = 50.0
ROUNDS: Final = 3
# What patterns look for, alone, in pairs and behind what they begin with.
_SIGNS: Final = "省市区县镇乡街道路村号栋楼室段附0１A-（,，、 \n慶江白中"
_SECONDS: Final = "大平1-\n"
_FRAMES: Final = ("重庆市江津区{}", "几江街道{}", "（{}")
# What links consist of, and what people write around them.
_LINKS: Final = (
    *("a.", "a.b/", "http://a", "@1,", "1.2,", "q=1,2&", "%31%2C", "!3d1", "/go/A", "map=1/"),
    *(
        "【",
        "地址：",
        "我在",
        "我在高德地图",
        "geo:0?q=&",
        "POINT(1 ",
        "srid=1;",
        '{"coordinates":[',
    ),
)
_LINK_FRAMES: Final = ("https://map.baidu.com/{}", "https://www.google.com/maps?q={}")


def texts() -> Iterator[str]:
    """Yield texts of `SIZE` bytes that repeat one or two characters, and some of all kinds."""
    units = {*_SIGNS, *map("".join, product(_SIGNS, _SECONDS)), "滨江大道几江段", "江津区白沙镇"}
    units |= {
        "é",
        "\u0301a",
        "\u200b",
        "𠮷",
        "٣",
        "+86 ",
        "023-",
        "转",
        "12333;",
        "1." * 9,
        "{{7*7}}",
    }
    units |= {*_LINKS, "中心小学", "人民"}
    for unit in sorted(units):
        yield (unit * (SIZE // len(unit.encode())))[:SIZE]
    for frame in _LINK_FRAMES:
        for unit in _LINKS:
            yield frame.format(unit * (SIZE // len(unit.encode())))
    for frame in _FRAMES:
        for unit in ("号", "街道", "1-", "白沙", "道平"):
            yield frame.format(unit * (SIZE // len(unit.encode())))


def readers() -> Mapping[str, Callable[[str], object]]:
    """Return what reads text, by name."""
    from bench.tables import jiangjin
    from sites.addresses.parser import parse_address
    from sites.addresses.resolving import resolve_town
    from sites.finding import InvalidQuery
    from sites.geo.shared_links import find_links
    from sites.geocoding.gazetteer.region import search_from
    from sites.geocoding.gazetteer.search import search_places
    from sites.locating import locate
    from sites.locating.kinds import says_nothing, without_kind
    from sites.locating.pairs import read_pair
    from sites.locating.typed_text import beside_link
    from sites.phones.errors import PhoneError
    from sites.phones.numbers import parse_phone
    from sites.text.normalise import normalise_text

    places = jiangjin(has_towns=True)
    search_from(places, "重慶市江津區")  # What is loaded on first use is not the text's fault.

    def refusing(call: Callable[[str], object], error: type[Exception]) -> Callable[[str], object]:
        def read(text: str) -> object:
            try:
                return call(text)
            except error:
                return None

        return read

    return {
        "normalise": normalise_text,
        "address parser": lambda text: parse_address(text, places.names, places.index),
        "town resolving": lambda text: resolve_town("大同路1号", text, places.names, places.index),
        "gazetteer search": lambda text: search_places(text, places.adcode),
        "gazetteer in region": lambda text: search_from(places, text),
        "pair of degrees": read_pair,
        "shared links": find_links,
        "beside a link": beside_link,
        "word for a kind": says_nothing,
        "head of a kind": without_kind,
        "locate": refusing(locate, InvalidQuery),
        "phone parser": refusing(lambda text: parse_phone(text, "023"), PhoneError),
    }


def milliseconds(call: Callable[[str], object], text: str) -> float:
    """Return the processor time of one call, the fastest of some."""
    best = float("inf")
    for _ in range(ROUNDS):
        start = time.process_time()
        call(text)
        best = min(best, time.process_time() - start)
        if best * 1_000 < AIM_MS / 10:
            break
    return best * 1_000


def main() -> int:
    """Print the table; return how many readers miss the aim."""
    table = {ord(character): None for character in " \n"}
    samples = list(texts())
    plain = max(milliseconds(lambda text: text.translate(table), text) for text in samples)
    print(f"{len(samples)} texts of {SIZE / 1_000:.0f} kB; a plain pass takes {plain:.1f} ms")
    print(f"{'':<22}{'ms':>8}{'x plain':>9}   the most expensive text")
    missed = 0
    for name, read in readers().items():
        cost, text = max((milliseconds(read, text), text) for text in samples)
        verdict = "" if cost <= AIM_MS else f"   misses the {AIM_MS:.0f} ms"
        print(f"{name:<22}{cost:>8.1f}{cost / plain:>9.1f}   {text[:12]!r} …{verdict}")
        missed += bool(verdict)
    return missed


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "locator.settings")
    django.setup()
    sys.exit(1 if main() else 0)
