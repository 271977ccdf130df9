import pytest
from django.test import Client, override_settings
from django.urls import reverse

from tests.web.reading import PageReader

pytestmark = pytest.mark.django_db


def test_a_wrong_host_is_told_so_in_words(client: Client) -> None:
    with override_settings(ALLOWED_HOSTS=["locator.example"]):
        response = client.get("/", headers={"Host": "elsewhere.example"})
    assert response.status_code == 400
    assert "无法读取该请求" in PageReader(response.content.decode()).text


def test_an_expired_form_is_told_so_in_words() -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post(reverse("desk:login"), {"username": "a", "password": "b"})
    assert response.status_code == 403
    assert "表单已过期" in PageReader(response.content.decode()).text


def test_an_address_that_is_not_there(client: Client) -> None:
    response = client.get("/en/nowhere/")
    assert response.status_code == 404
    page = PageReader(response.content.decode())
    assert "There is nothing at this address" in page.text
    # The other language has no such page either: it begins at its list.
    assert [a["href"] for _tag, a in page.attributes if a.get("hreflang") == "zh-Hans"] == ["/"]
