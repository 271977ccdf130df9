"""What "where am I?" costs by the kind of text, beside the bare gazetteer search of the same text.

Calls `locate` over the real table in a database of its own, without map services, and beside it a
Django view that does nothing: milliseconds of processor time for one call, in the fastest of some
rounds. ``python -m bench.locate [calls per round]``
"""

import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from bench.own_database import make_real_database

ROUNDS: Final = 5
REGION: Final = "500116"
TEXTS: Final = {
    "town": "白沙镇",
    "town, traditional": "白沙鎮",
    "town, pinyin": "baisha",
    "town, another sound": "加四镇",
    "town, one wrong": "白河镇",
    "road": "园区大道",
    "road, pinyin": "datonglu",
    "landmark": "时代广场",
    "landmark, one wrong": "时代广扬",
    "address": "重庆市江津区几江街道大同路278号",
    "address elsewhere": "四川省成都市双流区东升街道棠湖西路一段8号",
    "pair of degrees": "106.2592, 29.2901",
    "nothing": "没有这样的地方名称",
}


def milliseconds(call: Callable[[], object], calls: int) -> float:
    """Return the processor time of one call, in the fastest round."""
    rounds = []
    for _ in range(ROUNDS):
        start = time.process_time()
        for _ in range(calls):
            call()
        rounds.append(time.process_time() - start)
    return min(rounds) / calls * 1_000


def empty_view_ms(calls: int) -> float:
    """Return what Django takes for a view that does nothing."""
    from django.http import HttpRequest, HttpResponse
    from django.test import RequestFactory

    factory = RequestFactory()

    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse(request.GET["q"])

    return milliseconds(lambda: view(factory.get("/", {"q": "白沙镇"})), calls)


def main(calls: int) -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        make_real_database(Path(folder))
        from sites.geocoding.gazetteer.search import search_places
        from sites.locating import locate

        for text in TEXTS.values():
            locate(text)  # What is loaded on first use is not the text's fault.
        empty = empty_view_ms(calls)
        print(f"an empty view: {empty:.3f} ms")
        print(f"{'':<22}{'gazetteer ms':>14}{'locate ms':>12}{'ratio':>8}{'x empty view':>14}")
        for kind, text in TEXTS.items():
            bare = milliseconds(partial(search_places, text, REGION), calls)
            whole = milliseconds(partial(locate, text), calls)
            print(
                f"{kind:<22}{bare:>14.3f}{whole:>12.2f}{whole / bare:>7.0f}x{whole / empty:>13.0f}x"
            )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
