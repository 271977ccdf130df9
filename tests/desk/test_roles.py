"""What each role may do, tried with requests that no page of the desk offers."""

import re
from collections.abc import Callable

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission, User
from django.test import Client

from sites.models import ServicePoint
from tests.desk.conftest import list_data, page_data
from tests.factories import MakePoint

HOME = "/desk/"
LIST = "/desk/service_sites/servicepoint/"
FORGED = {
    "name": "伪造",
    "serial": "99",
    "kind": "post",
    "operator": "psbc",
    "address": "伪造路1号",
    "town": "1",
    "services": ["activation"],
    "is_active": "",
    "region": "500116",
    "longitude": "1",
    "latitude": "1",
    "precision": "rooftop",
    "phone_e164": "+861",
    "provenance": "{}",
    "printed": "{}",
    "public_id": "00000000-0000-0000-0000-000000000000",
    "search_text": "x",
    "service_mask": "0",
}
OTHERS = ["region", "town", "operator", "service", "importrun", "pointchange"]


@pytest.mark.parametrize("path", ["", "service_sites/servicepoint/", "auth/user/", "no/such/"])
def test_without_login_there_is_only_the_login_page(client: Client, db: None, path: str) -> None:
    response = client.get(HOME + path)
    assert response.status_code == 302
    assert response["Location"].startswith("/desk/login/")


def test_an_account_without_a_role_sees_nothing(client: Client, make_point: MakePoint) -> None:
    point = make_point()
    client.force_login(User.objects.create_user("nobody", is_staff=True))
    assert client.get(LIST).status_code == 403
    assert client.get(f"{LIST}{point.pk}/change/").status_code == 403
    assert client.post(LIST, {"_save": "1"}).status_code == 403


def test_the_login_page_lets_staff_in(client: Client, phone_keeper: Client) -> None:
    credentials = {"username": "wang", "password": "a long enough one", "next": HOME}
    assert client.post("/desk/login/", credentials)["Location"] == HOME
    assert client.get(LIST).status_code == 200


@pytest.mark.parametrize("data_also", [{}, {"phone": "47838915"}])
def test_other_fields_sent_by_the_role_for_phones_are_ignored(
    phone_keeper: Client, make_point: MakePoint, data_also: dict[str, str]
) -> None:
    point = make_point()
    url = f"{LIST}{point.pk}/change/"
    initial = {f"initial-{name}": "" for name in FORGED}
    answer = phone_keeper.post(url, page_data(phone_keeper, url) | FORGED | initial | data_also)
    assert answer.status_code == 302
    before = {
        field.attname: getattr(point, field.attname) for field in ServicePoint._meta.concrete_fields
    }
    point.refresh_from_db()
    assert point.phone == data_also.get("phone", "47564298")
    assert set(point.services.values_list("code", flat=True)) == {"reissue", "unlock"}
    following = {"phone", "phone_e164", "search_text", "provenance"} if data_also else set()
    for name in before.keys() - following:
        assert getattr(point, name) == before[name], name


def test_other_fields_and_rows_forged_into_the_list_are_ignored_or_refused(
    phone_keeper: Client, make_point: MakePoint, stored: Callable[[], str]
) -> None:
    point = make_point()
    before = stored()
    data = list_data(phone_keeper, LIST)
    forged = {f"form-0-{name}": value for name, value in FORGED.items()} | {"form-0-note": "n"}
    assert phone_keeper.post(LIST, data | forged).status_code == 302
    assert stored() == before
    new_row = {"form-TOTAL_FORMS": "2", "form-1-phone": "110", "form-1-name": "新"}
    for forged_id in ("", "999999", "x", "9" * 40, str(point.pk)):
        for forged_data in (
            data | {"form-0-id": forged_id, "form-0-phone": "110x"},
            data | new_row | {"form-1-id": forged_id},
        ):
            phone_keeper.post(LIST, forged_data)
            assert stored() == before, forged_id


def test_no_action_deletes(
    phone_keeper: Client,
    data_manager: Client,
    superuser: Client,
    make_point: MakePoint,
    stored: Callable[[], str],
) -> None:
    point = make_point()
    before = stored()
    for client in (phone_keeper, data_manager, superuser):
        action = {"action": "delete_selected", "_selected_action": str(point.pk), "post": "yes"}
        client.post(LIST, action | {"index": "0"})
        client.post(LIST, action)
        assert client.post(f"{LIST}{point.pk}/delete/", {"post": "yes"}).status_code == 403
        assert "deletelink" not in client.get(f"{LIST}{point.pk}/change/").content.decode()
    assert stored() == before


def test_the_role_for_phones_reaches_nothing_else(
    phone_keeper: Client, make_point: MakePoint
) -> None:
    point = make_point()
    assert phone_keeper.get(f"{LIST}add/").status_code == 403
    assert phone_keeper.post(f"{LIST}add/", FORGED).status_code == 403
    for model, key in [("user", "1"), ("group", "1")]:
        for path in ("", "add/", f"{key}/change/", f"{key}/delete/"):
            assert phone_keeper.post(f"/desk/auth/{model}/{path}", {}).status_code == 403
    for model in set(OTHERS) - {"pointchange"}:
        for path in ("", "add/"):
            assert phone_keeper.get(f"/desk/service_sites/{model}/{path}").status_code == 403
    key = f"/desk/service_sites/town/{point.region.towns.all()[0].pk}/"
    for path in ("change/", "delete/"):
        assert phone_keeper.post(key + path, {"name": "x"}).status_code == 403
    home = phone_keeper.get(HOME).content.decode()
    assert "auth/user" not in home
    assert "service_sites/town" not in home
    for key in ("999999", "9" * 40, "x", "_00"):
        assert phone_keeper.get(f"{LIST}{key}/change/").status_code == 302


def test_no_link_of_an_outlets_page_is_closed_to_the_role_for_phones(
    phone_keeper: Client, make_point: MakePoint
) -> None:
    point = make_point(town="youxi")
    shown = phone_keeper.get(f"{LIST}{point.pk}/change/").content.decode()
    links = set(re.findall(r'href="(/desk/[^"?]*)"', shown))
    assert f"/desk/service_sites/town/{point.town_id}/change/" in links
    for link in links:
        assert phone_keeper.get(link).status_code in {200, 302}, link


@pytest.mark.parametrize("model", OTHERS)
def test_reference_data_imports_and_log_are_read_only_for_all(
    data_manager: Client, superuser: Client, make_point: MakePoint, model: str
) -> None:
    make_point()
    url = f"/desk/service_sites/{model}/"
    for client in (data_manager, superuser):
        response = client.get(url)
        assert response.status_code == 200
        assert client.get(url + "add/").status_code == 403
        assert client.post(url + "add/", {"name": "x"}).status_code == 403
        for row in apps.get_model("service_sites", model).objects.all()[:1]:
            assert client.get(f"{url}{row.pk}/change/").status_code == 200
            assert client.post(f"{url}{row.pk}/change/", {"name": "x"}).status_code == 403
            assert client.post(f"{url}{row.pk}/delete/", {"post": "yes"}).status_code == 403


def test_the_role_for_data_administrates_no_accounts(data_manager: Client) -> None:
    user = User.objects.get(username="li")
    # Not even with a permission somebody added to the account by mistake.
    group = Group.objects.create(name="mistake")
    group.permissions.set(Permission.objects.filter(content_type__app_label="auth"))
    user.groups.add(group)
    for path in ("user/", "user/add/", f"user/{user.pk}/change/", f"user/{user.pk}/password/"):
        answer = data_manager.post(f"/desk/auth/{path}", {"is_superuser": "on"})
        assert answer.status_code == 403
    user.refresh_from_db()
    assert not user.is_superuser


def test_a_superuser_gives_roles(superuser: Client) -> None:
    password = "quite another one"
    data = {
        "username": "zhao",
        "usable_password": "true",
        "password1": password,
        "password2": password,
    }
    assert superuser.post("/desk/auth/user/add/", data).status_code == 302
    zhao = User.objects.get(username="zhao")
    url = f"/desk/auth/user/{zhao.pk}/change/"
    assert superuser.get("/desk/auth/user/").status_code == 200
    shown = superuser.get(url)
    assert "电话维护员" in shown.content.decode()
    role = Group.objects.get(name="电话维护员")
    joined = zhao.date_joined
    change = {
        "username": "zhao",
        "is_active": "on",
        "is_staff": "on",
        "groups": [role.pk],
        "date_joined_0": f"{joined:%Y-%m-%d}",
        "date_joined_1": f"{joined:%H:%M:%S}",
    }
    assert superuser.post(url, change).status_code == 302
    client = Client()
    client.force_login(User.objects.get(username="zhao"))
    own = "and another of my own"
    passwords = {"old_password": password, "new_password1": own, "new_password2": own}
    client.post("/desk/password_change/", passwords)
    assert client.get(LIST).status_code == 200


def test_the_roles_hold_the_permissions_they_are_named_after(db: None) -> None:
    held = {
        group.name: set(group.permissions.values_list("codename", flat=True))
        for group in Group.objects.all()
    }
    assert held["电话维护员"] == {"view_servicepoint", "change_phone", "view_pointchange"}
    assert held["数据管理员"] > held["电话维护员"]
    assert not any("user" in name or "group" in name for name in held["数据管理员"])
    assert not any(name.startswith("delete") for names in held.values() for name in names)


def test_the_desk_speaks_chinese_whatever_the_browser_asks_for(
    superuser: Client, make_point: MakePoint
) -> None:
    make_point()
    for url in (HOME, LIST, "/desk/auth/user/add/"):
        response = superuser.get(url, headers={"accept-language": "en"})
        assert response["Content-Language"] == "zh-hans"
        assert '<html lang="zh-hans"' in response.content.decode()


def test_a_role_is_made_of_the_rights_that_the_desk_knows(superuser: Client) -> None:
    role = Group.objects.get(name="电话维护员")
    response = superuser.get(f"/desk/auth/group/{role.pk}/change/")
    choices = response.context["adminform"].form.fields["permissions"].queryset
    names = set(choices.values_list("codename", flat=True))
    assert {"change_phone", "change_servicepoint", "view_town"} <= names
    assert not any(name.startswith("delete") or "user" in name for name in names)
    content = response.content.decode()
    assert "Can view" not in content
    assert "Choose" not in content
