"""What a browser is told about every page of the desk, and forged forms."""

import re
from html.parser import HTMLParser
from typing import Any, Final

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse
from typing_extensions import override

from sites.desk.admin import desk
from tests.desk.test_scope import (
    MARK,
    PUBLIC_NAMES,
    World,
    addresses,
    contents,
    dump,
    forged,
    world,
)

__all__ = ["world"]

JIANGJIN: Final = "500116"
PUBLIC: Final = ("/", "/en/", "/map/", "/towns/", "/about/", "/guides/", "/api/docs/", "/no/such/")


class _Inline(HTMLParser):
    """Collects what a policy without `unsafe-inline` forbids."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        data = values.get("type") in {"application/json", "application/ld+json"}
        if tag == "style" or (tag == "script" and not values.get("src") and not data):
            self.found.append(self.get_starttag_text() or tag)
        for name, value in attrs:
            if name == "style" or name.startswith("on") or (value or "").startswith("javascript:"):
                self.found.append(f"{tag} {name}={value}")


def check(response: HttpResponseBase, url: str) -> None:
    policy = response.headers["Content-Security-Policy"]
    directives = dict(part.strip().partition(" ")[::2] for part in policy.split(";"))
    assert directives["default-src"] == "'self'", url
    assert directives["frame-ancestors"] == "'none'", url
    assert directives["form-action"] == "'self'", url
    assert directives["base-uri"] == directives["object-src"] == "'none'", url
    assert "unsafe" not in policy, url
    assert response.headers["X-Frame-Options"] == "DENY", url
    assert response.headers["X-Content-Type-Options"] == "nosniff", url
    assert response.headers["Referrer-Policy"] == "same-origin", url
    if "html" in response.headers.get("Content-Type", ""):
        parser = _Inline()
        parser.feed(contents(response))
        assert parser.found == [], url


def test_every_page_of_the_desk_has_the_strict_policy(world: World, superuser: Client) -> None:
    for address in addresses():
        if address.name == "view_on_site":
            continue
        for url in address.urls(lambda one: world.keys_of(one, JIANGJIN)):
            check(superuser.get(url), url)
            check(Client().get(url), url)


@pytest.mark.parametrize("url", PUBLIC)
def test_every_public_page_has_the_strict_policy(
    client: Client, real_points: None, url: str
) -> None:
    check(client.get(url), url)


def test_the_check_sees_what_is_forbidden() -> None:
    parser = _Inline()
    parser.feed(
        '<style></style><script>1</script><p style="x" onclick="y">'
        '<a href="javascript:1"><script type="application/json">1</script><script src="a"></script>'
    )
    assert len(parser.found) == 5


def own_filters(client: Client, url: str) -> set[str]:
    """Return the names that a list's filters take."""
    context = client.get(url).context
    if "cl" not in context:
        return set(context["form"].fields)
    filters = context["cl"].filter_specs
    return {"q", "o", "p"}.union(*(one.expected_parameters() for one in filters))


@pytest.mark.parametrize("value", ["\0", "9" * 30, "１", "0001-01-01", "9999-12-31"])
def test_no_filter_fails_whatever_it_is_asked_for(
    world: World, superuser: Client, value: str
) -> None:
    """PostgreSQL takes no NUL, and a calendar ends."""
    for model in desk._registry:
        url = reverse(f"desk:{model._meta.app_label}_{model._meta.model_name}_changelist")
        for name in own_filters(superuser, url):
            assert superuser.get(url, {name: value}).status_code < 500, (url, name)


@pytest.mark.parametrize(
    "path",
    [
        "servicepoint/positions.csv?region=%00",
        "servicepoint/?%00=1",
        "importrun/outlets.csv?region=%00",
        "importrun/outlets.%00?region=500116",
        "operator/%00/change/",
        "region/%00/history/",
    ],
)
def test_an_address_with_a_nul_is_refused(world: World, superuser: Client, path: str) -> None:
    for answer in (superuser.get, superuser.post):
        assert answer(f"/desk/service_sites/{path}").status_code == 400


def test_no_form_of_the_desk_can_be_sent_from_elsewhere(world: World) -> None:
    """A page of somebody else makes the browser of a superuser send it: without our token."""
    root = User.objects.create_superuser("root")
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(root)
    before = dump()
    for address in addresses():
        if address.name in PUBLIC_NAMES - {"login", "logout"}:
            continue
        for url in address.urls(lambda one: world.keys_of(one, JIANGJIN)):
            foreign: dict[str, Any] = {"HTTP_ORIGIN": "https://evil.example"}
            for extra in ({}, foreign):
                answer = strict.post(url, forged(world, "save"), **extra)
                assert answer.status_code == 403, url
                assert MARK not in contents(answer)
    assert dump() == before
    assert strict.get("/desk/").status_code == 200, "nor can it log her out"


def test_a_token_of_another_host_does_not_help(world: World) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(User.objects.create_superuser("root"))
    url = f"/desk/service_sites/servicepoint/{world.marked.pk}/change/"
    page = contents(strict.get(url))
    match = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert match is not None
    data = {"csrfmiddlewaretoken": match[1], "phone": "47838915"}
    evil = strict.post(url, data, HTTP_ORIGIN="https://evil.example")
    assert evil.status_code == 403
    assert strict.post(url, data, HTTP_ORIGIN="http://testserver").status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        "phone__regex=(a%2B)%2B$",
        "username__regex=[",
        "sha256__regex=[",
        "id__range=1",
        "pk__in=1,2",
        "applied_at__year=99999999999",
        "token_sha256__startswith=a",
        "password__startswith=p",
        "decided_by__password__startswith=p",
        "made_by__username=root",
        "point__region=500116",
        "region=500116",
        "changes__reason__contains=x",
        "provenance__phone=x",
        "extra__x=1",
    ],
)
def test_lists_are_filtered_by_their_own_filters_alone(
    world: World, superuser: Client, query: str
) -> None:
    """Else a pattern keeps the database busy for hours, or tells what no page shows."""
    for model in desk._registry:
        name = f"desk:{model._meta.app_label}_{model._meta.model_name}_changelist"
        assert superuser.get(f"{reverse(name)}?{query}").status_code == 400, model
