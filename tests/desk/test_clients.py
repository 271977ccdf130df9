"""Programs that write are managed in the desk by those who may."""

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from sites.access.clients import client_of
from sites.models import ApiClient
from tests.desk.conftest import staff_client

CLIENTS = "/desk/service_sites/apiclient/"
NEW = {"name": "12345热线", "scopes": ["phone"], "regions": ["500116"]}


@pytest.fixture
def administrator(reference_data: None) -> Client:
    return staff_client("guan", "系统管理员")


def test_a_token_is_made_shown_once_and_revoked(administrator: Client) -> None:
    assert administrator.get(f"{CLIENTS}add/").status_code == 200
    response = administrator.post(f"{CLIENTS}add/", NEW)
    assert response.status_code == 200
    assert "no-store" in response.headers["Cache-Control"]
    token = response.context["token"]
    assert response.content.decode().count(token) == 1
    assert token not in str(response.cookies)
    known = client_of(token)
    assert known is not None
    assert known.created_by is not None
    assert (known.name, known.scopes, known.created_by.get_username()) == (
        "12345热线",
        ["phone"],
        "guan",
    )
    for url in (CLIENTS, f"{CLIENTS}{known.pk}/change/"):
        content = administrator.get(url).content.decode()
        assert "12345热线" in content
        assert known.hint in content
        assert token not in content
        assert known.token_sha256 not in content
    revoke = f"{CLIENTS}{known.pk}/revoke/"
    assert administrator.get(revoke).status_code == 405
    assert client_of(token) is not None
    assert administrator.post(revoke).status_code == 302
    assert client_of(token) is None
    known.refresh_from_db()
    assert known.revoked_by == known.created_by
    assert revoke not in administrator.get(f"{CLIENTS}{known.pk}/change/").content.decode()


@pytest.mark.parametrize(
    "wrong",
    [{"name": ""}, {"scopes": []}, {"scopes": ["all"]}, {"regions": []}, {"regions": ["999999"]}],
)
def test_a_program_has_a_name_may_something_somewhere(
    administrator: Client, wrong: dict[str, object]
) -> None:
    response = administrator.post(f"{CLIENTS}add/", NEW | wrong)
    assert list(response.context["form"].errors) == list(wrong)
    assert not ApiClient.objects.exists()


def test_a_name_is_never_given_again(administrator: Client) -> None:
    administrator.post(f"{CLIENTS}add/", NEW)
    ApiClient.objects.update(revoked_at="2026-01-01T00:00:00Z")
    response = administrator.post(f"{CLIENTS}add/", NEW)
    assert "name" in response.context["form"].errors


def test_nobody_else_manages_programs(
    administrator: Client, phone_keeper: Client, data_manager: Client
) -> None:
    administrator.post(f"{CLIENTS}add/", NEW)
    key = ApiClient.objects.get().pk
    for client in (phone_keeper, data_manager):
        for path in ("", "add/", f"{key}/change/", f"{key}/revoke/"):
            assert client.get(CLIENTS + path).status_code == 403, path
            assert client.post(CLIENTS + path, NEW).status_code == 403, path
    assert administrator.post(f"{CLIENTS}{key}/change/", NEW).status_code == 403
    assert administrator.post(f"{CLIENTS}{key}/delete/", {"post": "yes"}).status_code == 403
    assert ApiClient.objects.filter(revoked_at__isnull=True).count() == 1


@pytest.mark.usefixtures("reference_data")
def test_commands_make_and_revoke_tokens(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("issue_token", "呼叫中心", "--scope", "verify", "--region", "500116")
    token = capsys.readouterr().out.strip()
    known = client_of(token)
    assert known is not None
    assert known.scopes == ["verify"]
    with pytest.raises(CommandError):
        call_command("issue_token", "呼叫中心", "--scope", "verify", "--region", "500116")
    with pytest.raises(CommandError, match="999999"):
        call_command("issue_token", "x", "--scope", "verify", "--region", "999999")
    call_command("revoke_token", "呼叫中心")
    assert client_of(token) is None
    with pytest.raises(CommandError):
        call_command("revoke_token", "呼叫中心")
