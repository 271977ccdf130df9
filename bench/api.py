"""What the API's endpoints cost, beside constant bytes and beside a stock `ModelSerializer`.

All are called in turn, in this process, through WSGI and the product's middleware (the constant
bytes without), over the real table in a database of its own. CPU time counts, of the fastest
round; targets: nearest ≥ 5 × stock, list ≥ 8 × stock, 304 ≤ 0.2 of the list.
``python -m bench.api [requests per round]``
"""

import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from io import BytesIO
from pathlib import Path
from typing import Any, TypeAlias

from bench.own_database import make_real_database

Wsgi: TypeAlias = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

ROUNDS = 7
LIST = "/api/v1/service-points/"
NEAREST = "/api/v1/service-points/nearest/?near=106.2592,29.2901"


def constant(_environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
    """Return a few bytes: the floor of any WSGI application."""
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "2")])
    return [b"ok"]


def product(folder: Path) -> Wsgi:
    """Return the product with the stock endpoints added, over the imported table."""
    make_real_database(folder)
    from django.conf import settings
    from django.core.wsgi import get_wsgi_application

    from bench import stock
    from locator import urls

    (folder / "static").mkdir()
    settings.ROOT_URLCONF = (*stock.urlpatterns, *urls.urlpatterns)
    return get_wsgi_application()


def ask(application: Wsgi, address: str, **headers: str) -> tuple[str, dict[str, str], bytes]:
    """Return status, headers and body of one request."""
    path, _sign, query = address.partition("?")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(),
        "HTTP_ACCEPT": "*/*",
        **headers,
    }
    told: list[Any] = []
    response = application(environ, lambda *status_and_headers: told.extend(status_and_headers))
    body = b"".join(response)
    close = getattr(response, "close", None)
    if close is not None:
        close()
    return told[0], dict(told[1]), body


def seconds_per_request(requests: int, run: Callable[[], object]) -> float:
    """Return the CPU seconds that one call takes on average."""
    start = time.process_time()
    for _ in range(requests):
        run()
    return (time.process_time() - start) / requests


def main(requests: int) -> None:
    """Print CPU time and rate of each endpoint, then the ratios with their targets."""
    with tempfile.TemporaryDirectory() as folder:
        application = product(Path(folder))
        etag = ask(application, LIST)[1]["ETag"]
        runs: dict[str, Callable[[], tuple[str, dict[str, str], bytes]]] = {
            "constant bytes": lambda: ask(constant, LIST),
            "nearest": lambda: ask(application, NEAREST),
            "nearest, stock": lambda: ask(application, NEAREST.replace("/api/v1", "/stock")),
            "list": lambda: ask(application, LIST),
            "list, stock": lambda: ask(application, LIST.replace("/api/v1", "/stock")),
            "304": lambda: ask(application, LIST, HTTP_IF_NONE_MATCH=etag),
        }
        best: dict[str, float] = {}
        for _ in range(ROUNDS):
            for name, run in runs.items():
                seconds = seconds_per_request(requests, run)
                best[name] = min(seconds, best.get(name, seconds))
        print(f"{'':<18}{'status':>8}{'bytes':>9}{'ms':>9}{'per second':>13}")
        for name, run in runs.items():
            status, _headers, body = run()
            assert status.startswith(("200", "304")), f"{name}: {status}"
            print(
                f"{name:<18}{status[:3]:>8}{len(body):>9,}"
                f"{best[name] * 1000:>9.3f}{1 / best[name]:>13,.0f}"
            )
    print(f"nearest: {best['nearest, stock'] / best['nearest']:.1f} x stock (target: 5)")
    print(f"list: {best['list, stock'] / best['list']:.1f} x stock (target: 8)")
    print(f"304: {best['304'] / best['list']:.2f} of the list (target: at most 0.2)")
    for name in ("nearest", "list", "304"):
        print(f"{name}: {best[name] / best['constant bytes']:,.0f} x constant bytes")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
