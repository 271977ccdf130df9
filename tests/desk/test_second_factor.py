"""The second factor: what a password alone does not open, and codes that serve once."""

import base64
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import CommandError, call_command
from django.test import Client
from django_otp.oath import totp
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from pytest_django.fixtures import Settings

from sites.access import Role
from sites.access.second_factor import begin, confirm, forget
from tests.factories import PASSWORD, make_staff

HOME = "/desk/"
CODE = "/desk/code/"
SETUP = "/desk/second-factor/"


def code_of(user: User, *, steps: int = 0) -> str:
    """Return what the telephone shows, so many half minutes from now."""
    device = TOTPDevice.objects.get(user=user)
    return f"{totp(device.bin_key, t0=int(-30 * steps)):06d}"


def unthrottled() -> None:
    """Let the time pass that has to pass between tries."""
    TOTPDevice.objects.update(throttling_failure_count=0, throttling_failure_timestamp=None)


@pytest.fixture
def wang(db: None) -> User:
    user = make_staff("wang")
    user.groups.add(Group.objects.get(name=Role.PHONES))
    return user


@pytest.fixture
def codes(wang: User) -> list[str]:
    """Switch the factor on, a minute ago: the code of now is still unused."""
    begin(wang)
    confirmed = confirm(wang, code_of(wang, steps=-1))
    assert confirmed is not None
    return confirmed[1]


def logged_in() -> tuple[Client, Any]:
    client = Client()
    answer = client.post(
        "/desk/login/", {"username": "wang", "password": PASSWORD, "next": HOME}, follow=True
    )
    return client, answer


def test_without_the_code_the_password_opens_nothing(wang: User, codes: list[str]) -> None:
    client, answer = logged_in()
    assert answer.redirect_chain[-1][0] == f"{CODE}?next=%2Fdesk%2F"
    for url in (
        HOME,
        "/desk/service_sites/servicepoint/",
        "/desk/password_change/",
        "/desk/autocomplete/",
        "/desk/no/such/",
    ):
        for sent in (client.get(url), client.post(url, {"_save": "1"})):
            assert sent["Location"].startswith(CODE), url
    for sent in (client.get(SETUP), client.post(SETUP, {"code": codes[0], "action": "off"})):
        assert sent["Location"].startswith(CODE)
    assert TOTPDevice.objects.filter(user=wang).exists()


def test_the_code_opens_the_desk_once(wang: User, codes: list[str]) -> None:
    client, _answer = logged_in()
    before = client.cookies["sessionid"].value
    code = code_of(wang)
    answer = client.post(CODE, {"code": f" {code[:3]} {code[3:]} ", "next": "/desk/?x=1"})
    assert answer["Location"] == "/desk/?x=1"
    assert client.cookies["sessionid"].value != before
    assert client.get(HOME).status_code == 200
    again, _answer = logged_in()
    assert again.post(CODE, {"code": code}).status_code == 200
    assert again.get(HOME).status_code == 302


@pytest.mark.parametrize(
    "wrong", ["", "000000x", "abc", "12345", "１２３４５６", "\x00", "9" * 5000]
)
def test_wrong_codes_open_nothing(wang: User, codes: list[str], wrong: str) -> None:
    client, _answer = logged_in()
    assert client.post(CODE, {"code": wrong}).status_code == 200
    assert client.get(HOME).status_code == 302


def test_after_a_wrong_code_even_the_right_one_has_to_wait(wang: User, codes: list[str]) -> None:
    client, _answer = logged_in()
    for _try in range(3):
        client.post(CODE, {"code": "000000"})
    assert client.post(CODE, {"code": code_of(wang)}).status_code == 200
    assert client.get(HOME).status_code == 302
    unthrottled()
    assert client.post(CODE, {"code": code_of(wang)}).status_code == 302


def test_a_code_on_paper_serves_once_and_is_not_readable_in_the_table(
    wang: User, codes: list[str]
) -> None:
    assert len(set(codes)) == 10
    stored = set(StaticToken.objects.values_list("token", flat=True))
    assert not stored & {code.replace("-", "") for code in codes}
    client, _answer = logged_in()
    for token in sorted(stored)[:1]:
        assert client.post(CODE, {"code": token}).status_code == 200
    StaticDevice.objects.update(throttling_failure_count=0, throttling_failure_timestamp=None)
    assert client.post(CODE, {"code": codes[0].upper()}).status_code == 302
    assert client.get(HOME).status_code == 200
    again, _answer = logged_in()
    assert again.post(CODE, {"code": codes[0]}).status_code == 200
    assert again.get(HOME).status_code == 302


def test_a_code_of_somebody_else_is_worth_nothing(wang: User, codes: list[str]) -> None:
    other = User.objects.create_user("li", is_staff=True)
    begin(other)
    confirmed = confirm(other, code_of(other))
    assert confirmed is not None
    client, _answer = logged_in()
    assert client.post(CODE, {"code": confirmed[1][0]}).status_code == 200
    assert client.get(HOME).status_code == 302


def test_switching_on_by_scanning(wang: User) -> None:
    client, _answer = logged_in()
    page = client.get(SETUP)
    secret = page.context["setup"].secret
    assert page["Cache-Control"] == "no-store"
    content = page.content.decode()
    assert secret in content
    assert 'src="data:image/svg+xml' in content
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    assert client.post(SETUP, {"code": "000000"}).status_code == 200
    assert client.get(HOME).status_code == 200, "it is not switched on yet"
    unthrottled()
    answer = client.post(SETUP, {"code": f"{totp(key):06d}"})
    assert len(answer.context["codes"]) == 10
    assert client.get(HOME).status_code == 200
    other, _answer = logged_in()
    assert other.get(HOME).status_code == 302
    # The key is shown no more.
    assert secret not in client.get(SETUP).content.decode()


def test_switching_off_and_new_codes_need_a_code(wang: User, codes: list[str]) -> None:
    client, _answer = logged_in()
    client.post(CODE, {"code": codes[0]})
    assert client.post(SETUP, {"code": "000000", "action": "off"}).status_code == 200
    assert TOTPDevice.objects.filter(user=wang).exists()
    assert client.post(SETUP, {"code": codes[1], "action": "other"}).status_code == 400
    renewed = client.post(SETUP, {"code": codes[2], "action": "codes"}).context["codes"]
    assert not set(renewed) & set(codes)
    unthrottled()
    assert client.post(SETUP, {"code": code_of(wang), "action": "off"}).status_code == 302
    assert not TOTPDevice.objects.filter(user=wang).exists()
    assert client.get(HOME).status_code == 200


def test_a_setting_forces_it_for_a_role(wang: User, settings: Settings) -> None:
    settings.SECOND_FACTOR_ROLES = [Role.ADMINISTRATOR]
    client, answer = logged_in()
    assert answer.request["PATH_INFO"] == HOME
    settings.SECOND_FACTOR_ROLES = [Role.PHONES]
    for url in (HOME, "/desk/service_sites/servicepoint/"):
        assert client.get(url)["Location"].startswith(SETUP)
        assert client.post(url, {"_save": "1"})["Location"].startswith(SETUP)
    assert client.get(SETUP).status_code == 200
    client.post(SETUP, {"code": code_of(wang)})
    assert client.get(HOME).status_code == 200


def test_two_tabs_may_begin_at_once(wang: User) -> None:
    """Each found none and made a device: the page fails for nobody, and one of them counts."""
    for _tab in range(2):
        TOTPDevice.objects.create(user=wang, confirmed=False)
    client, _answer = logged_in()
    shown = client.get(SETUP).context["setup"].secret
    first = TOTPDevice.objects.order_by("pk")[0]
    assert base64.b32encode(first.bin_key).decode().rstrip("=") == shown.rstrip("=")
    client.post(SETUP, {"code": f"{totp(first.bin_key):06d}"})
    assert TOTPDevice.objects.get(confirmed=True) == first
    assert client.get(HOME).status_code == 200


def test_who_has_lost_everything_is_helped_by_a_command(wang: User, codes: list[str]) -> None:
    client, _answer = logged_in()
    assert client.get(HOME)["Location"].startswith(CODE)
    call_command("forget_second_factor", "wang", stdout=StringIO())
    assert client.get(HOME).status_code == 200
    assert not StaticToken.objects.exists()
    for name in ("wang", "nobody"):
        with pytest.raises(CommandError):
            call_command("forget_second_factor", name)


def test_superusers_are_forced_with_the_administrators(db: None, settings: Settings) -> None:
    settings.SECOND_FACTOR_ROLES = [Role.ADMINISTRATOR]
    client = Client()
    client.force_login(User.objects.create_superuser("root"))
    assert client.get(HOME)["Location"].startswith(SETUP)


def test_the_way_on_leads_to_no_other_host(wang: User, codes: list[str]) -> None:
    client, _answer = logged_in()
    answer = client.post(CODE, {"code": codes[0], "next": "//evil.example/"})
    assert answer["Location"] == HOME


def test_forms_need_their_own_token(wang: User, codes: list[str]) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(wang)
    for url in (CODE, "/desk/session/"):
        assert strict.post(url, {"code": codes[0]}).status_code == 403
    forget(wang)
    assert strict.post(SETUP, {"code": "000000"}).status_code == 403


def test_others_get_no_page(client: Client, db: None) -> None:
    for url in (CODE, SETUP):
        assert client.get(url)["Location"] == "/desk/login/"
    client.force_login(User.objects.create_user("resident"))
    for url in (CODE, SETUP):
        assert client.get(url)["Location"] == "/desk/login/"
