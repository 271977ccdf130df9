"""Stored text is only ever text: no template engine, no browser and no link executes it."""

import json
from pathlib import Path

import pytest
from django.test import Client

from sites.models import Operator, Region, Service, ServicePoint, Town
from tests.factories import MakePoint
from tests.web.reading import PageReader

PAYLOADS = [
    "{{31337*3}}",
    '{{ cycler.__init__.__globals__.os.popen("touch pwned").read() }}',
    "${31337*3}",
    "</script><script>alert(1)</script>",
    '{% now "Y" %}{% debug %}',
    "'\"><img src=x onerror=alert(1)>",
    "{# gone #}x{{",
]


@pytest.fixture
def hostile_point(
    make_point: MakePoint,
    payload: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> ServicePoint:
    """Return an outlet that has the payload in all texts of its own and of what it refers to."""
    monkeypatch.chdir(tmp_path)
    names = {"name": payload[:50], "name_en": payload[:80]}
    Region.objects.update(**names)
    Town.objects.filter(key="jijiang").update(**names, note=payload, position_source=payload)
    Operator.objects.filter(code="social-security").update(**names, hotline=payload[:20])
    Service.objects.filter(code="reissue").update(**names)
    point = make_point(name=payload, address=payload, note=payload)
    # No phone parser lets these pass; what is stored must be harmless all the same.
    ServicePoint.objects.filter(pk=point.pk).update(
        phone=payload[:40], phone_e164=payload[:20], position_source=payload[:50]
    )
    return point


@pytest.mark.parametrize("payload", PAYLOADS)
def test_stored_text_is_only_text(
    client: Client, hostile_point: ServicePoint, payload: str, tmp_path: Path
) -> None:
    paths = ["/", "/en/", "/map/", "/en/map/", f"/points/{hostile_point.public_id}/"]
    paths += ["/towns/jijiang/", "/towns/jijiang/print/", "/print/"]
    for path in [*paths, "/api/v1/service-points/", "/api/v1/towns/", "/api/v1/operators/"]:
        response = client.get(path)
        if path.startswith("/api/"):
            texts = json.dumps(response.json(), ensure_ascii=False)
            assert json.dumps(payload[:50], ensure_ascii=False)[1:-1] in texts
        else:
            check_page(client, response.content.decode(), payload)
        assert response.status_code == 200
        assert b"94011" not in response.content
    assert not list(tmp_path.iterdir()), "a command was run"


def check_page(client: Client, html: str, payload: str) -> None:
    page = PageReader(html)
    assert " ".join(payload.split()) in page.text
    assert not [tag for tag, _a in page.attributes if tag == "img"]
    for attributes, text in page.scripts:
        if attributes.get("type") == "application/json":
            outlet = json.loads(text)["outlets"]["features"][0]["properties"]
            assert outlet["name"] == outlet["address"] == payload
        elif attributes.get("type") == "application/ld+json":
            outlet = json.loads(text)
            assert outlet["name"] == outlet["address"]["streetAddress"] == payload
        else:
            assert attributes["src"]
            assert text == ""
    for path in page.values("script", "src"):
        if "skeleton" in path:
            script = client.get(path).content.decode()
            assert payload not in script
            assert "31337" not in script
    assert not [href for href in page.values("a", "href") if "javascript:" in href]


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("path", ["/", "/map/"])
def test_typed_text_is_only_text(
    client: Client, make_point: MakePoint, payload: str, path: str
) -> None:
    make_point()
    for name in ("q", "town", "operator", "cursor", payload):
        response = client.get(path, {name: payload})
        page = PageReader(response.content.decode())
        assert response.status_code in {200, 400}
        assert b"94011" not in response.content
        assert not [tag for tag, _a in page.attributes if tag == "img"]
        assert all(not text or "type" in a for a, text in page.scripts)
