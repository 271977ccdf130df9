"""A real browser in front of the real server, with the 57 real outlets."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

import pytest
from django.test import override_settings
from playwright.sync_api import Browser, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

_FLAGS: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@dataclass
class Visit:
    """A tab, and what happened in it.

    Attributes:
        page: Playwright's page; addresses are relative to the server.
        requests: the address of every request, data: addresses excepted.
        complaints: errors of the console and of the page's scripts, dialogs.
    """

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


# A busy machine is slow; what never comes fails all the same.
expect.set_options(timeout=30_000)

Visitor: TypeAlias = Callable[..., Visit]


@pytest.fixture(scope="package", autouse=True)
def queries_beside_the_browser() -> Iterator[None]:
    """Let Django query while Playwright's event loop runs in the same thread."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        yield


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """Return Debian's Chromium; without it the tests are skipped."""
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("chromium is not installed (Debian: apt-get install chromium)")
    expect.set_options(timeout=60_000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=_FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def server(
    chromium: Browser,
    queries_beside_the_browser: None,
    django_db_setup: None,
) -> Iterator[str]:
    """Return the address of a running server."""
    with override_settings(ALLOWED_HOSTS=["localhost"]):
        running = LiveServer("localhost")
        yield running.url
        # Not `stop`, which unshares the database in memory: threads that answered the last requests
        # may still be about to close it.
        running.thread.terminate()


@pytest.fixture
def visitor(
    server: str, chromium: Browser, transactional_db: None, real_points: None
) -> Iterator[Visitor]:
    """Return a function that opens a tab (its arguments: those of a Playwright context).

    At the end no tab may have complained or asked another host for anything.
    """
    visits: list[Visit] = []
    contexts = []

    def open_tab(**options: Any) -> Visit:
        context = chromium.new_context(
            base_url=server,
            **{
                "viewport": {"width": 1280, "height": 900},
                # What a device keeps is a matter of its own tests.
                "service_workers": "block",
                **options,
            },
        )
        context.set_default_timeout(60_000)
        contexts.append(context)
        visit = Visit(context.new_page())
        visits.append(visit)
        page = visit.page
        page.on("request", lambda request: visit.requests.append(request.url))
        page.on(
            "console",
            lambda message: (
                visit.complaints.append(message.text)
                if message.type in {"error", "warning"}
                and "Service Worker registration blocked" not in message.text
                else None
            ),
        )
        page.on("pageerror", lambda error: visit.complaints.append(str(error)))

        def refuse(dialog: Any) -> None:
            visit.complaints.append(f"dialog: {dialog.message}")
            dialog.dismiss()

        page.on("dialog", refuse)
        return visit

    yield open_tab
    for context in contexts:
        context.close()
    for visit in visits:
        assert visit.complaints == []
        foreign = [
            address for address in visit.requests if not address.startswith((f"{server}/", "data:"))
        ]
        assert foreign == []
