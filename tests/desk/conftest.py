"""Outlets, people of each role, and forms sent the way a browser sends them."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core import serializers
from django.forms import BaseForm, MultipleHiddenInput
from django.test import Client
from pytest_django.fixtures import Settings

from sites.access import Role
from sites.models import DataVersion, PointChange, ServicePoint
from tests.factories import make_staff


@pytest.fixture(autouse=True)
def _quick_passwords(settings: Settings) -> None:
    """Hash passwords quickly: slow on purpose in production, for nothing here."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def staff_client(name: str, role: str = "", **options: Any) -> Client:
    """Return somebody logged in; the options are those of `make_staff`."""
    client = Client()
    client.force_login(make_staff(name, role, **options))
    return client


@pytest.fixture
def phone_keeper(reference_data: None) -> Client:
    return staff_client("wang", "电话维护员")


@pytest.fixture
def data_manager(reference_data: None) -> Client:
    return staff_client("li", "数据管理员")


@pytest.fixture
def administrator(reference_data: None) -> Client:
    """Return somebody who manages accounts and programs, and sees no region."""
    return staff_client("zhao", Role.ADMINISTRATOR, regions=[])


@pytest.fixture
def superuser(db: None) -> Client:
    return staff_client("root", superuser=True)


def sent_by(form: BaseForm) -> Iterator[tuple[str, Any]]:
    """Yield what a browser sends for a form that nobody touched."""
    for field in form:
        names = [field.html_name]
        if field.field.show_hidden_initial:
            names.append(field.html_initial_name)
        value = field.field.prepare_value(field.value())
        for name in names:
            if isinstance(field.field.hidden_widget(), MultipleHiddenInput) and not value:
                continue  # nothing ticked, nothing sent
            if isinstance(value, list):
                yield name, [getattr(item, "pk", item) for item in value]
            elif value is False and name == field.html_name:
                continue  # an empty check box is not sent
            else:
                yield name, "" if value is None else value


def page_data(client: Client, url: str) -> dict[str, Any]:
    """Return the data of a point's form as it was shown."""
    response = client.get(url)
    assert response.status_code == 200
    return dict(sent_by(response.context["adminform"].form))


def agree(client: Client, url: str, data: dict[str, Any], **chosen: str) -> Any:
    """Send the form of an outlet, look at what changes with it, and send it again as it is shown.

    `chosen` is what the person says about it.
    """
    shown = client.post(url, data)
    assert shown.status_code == 200, "there was nothing to look at"
    return client.post(url, agreeing(shown, data) | chosen)


def agreeing(shown: Any, data: dict[str, Any]) -> dict[str, Any]:
    """Return what a browser sends from the page that shows what changes with an edit."""
    form = shown.context["adminform"].form
    assert form.preview is not None, form.errors
    said = {name: value for name, value in data.items() if name not in form.fields}
    seen = {"agreed": form.preview.shown, "read_from": form.preview.read_from}
    return said | dict(sent_by(form)) | seen


def list_data(client: Client, url: str) -> dict[str, Any]:
    """Return the data of the list's form as it was shown."""
    response = client.get(url)
    assert response.status_code == 200
    formset = response.context["cl"].formset
    data = dict(sent_by(formset.management_form))
    for form in formset:
        data |= dict(sent_by(form))
    return data | {"_save": "1"}


@pytest.fixture
def stored() -> Callable[[], str]:
    """Return all public data, its log and its version as one text."""

    def dump() -> str:
        rows = [
            *ServicePoint.objects.order_by("pk"),
            *PointChange.objects.order_by("pk"),
            *DataVersion.objects.all(),
        ]
        return str(serializers.serialize("json", rows))

    return dump
