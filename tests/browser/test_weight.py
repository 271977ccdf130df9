"""The first view of the list is light, and nothing comes from elsewhere."""

import gzip
from typing import Final

import pytest
from playwright.sync_api import Response

from tests.browser.conftest import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MOST_BYTES: Final = 60_000


def test_the_first_view_of_the_list_is_light(visitor: Visitor) -> None:
    visit = visitor()
    answers: list[Response] = []

    def keep(answer: Response) -> None:
        answers.append(answer)

    visit.page.on("response", keep)
    visit.page.goto("/", wait_until="networkidle")
    # As WhiteNoise and the middleware send them; the test's own server compresses no static file.
    weights = {
        answer.url.rpartition("/")[2] or "page": len(gzip.compress(answer.body()))
        for answer in answers
    }
    assert {"page", "site.css", "page.js"} <= weights.keys()
    assert sum(weights.values()) <= MOST_BYTES, weights
    kinds = {answer.request.resource_type for answer in answers}
    assert kinds <= {"document", "stylesheet", "script", "image", "manifest", "other"}
    # The map's scripts belong to the map.
    assert not [name for name in weights if "leaflet" in name or "map" in name]


def test_the_maps_scripts_come_with_the_map(visitor: Visitor) -> None:
    visit = visitor()
    visit.page.goto("/map/")
    assert [address for address in visit.requests if address.endswith("leaflet.js")]


@pytest.mark.parametrize("path", ["/", "/map/", "/about/"])
def test_letters_are_the_devices_own(visitor: Visitor, path: str) -> None:
    page = visitor().page
    page.goto(path, wait_until="networkidle")
    assert page.evaluate("document.fonts.size") == 0
