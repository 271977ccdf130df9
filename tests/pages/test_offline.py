"""What a device is given to keep."""

import json
import re
import struct
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from sites.models import DataVersion, ServicePoint, Town
from tests.web.reading import PageReader

pytestmark = pytest.mark.django_db


def started(client: Client) -> dict[str, object]:
    first = client.get("/service-worker.js").content.decode().partition("\n")[0]
    found = re.fullmatch(r"const START = (\{.*\});", first)
    assert found
    start: dict[str, object] = json.loads(found[1])
    return start


@pytest.mark.usefixtures("real_points")
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_every_outlet_is_on_the_short_list(client: Client, prefix: str) -> None:
    page = client.get(f"{prefix}/offline/")
    text = page.content.decode()
    assert text.count('<li>\n            <strong lang="zh-Hans">') == ServicePoint.objects.count()
    for point in ServicePoint.objects.all():
        assert point.name in text
        assert point.address in text
        assert f"023-{point.phone}" in text
    assert client.get(
        f"{prefix}/offline/", headers={"If-None-Match": page["ETag"]}
    ).status_code == (304)


@pytest.mark.usefixtures("real_points")
def test_its_towns_stand_as_on_the_page_of_towns(client: Client) -> None:
    def in_order(path: str) -> list[str]:
        text = client.get(path).content.decode()
        places = {name: text.find(f">{name}<") for name in names}
        return sorted((name for name in names if places[name] >= 0), key=lambda name: places[name])

    names = [town.name for town in Town.objects.all()]
    short = in_order("/offline/")
    assert len(short) > 2
    assert short == [name for name in in_order("/towns/") if name in short]


@pytest.mark.usefixtures("reference_data")
def test_a_region_without_outlets_has_an_empty_list(client: Client) -> None:
    assert client.get("/offline/").status_code == 200


def test_the_worker_is_the_whole_sites_and_never_old(client: Client) -> None:
    response = client.get("/service-worker.js")
    assert response["Content-Type"].startswith("text/javascript")
    assert response["Cache-Control"] == "no-cache"
    assert b'addEventListener("fetch"' in response.content
    assert "default-src 'self'" in response["Content-Security-Policy"]
    # In its own language nowhere else: one worker for all pages.
    assert client.get("/en/service-worker.js").status_code == 404


def test_the_worker_changes_with_the_data(client: Client) -> None:
    before = started(client)["revision"]
    assert started(client)["revision"] == before
    DataVersion.objects.update_or_create(pk=1, defaults={"number": DataVersion.current() + 1})
    assert started(client)["revision"] != before


def test_what_is_kept_exists(client: Client) -> None:
    start = started(client)
    pages = start["pages"]
    assert isinstance(pages, dict)
    assert set(pages) == {"zh-hans", "en"}
    for addresses in pages.values():
        for address in addresses:
            assert client.get(address).status_code == 200
    files = start["files"]
    assert isinstance(files, list)
    assert any(file.endswith(".css") for file in files)


@pytest.mark.parametrize(("prefix", "language"), [("", "zh-Hans"), ("/en", "en")], ids=["zh", "en"])
def test_the_manifest_is_the_languages_own(client: Client, prefix: str, language: str) -> None:
    response = client.get(f"{prefix}/manifest.webmanifest")
    assert response["Content-Type"] == "application/manifest+json"
    manifest = json.loads(response.content)
    assert (manifest["lang"], manifest["start_url"]) == (language, f"{prefix}/")
    assert f'href="{prefix}/manifest.webmanifest"' in client.get(f"{prefix}/").content.decode()


def test_every_device_finds_an_icon(client: Client) -> None:
    page = PageReader(client.get("/").content.decode())
    links = [a for tag, a in page.attributes if tag == "link"]
    (touch,) = [str(a["href"]) for a in links if a.get("rel") == "apple-touch-icon"]
    icons = json.loads(client.get("/manifest.webmanifest").content)["icons"]
    drawn = {(one["sizes"], one["purpose"]): one for one in icons if one["type"] == "image/png"}
    assert set(drawn) == {("192x192", "any"), ("512x512", "any"), ("512x512", "maskable")}
    sizes = {one["src"]: one["sizes"] for one in drawn.values()} | {touch: "180x180"}
    for address, size in sizes.items():
        path = finders.find(address.removeprefix("/static/"))
        assert path, address
        head = Path(path).read_bytes()[:24]
        assert head.startswith(b"\x89PNG")
        # The width and the height stand in the first chunk of a PNG.
        assert "{}x{}".format(*struct.unpack(">II", head[16:24])) == size
