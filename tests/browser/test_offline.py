"""Without a connection, or with a slow one.

What was seen, the chosen town, the guides, and all names, addresses and phones are there.
"""

import json
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from threading import Event
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from sites.finding import Language, PointRow, get_point
from sites.models import DataVersion, ServicePoint, Town
from sites.pages import offline
from tests.browser.conftest import Visit, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LISHI = {"longitude": 106.26127841, "latitude": 29.07932842}


def until(page: Page, expression: str, arg: object = None) -> None:
    """Wait until a script's value holds: the pages' own policy forbids Playwright's way to."""
    end = time.monotonic() + 60
    while not page.evaluate(expression, arg):
        assert time.monotonic() < end, expression
        time.sleep(0.05)


def ready(page: Page) -> None:
    """Wait until the service worker has installed itself and serves the page."""
    until(page, "navigator.serviceWorker.controller !== null")


def kept(page: Page) -> list[str]:
    """Return the paths of everything that the device keeps."""
    addresses: list[str] = page.evaluate(
        """async () => (await Promise.all((await caches.keys()).map(async (name) =>
          (await (await caches.open(name)).keys()).map((one) => one.url)))).flat()"""
    )
    return [address.split("/", 3)[3] for address in addresses]


def go_offline(visit: Visit) -> None:
    visit.page.context.set_offline(True)


def forget_refused_requests(visit: Visit) -> None:
    visit.complaints[:] = [text for text in visit.complaints if "ERR_INTERNET" not in text]


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for the network as long as it takes: this machine may be busy."""
    monkeypatch.setattr(offline, "_PATIENCE_MS", 2**31 - 1)


@dataclass
class SlowServer:
    """A server that holds the pages of outlets back while it is slow."""

    goes_on: Event = field(default_factory=Event)

    def get_point(self, public_id: UUID, language: Language) -> PointRow | None:
        assert self.goes_on.wait(timeout=300)
        return get_point(public_id, language)


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Iterator[SlowServer]:
    """Return a server that can be slowed down; devices do not wait for it."""
    monkeypatch.setattr(offline, "_PATIENCE_MS", 0)
    server = SlowServer()
    server.goes_on.set()
    monkeypatch.setattr("sites.pages.point.get_point", server.get_point)
    yield server
    server.goes_on.set()


@pytest.fixture
def visit(visitor: Visitor) -> Visit:
    return visitor(service_workers="allow")


@pytest.mark.parametrize(
    ("prefix", "day"), [("", r"\d{4}年\d+月\d+日"), ("/en", r"\w+ \d+, \d{4}")]
)
def test_the_list_is_there_with_its_date(visit: Visit, prefix: str, day: str) -> None:
    page = visit.page
    page.goto(f"{prefix}/")
    ready(page)
    page.goto(f"{prefix}/about/")
    page.goto(f"{prefix}/")
    expect(page.locator("#kept")).to_be_hidden()
    go_offline(visit)
    page.reload()
    expect(page.locator("[data-point]")).to_have_count(57)
    expect(page.locator("#kept")).to_be_visible()
    expect(page.locator("#kept time")).to_have_text(re.compile(day))
    # With its styles and its scripts.
    assert page.locator(".site-header").evaluate("one => getComputedStyle(one).color") == (
        "rgb(255, 255, 255)"
    )
    forget_refused_requests(visit)


def test_a_page_never_seen_gives_way_to_all_names_and_phones(visit: Visit) -> None:
    page = visit.page
    page.goto("/en/about/")
    ready(page)
    page.goto("/en/about/")
    until(page, "() => caches.match('/en/offline/').then((found) => !!found)")
    go_offline(visit)
    page.goto("/en/?town=shimen")
    expect(page.get_by_role("heading", level=1)).to_have_text("All outlets in short")
    expect(page.locator("#kept")).to_be_visible()
    for point in ServicePoint.objects.all():
        expect(page.locator("main")).to_contain_text(point.name)
        expect(page.locator("main")).to_contain_text(point.address)
        if point.phone_e164:
            expect(page.locator(f"main a[href='tel:{point.phone_e164}']").first).to_have_text(
                f"023-{point.phone}"
            )
    forget_refused_requests(visit)


def test_the_outlets_of_the_chosen_town_are_kept(visit: Visit) -> None:
    page = visit.page
    page.goto("/en/")
    ready(page)
    page.get_by_label("Town", exact=True).select_option("baisha")
    page.get_by_role("button", name="Choose this town").click()
    expect(page.locator("[data-point]").first).to_be_visible()
    ids = page.locator("[data-point]").evaluate_all("all => all.map((one) => one.dataset.point)")
    assert len(ids) > 1
    for one in ids:
        until(page, "path => caches.match(path).then((found) => !!found)", arg=f"/en/points/{one}/")
    go_offline(visit)
    page.locator("[data-point] h3 a").last.click()
    point = ServicePoint.objects.get(public_id=ids[-1])
    expect(page.get_by_role("heading", level=1)).to_have_text(point.name)
    expect(page.locator("#kept")).to_be_visible()
    # A form sends its empty fields along: the same list is found without them.
    page.goto("/en/?town=baisha")
    expect(page.locator("[data-point]")).to_have_count(len(ids))
    forget_refused_requests(visit)


def test_the_whole_of_the_chosen_town_is_kept_and_no_other(visit: Visit) -> None:
    jijiang = Town.objects.get(key="jijiang")
    ServicePoint.objects.filter(serial__lte=45).exclude(serial=40).update(town=jijiang)
    shimen = ServicePoint.objects.filter(serial__gt=45)
    shimen.update(town=Town.objects.get(key="shimen"))
    for town in ("shimen", "jijiang"):
        ids = set(ServicePoint.objects.filter(town__key=town).values_list("public_id", flat=True))
        page = visit.page
        page.goto(f"/en/towns/{town}/")
        ready(page)
        page.goto(f"/en/towns/{town}/")
        for one in ids:
            until(
                page,
                "path => caches.match(path, { cacheName: 'town' }).then((found) => !!found)",
                arg=f"/en/points/{one}/",
            )
    assert len(ids) > 40
    of_town = page.evaluate(
        """async () => (await (await caches.open("town")).keys())
          .filter((one) => one.url.includes("/points/")).length"""
    )
    assert of_town == len(ids), "and nothing of the town before"
    go_offline(visit)
    page.goto("/en/towns/jijiang/")
    expect(page.locator("[data-point]")).to_have_count(len(ids))
    page.locator("[data-point] h3 a").last.click()
    expect(page.locator("#kept time")).to_have_text(re.compile(r"\w+ \d+, \d{4}"))
    page.get_by_role("link", name="Guides").click()
    page.get_by_role("link", name="PIN").first.click()
    expect(page.locator("#kept time")).to_have_text(re.compile(r"\w+ \d+, \d{4}"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("PIN")
    forget_refused_requests(visit)


def seen_outlet(visit: Visit) -> ServicePoint:
    """Look at an outlet's page until the device has it; return the outlet."""
    point = ServicePoint.objects.get(serial=2)
    page = visit.page
    page.goto("/en/about/")
    ready(page)
    page.goto(f"/en/points/{point.public_id}/")
    expect(page.locator("#kept")).to_be_hidden()
    return point


def test_a_slow_connection_gives_way_to_the_copy_with_its_date(
    visit: Visit, slow: SlowServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = visit.page
    point = seen_outlet(visit)
    ServicePoint.objects.filter(pk=point.pk).update(phone="47999999")
    # Of the pages alone: the worker stays the same.
    monkeypatch.setattr("sites.pages.point.revision", lambda: "another state of the data")
    slow.goes_on.clear()
    page.reload()
    expect(page.locator("#kept")).to_be_visible()
    expect(page.locator("#kept time")).to_have_text(re.compile(r"\w+ \d+, \d{4}"))
    expect(page.locator("main")).to_contain_text(point.phone)
    newer = page.get_by_role("button", name="The present page has arrived")
    expect(newer).to_be_hidden()
    slow.goes_on.set()
    expect(newer).to_be_visible()
    newer.click()
    expect(page.locator("main")).to_contain_text("47999999")


def test_a_copy_that_the_late_answer_confirms_is_the_present_page(
    visit: Visit, slow: SlowServer
) -> None:
    page = visit.page
    seen_outlet(visit)
    slow.goes_on.clear()
    page.reload()
    expect(page.locator("#kept")).to_be_visible()
    slow.goes_on.set()
    expect(page.locator("#kept")).to_be_hidden()


def test_a_page_never_seen_is_waited_for(visit: Visit, slow: SlowServer) -> None:
    page = visit.page
    seen_outlet(visit)
    other = ServicePoint.objects.get(serial=3)
    page.goto(f"/en/points/{other.public_id}/")
    expect(page.get_by_role("heading", level=1)).to_have_text(other.name)
    expect(page.locator("html[data-kept]")).to_have_count(0)


def test_a_position_is_never_kept(visitor: Visitor) -> None:
    visit = visitor(service_workers="allow", geolocation=LISHI, permissions=["geolocation"])
    page = visit.page
    page.goto("/en/")
    ready(page)
    page.get_by_role("button", name="Use my location").click()
    expect(page.get_by_role("heading", level=2).filter(has_text="nearest first")).to_be_visible()
    until(page, "() => caches.match('/en/offline/').then((found) => !!found)")
    everything = page.evaluate(
        """async () => (await Promise.all((await caches.keys()).map(async (name) => {
          const cache = await caches.open(name);
          return Promise.all((await cache.keys()).map(async (one) =>
            one.url + await (await cache.match(one)).text()));
        }))).flat().join("\\n")"""
    )
    assert "All outlets in short" in everything
    assert "nearest first" not in everything
    assert "106.261" not in everything


def test_a_change_of_the_data_replaces_what_every_device_keeps(visit: Visit) -> None:
    page = visit.page
    page.goto("/en/")
    ready(page)
    until(page, "() => caches.match('/offline/').then((found) => !!found)")
    before = page.evaluate("caches.keys()")
    ServicePoint.objects.filter(serial=1).update(name="改了名字的网点")
    DataVersion.objects.update(number=DataVersion.current() + 1)
    page.goto("/en/about/")
    until(
        page,
        """async (before) => {
          const names = await caches.keys();
          const bases = names.filter((name) => name.startsWith("base "));
          return bases.length === 1 && !before.includes(bases[0]);
        }""",
        arg=before,
    )
    until(
        page,
        """() => caches.match("/offline/")
          .then(async (one) => (await one.text()).includes("改了名字"))""",
    )
    assert "desk/" not in " ".join(kept(page))


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_it_can_be_installed(visitor: Visitor, prefix: str) -> None:
    visit = visitor(service_workers="allow")
    page = visit.page
    page.goto(f"{prefix}/")
    ready(page)
    devtools = page.context.new_cdp_session(page)
    manifest = devtools.send("Page.getAppManifest")
    assert manifest["errors"] == []
    assert json.loads(manifest["data"])["start_url"] == f"{prefix}/"
    # A window without history, as a test's is, is the only thing that stands in the way.
    errors = devtools.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert [one["errorId"] for one in errors if one["errorId"] != "in-incognito"] == []
