"""What search engines are told, and that it is true."""

from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from sites.guides import list_guides
from sites.models import ServicePoint, Town
from tests.web.reading import PageReader

pytestmark = pytest.mark.usefixtures("real_points")
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def test_robots_lead_to_the_sitemap(client: Client) -> None:
    response = client.get("/robots.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    text = response.content.decode()
    assert "Sitemap: http://testserver/sitemap.xml" in text
    assert "Disallow: /desk/" in text


def test_the_sitemap_has_every_page_in_both_languages(client: Client) -> None:
    response = client.get("/sitemap.xml")
    assert response["Content-Type"] == "application/xml; charset=utf-8"
    root = ET.fromstring(response.content)  # noqa: S314 - our own answer
    paths = [
        str(one.text).removeprefix("http://testserver")
        for one in root.findall("s:url/s:loc", NAMES)
    ]
    outlets = {f"/points/{one.public_id}/" for one in ServicePoint.objects.all()}
    towns = {f"/towns/{one.key}/" for one in Town.objects.all()}
    guides = {f"/guides/{guide.slug}/" for guide in list_guides("zh-hans")}
    chinese = {"/", "/map/", "/guides/", "/about/", "/towns/"} | outlets | towns | guides
    assert len(paths) == len(set(paths))
    assert chinese | {f"/en{path}" for path in chinese} <= set(paths)
    for url in root.findall("s:url", NAMES):
        alternates = {
            one.attrib["hreflang"]: one.attrib["href"] for one in url.findall("x:link", NAMES)
        }
        assert list(alternates) == ["zh-Hans", "en"]
        assert str(url.findtext("s:loc", namespaces=NAMES)) in alternates.values()
    for path in [*paths[:8], *paths[-4:]]:
        assert client.get(path).status_code == 200
    etag = response["ETag"]
    assert client.get("/sitemap.xml", headers={"if-none-match": etag}).status_code == 304


@pytest.mark.parametrize(
    ("path", "chinese"),
    [
        ("/", "/"),
        ("/en/?town=baisha", "/"),
        ("/en/map/", "/map/"),
        ("/en/towns/baisha/", "/towns/baisha/"),
        ("/towns/baisha/print/", "/towns/baisha/"),
        ("/en/print/", "/"),
        ("/about/", "/about/"),
    ],
)
def test_every_head_names_its_page_in_both_languages(
    client: Client, path: str, chinese: str
) -> None:
    page = PageReader(client.get(path).content.decode())
    links = [a for tag, a in page.attributes if tag == "link"]
    english = f"/en{chinese}"
    (canonical,) = [a["href"] for a in links if a.get("rel") == "canonical"]
    assert canonical == "http://testserver" + (english if path.startswith("/en") else chinese)
    assert {a["hreflang"]: a["href"] for a in links if a.get("rel") == "alternate"} == {
        "zh-Hans": f"http://testserver{chinese}",
        "en": f"http://testserver{english}",
        "x-default": f"http://testserver{chinese}",
    }


def test_a_page_kept_for_one_host_is_not_given_to_another(client: Client) -> None:
    assert b"http://testserver/about/" in client.get("/about/").content
    other = client.get("/about/", headers={"host": "localhost"})
    assert b"testserver" not in other.content
    assert b"http://localhost/about/" in other.content
