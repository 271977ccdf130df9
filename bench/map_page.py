"""What the Folium page and the list beside it cost, beside an empty Django page.

All are asked in turn, in this process, through WSGI and the product's middleware, over the 57
outlets of the real table in a database of its own. "cold" is made anew for each request, "cached"
comes from the cache by data version. CPU time counts, of the fastest round.
``python -m bench.map_page [requests per round]``
"""

import gzip
import re
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

from bench.api import ROUNDS, ask, product, seconds_per_request

EMPTY = "/empty/"
Asked: TypeAlias = tuple[str, dict[str, str], bytes]
Run: TypeAlias = Callable[[], Asked]


def main(requests: int) -> None:
    """Print CPU time, ratio to the empty page and size of each page."""
    with tempfile.TemporaryDirectory() as folder:
        application = product(Path(folder))
        add_empty_page()

        start = time.perf_counter()
        page = ask(application, "/map/")[2].decode()
        first = time.perf_counter() - start
        script = re.findall(r'src="(/map/skeleton-[^"]+)"', page)[0]
        etag = ask(application, "/map/")[1]["ETag"]

        from django.core.cache import cache

        def cold(address: str) -> Asked:
            cache.clear()
            return ask(application, address)

        runs: dict[str, Run] = {
            "empty page": lambda: ask(application, EMPTY),
            "list, cold": lambda: cold("/"),
            "list, cached": lambda: ask(application, "/"),
            "map, cold": lambda: cold("/map/"),
            "map, cached": lambda: ask(application, "/map/"),
            "map, 304": lambda: ask(application, "/map/", HTTP_IF_NONE_MATCH=etag),
            "Folium's script": lambda: ask(application, script),
        }
        best: dict[str, float] = {}
        for _ in range(ROUNDS):
            for name, run in runs.items():
                run()
                seconds = seconds_per_request(requests, run)
                best[name] = min(seconds, best.get(name, seconds))

        print(f"{'':<18}{'status':>8}{'ms':>9}{'x empty':>9}{'bytes':>10}{'gzip':>9}")
        for name, run in runs.items():
            status, _headers, body = run()
            print(
                f"{name:<18}{status[:3]:>8}{best[name] * 1000:>9.2f}"
                f"{best[name] / best['empty page']:>9.1f}{len(body):>10,}"
                f"{len(gzip.compress(body)):>9,}"
            )
        print(f"first map page of a process, loading Folium: {first * 1000:,.0f} ms")


def add_empty_page() -> None:
    """Put a page without content beside the product's pages, and collect the static files."""
    from django.conf import settings
    from django.core.management import call_command
    from django.http import HttpRequest, HttpResponse
    from django.urls import clear_url_caches, path

    def empty(_request: HttpRequest) -> HttpResponse:
        return HttpResponse("<!DOCTYPE html><title>empty</title>")

    silent: dict[str, Any] = {"verbosity": 0, "interactive": False}
    call_command("collectstatic", **silent)
    settings.ROOT_URLCONF = (path(EMPTY.strip("/") + "/", empty), *settings.ROOT_URLCONF)
    clear_url_caches()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10)
