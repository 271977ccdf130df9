"""Passwords that somebody else has chosen: they open the page on which they are replaced."""

from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.test import Client
from pytest_django.fixtures import Settings

from sites.access import Role
from sites.access.passwords import note_given
from sites.access.second_factor import begin, confirm
from sites.models import GivenPassword
from tests.desk.conftest import staff_client
from tests.desk.test_scope import World, addresses, dump, forged, world
from tests.desk.test_second_factor import code_of
from tests.factories import JIANGJIN, PASSWORD

__all__ = ["world"]

HOME = "/desk/"
PAGE = "/desk/password_change/"
LIST = "/desk/service_sites/servicepoint/"
PEOPLE = "/desk/auth/user/"
GIVEN = "given by somebody"
OPEN = {"login", "logout", "jsi18n", "session", "password_change", "view_on_site"}


def logged_in(name: str, password: str) -> Client:
    client = Client()
    answer = client.post("/desk/login/", {"username": name, "password": password, "next": LIST})
    assert answer["Location"] == LIST
    return client


def choose(client: Client, old: str, new: str, url: str = PAGE) -> Any:
    return client.post(url, {"old_password": old, "new_password1": new, "new_password2": new})


def given(password: str) -> dict[str, str]:
    return {"usable_password": "true", "password1": password, "password2": password}


@pytest.fixture
def wang(administrator: Client) -> User:
    """Return somebody whose account was just made in the desk."""
    role = str(Group.objects.get(name=Role.PHONES).pk)
    data = {**given(GIVEN), "username": "wang", "groups": [role], "regions": [JIANGJIN]}
    assert administrator.post(f"{PEOPLE}add/", data).status_code == 302
    return User.objects.get(username="wang")


def test_a_new_account_chooses_its_password_before_anything_else(wang: User) -> None:
    client = logged_in("wang", GIVEN)
    first = client.get(LIST)
    assert first["Location"] == f"{PAGE}?next=%2Fdesk%2Fservice_sites%2Fservicepoint%2F"
    page = client.get(first["Location"]).content.decode()
    assert "只有您自己知道" in page
    wrong = choose(client, GIVEN, "another long one", PAGE.replace("change", "chance"))
    assert wrong["Location"].startswith(PAGE)
    answer = choose(client, GIVEN, "another long one", first["Location"])
    assert answer["Location"] == LIST
    shown = client.get(LIST)
    assert shown.status_code == 200
    assert "密码已修改" in shown.content.decode()
    assert logged_in("wang", "another long one").get(LIST).status_code == 200
    assert "只有您自己知道" not in client.get(PAGE).content.decode()


def test_with_a_given_password_no_address_of_the_desk_opens(world: World) -> None:
    client = staff_client("boss", superuser=True)
    note_given(User.objects.get(username="boss"))
    before = dump()
    for address in addresses():
        if address.name in OPEN:
            continue
        for url in address.urls(lambda one: world.keys_of(one, JIANGJIN)):
            for answer in (client.get(url), client.post(url, forged(world, "save"))):
                assert answer.status_code == 302, url
                assert answer["Location"].startswith(f"{PAGE}?next="), url
    assert dump() == before


@pytest.mark.parametrize(
    ("old", "new"),
    [(GIVEN, GIVEN), ("wrong", "another long one"), (GIVEN, "short"), (GIVEN, "1234567890123")],
)
def test_a_password_that_is_no_new_one_opens_nothing(wang: User, old: str, new: str) -> None:
    client = logged_in("wang", GIVEN)
    assert choose(client, old, new).context["form"].errors
    assert client.get(HOME)["Location"].startswith(PAGE)
    assert User.objects.get(pk=wang.pk).check_password(GIVEN)


def test_the_way_on_leads_to_no_other_host(wang: User) -> None:
    client = logged_in("wang", GIVEN)
    url = f"{PAGE}?next=https://evil.example/"
    assert choose(client, GIVEN, "another long one", url)["Location"] == HOME


def test_a_password_that_an_administrator_sets_has_to_be_replaced(
    administrator: Client, wang: User
) -> None:
    choose(logged_in("wang", GIVEN), GIVEN, "another long one")
    url = f"{PEOPLE}{wang.pk}/password/"
    assert administrator.post(url, given("short")).status_code == 200
    assert not GivenPassword.objects.exists(), "nothing was set"
    assert administrator.post(url, given("set anew by her")).status_code == 302
    assert logged_in("wang", "set anew by her").get(HOME)["Location"].startswith(PAGE)
    assert administrator.get(HOME).status_code == 200


def test_a_password_that_the_command_sets_has_to_be_replaced(
    phone_keeper: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert phone_keeper.get(HOME).status_code == 200
    monkeypatch.setattr("getpass.getpass", lambda prompt="": "typed by somebody")
    call_command("changepassword", "wang", stdout=StringIO())
    assert phone_keeper.get(HOME)["Location"].startswith("/desk/login/")
    assert logged_in("wang", "typed by somebody").get(HOME)["Location"].startswith(PAGE)


def test_the_first_account_opens_the_desk_at_once(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who makes it has chosen the password."""
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "江津区的白沙镇有好酒")
    call_command("createsuperuser", interactive=False, username="root", email="")
    client = logged_in("root", "江津区的白沙镇有好酒")
    assert client.get(HOME).status_code == 200
    assert client.get(PEOPLE).status_code == 200


def test_the_code_comes_first_and_a_forced_factor_last(wang: User, settings: Settings) -> None:
    settings.SECOND_FACTOR_ROLES = [Role.PHONES]
    client = logged_in("wang", GIVEN)
    assert client.get(HOME)["Location"].startswith(PAGE)
    assert client.get("/desk/second-factor/")["Location"].startswith(PAGE)
    choose(client, GIVEN, PASSWORD)
    assert client.get(HOME)["Location"].startswith("/desk/second-factor/")
    begin(wang)
    confirmed = confirm(wang, code_of(wang, steps=-1))
    assert confirmed is not None
    note_given(wang)
    client = logged_in("wang", PASSWORD)
    for url in (HOME, PAGE):
        assert client.get(url)["Location"].startswith("/desk/code/")
    client.post("/desk/code/", {"code": confirmed[1][0]})
    assert client.get(HOME)["Location"].startswith(PAGE)
    choose(client, PASSWORD, "another long one")
    assert client.get(HOME).status_code == 200


def test_the_form_needs_its_own_token(wang: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(wang)
    assert choose(strict, GIVEN, "another long one").status_code == 403
    assert GivenPassword.objects.filter(user=wang).exists()
