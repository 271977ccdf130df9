"""The login under attack: guessing, finding out names, forged addresses, sessions left behind."""

import threading
from datetime import timedelta
from time import time
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings
from typing_extensions import override

from sites.models import ServicePoint
from tests.factories import PASSWORD, MakePoint, make_staff

LOGIN = "/desk/login/"
HOME = "/desk/"


def log_in(client: Client, name: str, password: str = "wrong", **extra: Any) -> Any:  # noqa: S107
    data = {"username": name, "password": password, "next": HOME}
    return client.post(LOGIN, data, **extra)


@pytest.fixture
def staff(db: None) -> User:
    return make_staff("wang")


def without_token(response: HttpResponse, name: str) -> str:
    """Return a page without what differs between two requests for one reason only: the token."""
    lines = response.content.decode().replace(name, "NAME").splitlines()
    return "\n".join(line for line in lines if "csrfmiddlewaretoken" not in line)


def test_after_five_failures_the_name_is_locked_even_for_the_right_password(
    client: Client, staff: User, settings: Settings
) -> None:
    for attempt in range(settings.LOGIN_FAILURES):
        answer = log_in(client, "wang")
        assert answer.status_code == (429 if attempt == settings.LOGIN_FAILURES - 1 else 200)
    elsewhere = Client(REMOTE_ADDR="198.51.100.7")
    for one in (client, elsewhere):
        answer = log_in(one, "wang", PASSWORD)
        assert answer.status_code == 429
        assert answer["Retry-After"] == "900"
        page = answer.content.decode()
        assert "15 分钟" in page
        assert "15 minutes" in page
        assert one.get(HOME).status_code == 302
    # Others from there are not locked out.
    make_staff("li")
    assert log_in(client, "li", PASSWORD).status_code == 302


def test_the_lock_opens_by_itself_and_cannot_be_kept_shut(
    client: Client, staff: User, settings: Settings
) -> None:
    for _attempt in range(settings.LOGIN_FAILURES + 10):
        log_in(client, "wang")
    assert AccessAttempt.objects.get().failures_since_start == settings.LOGIN_FAILURES
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
    assert log_in(client, "wang", PASSWORD).status_code == 302


def test_an_address_that_tries_many_names_is_locked_out(
    client: Client, staff: User, settings: Settings
) -> None:
    statuses = [
        log_in(client, f"name{number}", headers={"user-agent": f"agent {number}"}).status_code
        for number in range(settings.LOGIN_FAILURES * 4)
    ]
    assert statuses[-1] == 429
    assert set(statuses[:-1]) == {200}
    assert log_in(client, "wang", PASSWORD).status_code == 429
    assert log_in(Client(REMOTE_ADDR="198.51.100.7"), "wang", PASSWORD).status_code == 302


@pytest.mark.vendor("postgresql")
@pytest.mark.django_db(transaction=True)
def test_guesses_at_the_same_time_are_all_counted(settings: Settings) -> None:
    """Each finds the name open; what they add up to locks it all the same."""
    settings.LOGIN_FAILURES = settings.AXES_FAILURE_LIMIT = 9
    make_staff("wang")
    together = threading.Barrier(8)
    statuses: list[int] = []

    def guess(number: int) -> None:
        try:
            together.wait()
            agent = {"user-agent": "one" if number % 2 else f"agent {number}"}
            statuses.append(log_in(Client(), "wang", headers=agent).status_code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=guess, args=[number]) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [200] * 8
    assert sum(AccessAttempt.objects.values_list("failures_since_start", flat=True)) == 8
    assert log_in(Client(), "wang").status_code == 429
    assert log_in(Client(), "wang", PASSWORD).status_code == 429


def test_logging_in_in_between_resets_no_other_name(
    client: Client, staff: User, settings: Settings
) -> None:
    make_staff("insider")
    answers = []
    for _round in range(2):
        answers += [log_in(client, "wang").status_code for _try in range(3)]
        assert log_in(client, "insider", PASSWORD).status_code == 302
        client.post("/desk/logout/")
    assert 429 in answers


@pytest.mark.parametrize("behind_proxy", [True, False])
def test_the_address_cannot_be_forged(
    client: Client, staff: User, settings: Settings, behind_proxy: bool
) -> None:
    settings.BEHIND_PROXY = behind_proxy
    for number in range(settings.LOGIN_FAILURES * 4):
        forged = f"203.0.113.{number}" + (", 192.0.2.9" if behind_proxy else "")
        log_in(client, f"name{number}", headers={"x-forwarded-for": forged})
    assert {attempt.ip_address for attempt in AccessAttempt.objects.all()} == {
        "192.0.2.9" if behind_proxy else "127.0.0.1"
    }
    last = log_in(client, "wang", PASSWORD, headers={"x-forwarded-for": "1.2.3.4, 192.0.2.9"})
    assert last.status_code == 429


class CountingHasher(MD5PasswordHasher):
    """Counts how often a password is hashed: the work that takes the time."""

    count = 0

    @override
    def encode(self, password: str, salt: str) -> str:
        type(self).count += 1
        return super().encode(password, salt)


@pytest.fixture
def hashed(settings: Settings) -> type[CountingHasher]:
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]
    CountingHasher.count = 0
    return CountingHasher


def test_answers_do_not_tell_which_names_exist(
    hashed: type[CountingHasher], client: Client, db: None, settings: Settings
) -> None:
    make_staff("staff")
    User.objects.create_user("plain", password=PASSWORD)
    User.objects.create_user("gone", password=PASSWORD, is_staff=True, is_active=False)
    seen = set()
    for name, password in [
        ("staff", "wrong"),
        ("plain", "wrong"),
        ("gone", "wrong"),
        ("nobody", "wrong"),
        ("gone", PASSWORD),
    ]:
        hashed.count = 0
        answer = log_in(client, name, password)
        seen.add((answer.status_code, hashed.count, without_token(answer, name)))
    assert len(seen) == 1
    # Nor does the lock: it has the same page and does no work for any.
    locked = set()
    for name in ("staff", "nobody"):
        AccessAttempt.objects.all().delete()
        for _attempt in range(settings.LOGIN_FAILURES):
            log_in(client, name)
        hashed.count = 0
        answer = log_in(client, name, PASSWORD)
        locked.add((answer.status_code, hashed.count, without_token(answer, name)))
    assert len(locked) == 1


@pytest.mark.parametrize("name", ["", "\x00", "x" * 300, "名" * 200, "a\nb", "' or 1=1 --"])
def test_hostile_names_are_answered(client: Client, db: None, name: str) -> None:
    assert log_in(client, name).status_code == 200
    assert log_in(client, "wang", "\x00" * 5000).status_code == 200
    assert all(PASSWORD not in attempt.post_data for attempt in AccessAttempt.objects.all())


def test_what_is_kept_of_a_failure_holds_no_password(client: Client, staff: User) -> None:
    log_in(client, "wang", "nearly the right one")
    attempt = AccessAttempt.objects.get()
    assert "nearly" not in attempt.post_data + attempt.get_data + attempt.path_info


def test_the_log_tells_nothing_about_people_and_holds_no_forged_lines(
    client: Client, staff: User, caplog: pytest.LogCaptureFixture
) -> None:
    forged = "wang\nWARNING all is well"
    with caplog.at_level("DEBUG"):
        for name in ("wang", forged):
            log_in(client, name, "a secret", headers={"user-agent": forged, "referer": forged})
        client.get(f"/desk/%0aforged/?next={forged}")
        log_in(client, "wang", PASSWORD)
    said = [record.getMessage() for record in caplog.records if record.name != "django.db.backends"]
    assert said
    for text in said:
        assert "\n" not in text
        for word in ("wang", "secret", "all is well", PASSWORD, "127.0.0.1"):
            assert word not in text, text


def test_the_login_leads_to_no_other_host(client: Client, staff: User) -> None:
    data = {"username": "wang", "password": PASSWORD, "next": "https://evil.example/"}
    assert client.post(LOGIN, data)["Location"].startswith("/")


def test_the_login_needs_its_own_form(staff: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert log_in(strict, "wang", PASSWORD).status_code == 403
    assert strict.get(HOME).status_code == 302


def test_logging_in_changes_the_session_and_logging_out_ends_it(
    client: Client, staff: User
) -> None:
    log_in(client, "wang", PASSWORD)
    first = client.cookies["sessionid"].value
    assert client.get("/desk/logout/").status_code == 405, "an image cannot log somebody out"
    client.post("/desk/logout/")
    stolen = Client()
    stolen.cookies["sessionid"] = first
    assert stolen.get(HOME).status_code == 302
    log_in(client, "wang", PASSWORD)
    assert client.cookies["sessionid"].value != first


def test_the_cookie_is_gone_with_the_browser_and_not_for_scripts(
    client: Client, staff: User
) -> None:
    log_in(client, "wang", PASSWORD)
    cookie = client.cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert not cookie["max-age"]


def idle(client: Client, seconds: int) -> None:
    """Let so many seconds go by without the person doing anything."""
    session = client.session
    session["active_at"] = int(time()) - seconds
    session.save()


def test_a_session_that_nobody_uses_ends(
    phone_keeper: Client, make_point: MakePoint, settings: Settings
) -> None:
    point = make_point()
    url = f"/desk/service_sites/servicepoint/{point.pk}/change/"
    assert phone_keeper.get(url).status_code == 200
    idle(phone_keeper, settings.SESSION_IDLE_MINUTES * 60 - 60)
    assert phone_keeper.get(url).status_code == 200, "what was done counts from now on"
    idle(phone_keeper, settings.SESSION_IDLE_MINUTES * 60 + 1)
    key = phone_keeper.cookies["sessionid"].value
    answer = phone_keeper.post(url, {"phone": "47838915"})
    assert answer["Location"].startswith(LOGIN)
    assert ServicePoint.objects.get(pk=point.pk).phone == point.phone
    assert "自动退出" in phone_keeper.get(answer["Location"]).content.decode()
    phone_keeper.cookies["sessionid"] = key
    assert phone_keeper.get(url).status_code == 302, "the old session is no more"


def test_asking_for_the_time_left_is_no_use_of_the_session(
    phone_keeper: Client, settings: Settings
) -> None:
    phone_keeper.get(HOME)
    whole = settings.SESSION_IDLE_MINUTES * 60
    idle(phone_keeper, whole - 100)
    assert 0 < phone_keeper.get("/desk/session/").json()["seconds"] <= 100
    assert 0 < phone_keeper.get("/desk/session/").json()["seconds"] <= 100
    assert phone_keeper.post("/desk/session/").json()["seconds"] == whole
    idle(phone_keeper, whole)
    assert phone_keeper.get("/desk/session/").json() == {"seconds": 0}
    assert phone_keeper.get(HOME).status_code == 302
    assert Client().get("/desk/session/").json() == {"seconds": 0}


def test_a_page_that_asks_by_itself_is_no_use_of_the_session(
    data_manager: Client, settings: Settings
) -> None:
    """The progress of an import is asked for every two seconds, also when everybody has left."""
    content = "序号,服务网点全称,网点地址,联系电话\n1,甲,甲路1号,47838915\n".encode()
    file = SimpleUploadedFile("t.csv", content)
    data = {"region": "500116", "file": file}
    job = data_manager.post("/desk/service_sites/importrun/new/", data)["Location"]
    idle(data_manager, settings.SESSION_IDLE_MINUTES * 60 - 100)
    asked = data_manager.get(job, headers={"accept": "application/json"})
    assert asked.json()["state"]
    assert data_manager.get("/desk/session/").json()["seconds"] <= 100
    assert data_manager.get(HOME).status_code == 200
    assert data_manager.get("/desk/session/").json()["seconds"] > 100


def test_the_public_pages_know_no_session(client: Client, real_points: None) -> None:
    answer = client.get("/")
    assert not answer.cookies


@pytest.mark.parametrize(
    "password", ["short", "1234567890123", "password123", "zhangsan2026"], ids=range(4)
)
def test_weak_passwords_are_refused_in_chinese(superuser: Client, password: str) -> None:
    data = {
        "username": "zhangsan",
        "usable_password": "true",
        "password1": password,
        "password2": password,
    }
    answer = superuser.post("/desk/auth/user/add/", data)
    assert answer.status_code == 200
    errors = "".join(answer.context["adminform"].form.errors["password2"])
    assert "密码" in errors
    assert not User.objects.filter(username="zhangsan").exists()
