"""Every address of the desk, found in the resolver, as everybody who must not get there.

A new view is walked like the others. One whose arguments are not known here fails, so that somebody
says what to put in.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import pytest
from django.apps import apps
from django.contrib.admin import RelatedFieldListFilter
from django.contrib.auth.models import Group, User
from django.core import serializers
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model, QuerySet
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from sites.access import REGION_PATHS, RegionScope, Role
from sites.access.clients import issue_token
from sites.desk.admin import desk
from sites.desk.bases import ScopedFilter
from sites.importing.drafts import receive_table
from sites.importing.jobs import start
from sites.models import (
    BulkEdit,
    ClientScope,
    ImportDraft,
    ImportJob,
    ImportRun,
    JobKind,
    PositionProposal,
    Region,
    Report,
    ReportField,
    ServicePoint,
    Town,
)
from sites.reports import Complaint, file_report
from tests.desk.conftest import agree, staff_client
from tests.factories import JIANGJIN, MakePoint, make_region

ELSEWHERE: Final = "500117"
MARK: Final = "标记"
"""In every text of the region that the person does not work for."""

# These answer everybody, or take what is said in tests of their own; no region is in them.
PUBLIC_NAMES: Final = {"login", "logout", "jsi18n", "session", "autocomplete", "view_on_site"}
FORGED: Final[dict[str, Any]] = {
    "phone": "110",
    "note": "forged",
    "name": "forged",
    "reason": "forged",
    "region": ELSEWHERE,
    "state": "accepted",
    "post": "yes",
    "index": "0",
    "select_across": "1",
    "_save": "1",
    "longitude": "106.1",
    "latitude": "29.1",
    "place": "106.1, 29.1",
    "datum": "wgs84",
    "confirmed": "1",
    "username": "forged",
    "is_superuser": "on",
    "is_staff": "on",
    "is_active": "on",
    "password1": "quite another one",
    "password2": "quite another one",
    "usable_password": "true",
    "form-TOTAL_FORMS": "1",
    "form-INITIAL_FORMS": "1",
    "form-0-phone": "47838915",
}
ACTIONS: Final = (
    "save",
    "clear",
    "to_town",
    "accept_selected",
    "dismiss_selected",
    "undo",
    "apply",
)


@dataclass(frozen=True)
class Address:
    """One address of the desk, with the model of the admin class that it belongs to."""

    name: str
    arguments: tuple[str, ...]
    model: type[Model] | None

    def urls(self, keys: "Keys") -> Iterator[str]:
        """Yield the address for each row, or itself."""
        if not self.arguments:
            yield reverse(f"desk:{self.name}")
            return
        for values in keys(self):
            yield reverse(f"desk:{self.name}", kwargs=values)


Keys = Callable[[Address], list[dict[str, Any]]]


def addresses() -> list[Address]:
    """Return every named address below the desk."""
    found = []

    def collect(patterns: list[Any]) -> None:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                collect(pattern.url_patterns)
            elif isinstance(pattern, URLPattern) and pattern.name:
                found.append(_address(pattern))

    root = next(
        one
        for one in get_resolver().url_patterns
        if isinstance(one, URLResolver) and one.namespace == "desk"
    )
    collect(root.url_patterns)
    # Some pages of the desk stand before Django's own, at the same address.
    return list(dict.fromkeys(found))


def _address(pattern: URLPattern) -> Address:
    names = {f"{model._meta.app_label}_{model._meta.model_name}": model for model in desk._registry}
    name = pattern.name or ""
    model = next(
        (model for prefix, model in names.items() if re.match(rf"{prefix}_", name)),
        None,
    )
    return Address(name, tuple(pattern.pattern.regex.groupindex), model)


@dataclass
class World:
    """A marked region, and another one with an outlet of its own."""

    own: ServicePoint
    marked: ServicePoint

    def keys_of(self, address: Address, adcode: str) -> list[dict[str, Any]]:
        """Return what to put into an address: the keys of the rows of a region."""
        if address.arguments == ("app_label",):
            return [{"app_label": label} for label in ("service_sites", "auth")]
        if address.model in {User, Group}:
            assert address.model is not None
            keys = address.model.objects.values_list("pk", flat=True)  # type: ignore[attr-defined]
            return [dict.fromkeys(address.arguments, key) for key in keys]
        return [{name: self._value_of(address, name, adcode) for name in address.arguments}]

    def _value_of(self, address: Address, name: str, adcode: str) -> Any:
        if name == "kind":
            return "csv"
        rows: QuerySet[Any]
        scope = RegionScope(frozenset({adcode}))
        if name == "draft":
            rows = scope.restrict(ImportDraft.objects.all())
        elif name == "job":
            rows = ImportJob.objects.filter(draft__region=adcode)
        else:
            assert name in {"object_id", "key"}, f"say here what {address} takes"
            assert address.model is not None, f"say here what {address} takes"
            rows = scope.restrict(address.model.objects.all())  # type: ignore[attr-defined]
        key = rows.values_list("pk", flat=True).first()
        assert key is not None, f"make a row for {address} in both regions"
        return key


def _furnish(point: ServicePoint, text: str) -> None:
    said = Complaint(field=ReportField.PHONE, shown=text, suggested="47838915", remark=text)
    file_report(point.public_id, said)
    place = {"longitude": 106.2, "latitude": 29.2}
    PositionProposal.objects.create(
        point=point,
        provider=text,
        precision="street",
        original_longitude=106.2,
        original_latitude=29.2,
        original_datum="wgs84",
        proposed_at=timezone.now(),
        **place,
    )
    ImportRun.objects.create(region=point.region, file_name=text, applied_at=timezone.now())
    issue_token(f"{text}{point.region_id}", list(ClientScope), [point.region])
    editor, _made = User.objects.get_or_create(username="editor")
    table = f"序号,服务网点全称,网点地址,联系电话\n7,{text},{text}路1号,47838915\n"
    draft = receive_table(point.region, f"{text}.csv", table.encode(), editor)
    start(ImportJob(kind=JobKind.CHECK, draft=draft, asked_by=editor))
    BulkEdit.objects.create(
        region=point.region,
        reason=text,
        count=1,
        data_version=1_000_000 + point.pk,
        made_at=timezone.now(),
        made_by=editor,
    )


@pytest.fixture
def world(make_point: MakePoint) -> World:
    """Fill two regions with a row of each model; the texts of one are marked."""
    marked = make_point(name=f"甲{MARK}", address=f"乙{MARK}路1号", note=MARK, town="youxi")
    Region.objects.filter(pk=JIANGJIN).update(name=f"丙{MARK}区", aliases=[MARK])
    for town in Town.objects.all():
        Town.objects.filter(pk=town.pk).update(name=f"丁{MARK}{town.pk}")
    _furnish(marked, f"戊{MARK}")
    region = make_region()
    town = Town.objects.create(region=region, key="nanjin", name="南津街街道", name_en="Nanjin")
    own = ServicePoint.objects.get(pk=make_point().pk)
    ServicePoint.objects.filter(pk=own.pk).update(region=region, town=town)
    own.refresh_from_db()
    _furnish(own, "己")
    return World(own, marked)


def contents(response: HttpResponseBase) -> str:
    streamed = getattr(response, "streaming_content", None)
    body = b"".join(streamed) if streamed is not None else getattr(response, "content", b"")
    # Workbooks and the like are not text; what they say is for their own tests.
    return body.decode(errors="replace") + response.headers.get("Content-Disposition", "")


def dump(adcode: str | None = None) -> str:
    """Return what is stored of one region, or everything and the accounts."""
    scope = RegionScope(None if adcode is None else frozenset({adcode}))
    texts = []
    for model in apps.get_app_config("service_sites").get_models():
        if model in REGION_PATHS or adcode is None:
            rows = model.objects.order_by("pk")  # type: ignore[attr-defined]
            texts.append(serializers.serialize("json", scope.restrict(rows) if adcode else rows))
    people = User.objects.order_by("pk").values_list(
        *("pk", "username", "password", "is_superuser", "is_staff", "is_active", "groups")
    )
    return "\n".join(
        [*texts, str(list(people)), str(list(Group.permissions.through.objects.values()))]
    )


def forged(world: World, action: str) -> dict[str, Any]:
    """Return a request's data that fits no form in particular and many a little."""
    keys = [world.marked.pk, *Report.objects.values_list("pk", flat=True)]
    return {
        **FORGED,
        "action": action,
        "_selected_action": [*map(str, keys)],
        "form-0-id": str(world.marked.pk),
        "point": str(world.marked.pk),
        "groups": [*map(str, Group.objects.values_list("pk", flat=True))],
        "regions": [JIANGJIN],
        "file": SimpleUploadedFile(
            "t.csv", "序号,服务网点全称,网点地址,联系电话\n1,a,b,1\n".encode()
        ),
    }


QUERIES: Final[tuple[dict[str, str], ...]] = (
    {},
    {"q": "甲标"},
    {"region": JIANGJIN, "only": "all"},
    {"region__adcode__exact": JIANGJIN},
    {"point__region__adcode__exact": JIANGJIN},
    {"state": "all"},
    {"all": ""},
)


def test_the_walk_finds_the_desk() -> None:
    names = {address.name for address in addresses()}
    assert {
        "index",
        "service_sites_servicepoint_pin",
        "service_sites_servicepoint_positions",
        "service_sites_report_decide",
        "auth_user_change",
    } <= names
    assert len(names) > 50


@pytest.mark.parametrize("role", [Role.PHONES, Role.DATA, Role.OBSERVER])
def test_staff_of_another_region_see_nothing_and_change_nothing(world: World, role: Role) -> None:
    client = staff_client("hechuan", role, regions=[ELSEWHERE])
    before = dump(JIANGJIN)
    for address in addresses():
        if address.name in PUBLIC_NAMES:
            continue
        about_marked = bool(address.arguments) and address.model in REGION_PATHS
        is_shared = address.model is not None and REGION_PATHS.get(address.model) is None
        for url in address.urls(lambda one: world.keys_of(one, JIANGJIN)):
            queries, actions = (
                (QUERIES[:1], ACTIONS[:3]) if address.arguments else (QUERIES, ACTIONS)
            )
            answers: list[tuple[object, Any]] = [(sent, client.get(url, sent)) for sent in queries]
            answers += [(sent, client.post(url, forged(world, sent))) for sent in actions]
            for sent, answer in answers:
                assert answer.status_code < 500, (url, sent)
                assert MARK not in contents(answer), (url, sent)
                if about_marked and not is_shared:
                    # An outlet of another region is not there: no page says more.
                    assert answer.status_code in {302, 403, 404, 405}, (url, sent)
    assert dump(JIANGJIN) == before


@pytest.mark.parametrize("role", [Role.PHONES, Role.DATA, Role.OBSERVER])
def test_the_own_region_is_seen(world: World, role: Role) -> None:
    """Else the walk above would prove nothing."""
    client = staff_client("jiangjin", role, regions=[JIANGJIN])
    for path in ("", f"{world.marked.pk}/change/"):
        answer = client.get(f"/desk/service_sites/servicepoint/{path}")
        assert answer.status_code == 200
        assert MARK in contents(answer)


@pytest.mark.parametrize("role", [Role.OBSERVER, ""])
def test_who_may_only_read_changes_nothing_anywhere(world: World, role: str) -> None:
    client = staff_client("reader", role, regions=[JIANGJIN, ELSEWHERE])
    before = dump()
    for address in addresses():
        if address.name in PUBLIC_NAMES or address.name.startswith("password_change"):
            continue
        for url in address.urls(lambda one: world.keys_of(one, JIANGJIN)):
            for action in ACTIONS[:3] if address.arguments else ACTIONS:
                answer = client.post(url, forged(world, action))
                assert answer.status_code < 500, (url, action)
    assert dump() == before


def test_without_login_every_address_leads_to_it(world: World, client: Client) -> None:
    before = dump()
    for address in addresses():
        if address.name in PUBLIC_NAMES:
            continue
        for url in address.urls(lambda one: world.keys_of(one, JIANGJIN)):
            for answer in (client.get(url), client.post(url, forged(world, "save"))):
                assert answer.status_code == 302, url
                assert answer["Location"].startswith("/desk/login/"), url
    assert dump() == before


@pytest.mark.parametrize("role", [*Role])
def test_no_address_fails_for_anybody(world: World, role: Role) -> None:
    """With what nobody should send: whatever is answered, it is an answer."""
    client = staff_client("jiangjin", role, regions=[JIANGJIN])
    for address in addresses():
        if address.name in {"logout", *PUBLIC_NAMES} or address.name.startswith("password_change"):
            continue
        for url in address.urls(lambda one: world.keys_of(one, JIANGJIN)):
            for answer in (
                client.get(url, {"q": "\x00", "p": "x"}),
                client.post(url, {"x": "\x00"}),
            ):
                assert answer.status_code < 500, url


def test_the_automatic_completion_of_another_region_is_empty(world: World) -> None:
    client = staff_client("hechuan", Role.DATA, regions=[ELSEWHERE])
    for model in desk._registry:
        for field in model._meta.get_fields():
            query: dict[str, Any] = {
                "app_label": model._meta.app_label,
                "model_name": model._meta.model_name,
                "field_name": field.name,
                "term": "",
            }
            answer = client.get("/desk/autocomplete/", query)
            assert answer.status_code in {200, 403, 404}
            assert MARK not in contents(answer)


def test_an_outlet_cannot_be_added_to_another_region(world: World) -> None:
    client = staff_client("hechuan", Role.DATA, regions=[ELSEWHERE])
    data = {
        "region": JIANGJIN,
        "serial": "99",
        "name": "forged",
        "kind": "bank",
        "operator": "cqrcb",
        "address": "forged",
        "town": str(world.marked.town_id),
        "phone": "",
        "is_active": "on",
    }
    url = "/desk/service_sites/servicepoint/add/"
    form = client.post(url, data).context["adminform"].form
    assert set(form.errors) >= {"region", "town"}
    data["region"], data["town"] = ELSEWHERE, str(world.own.town_id)
    assert agree(client, url, data).status_code == 302
    assert ServicePoint.objects.get(name="forged").region_id == ELSEWHERE


def test_filters_offer_rows_of_the_own_regions_alone() -> None:
    for model, admin in desk._registry.items():
        for entry in admin.list_filter:
            name, kind = entry if isinstance(entry, tuple) else (entry, None)
            if not isinstance(name, str):
                continue
            field = model._meta
            referred: Any = model
            for part in name.split("__"):
                field = referred._meta.get_field(part)
                referred = getattr(field, "related_model", None) or referred
            if REGION_PATHS.get(referred) and getattr(field, "related_model", None):
                assert kind is not None, f"{name} of {admin}: use ScopedFilter"
                assert issubclass(kind, ScopedFilter)
                assert issubclass(kind, RelatedFieldListFilter)
