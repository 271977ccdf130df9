"""Two people edit one outlet: the second sees both versions, loses nothing, chooses and saves."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from sites.changes.author import Author
from sites.changes.record import Edit, record
from sites.desk.points.conflict_form import EditConflict
from sites.models import DataVersion, ServicePoint
from tests.desk.conftest import agree, list_data, page_data, sent_by
from tests.factories import MakePoint

LIST = "/desk/service_sites/servicepoint/"


def page(point: ServicePoint) -> str:
    return reverse("desk:service_sites_servicepoint_change", args=[point.pk])


def conflict_on(response: Any) -> EditConflict:
    """Return the conflict that a page of an outlet shows."""
    assert response.status_code == 200
    conflict = response.context["adminform"].form.edit_conflict
    assert isinstance(conflict, EditConflict)
    return conflict


def again(response: Any) -> dict[str, Any]:
    """Return what a browser sends for the page that came back, untouched."""
    conflict = conflict_on(response)
    data = dict(sent_by(response.context["adminform"].form))
    return data | {conflict.input: str(conflict.offered)}


def versions(conflict: EditConflict) -> dict[str, tuple[str, str, str]]:
    return {one.name: (one.before, one.theirs, one.mine) for one in conflict.fields}


@pytest.fixture
def conflicting(
    phone_keeper: Client, data_manager: Client, make_point: MakePoint
) -> tuple[ServicePoint, Any]:
    """Return an outlet that both opened, and the answer to the second who saved it."""
    point = make_point(note="旧")
    first, second = page_data(phone_keeper, page(point)), page_data(data_manager, page(point))
    saved = phone_keeper.post(page(point), first | {"phone": "47838915", "note": "他的"})
    assert saved.status_code == 302
    mine = {"phone": "47579202", "name": "农商行油溪分行", "reason": "来电"}
    return point, data_manager.post(page(point), second | mine)


def test_the_second_save_is_refused_with_both_versions(
    conflicting: tuple[ServicePoint, Any], stored: Callable[[], str]
) -> None:
    point, response = conflicting
    conflict = conflict_on(response)
    assert versions(conflict) == {
        "name": ("农商行油溪支行", "农商行油溪支行", "农商行油溪分行"),
        "phone": ("47564298", "47838915", "47579202"),
        "note": ("旧", "他的", "旧"),
    }
    assert [one.name for one in conflict.fields if one.is_contested] == ["phone"]
    content = response.content.decode()
    for shown in ("47564298", "47838915", "47579202", "农商行油溪分行", "wang"):
        assert shown in content
    assert "<strong>电话 47838915</strong>" in content  # as stored, whatever was typed
    # Nothing of the second person's is lost, and what they did not touch is up to date.
    data = again(response)
    assert (data["phone"], data["name"], data["reason"]) == ("47579202", "农商行油溪分行", "来电")
    assert data["note"] == "他的"
    point.refresh_from_db()
    assert (point.phone, point.name) == ("47838915", "农商行油溪支行")


@pytest.mark.parametrize(("choice", "phone"), [("mine", "47579202"), ("theirs", "47838915")])
def test_the_person_chooses_and_saves(
    conflicting: tuple[ServicePoint, Any], data_manager: Client, choice: str, phone: str
) -> None:
    point, response = conflicting
    data = again(response)
    # Without a choice it is refused again.
    response = data_manager.post(page(point), data)
    data = again(response)
    answer = data_manager.post(page(point), data | {"choose-phone": choice})
    assert answer.status_code == 302
    point.refresh_from_db()
    assert (point.phone, point.name, point.note) == (phone, "农商行油溪分行", "他的")
    change = point.changes.earliest("-pk")
    assert change.reason == "来电"
    assert set(change.after) == {"name", "phone"} if choice == "mine" else {"name"}


def test_a_third_save_in_between_is_put_before_the_person_too(
    conflicting: tuple[ServicePoint, Any], data_manager: Client, superuser: Client
) -> None:
    point, response = conflicting
    data = again(response) | {"choose-phone": "mine"}
    third = page_data(superuser, page(point)) | {"phone": "47212963"}
    assert superuser.post(page(point), third).status_code == 302
    response = data_manager.post(page(point), data)
    assert versions(conflict_on(response))["phone"] == ("47564298", "47212963", "47579202")
    assert data_manager.post(page(point), again(response) | {"choose-phone": "mine"})
    point.refresh_from_db()
    assert point.phone == "47579202"


def test_what_others_chose_from_lists_is_named(
    data_manager: Client, superuser: Client, make_point: MakePoint
) -> None:
    point = make_point(services=[])
    towns = {town.key: town for town in point.region.towns.all()}
    old = page_data(data_manager, page(point))
    new = {"town": towns["youxi"].pk, "services": ["unlock"], "operator": "psbc", "serial": 9}
    closed = {name: value for name, value in (old | new).items() if name != "is_active"}
    assert agree(superuser, page(point), closed).status_code == 302
    mine = {"town": towns["jijiang"].pk, "services": ["reissue"], "operator": "icbc"}
    response = data_manager.post(page(point), old | mine)
    shown = versions(conflict_on(response))
    assert shown["town"] == ("—", "油溪镇", "几江街道")
    assert (
        shown["services"] == ("—", "解锁、重置密码", "补办换卡") or "解锁" in shown["services"][1]
    )
    assert "邮" in shown["operator"][1]
    data = again(response)
    assert "is_active" not in data
    assert str(data["serial"]) == "9"
    choices = {"choose-town": "theirs", "choose-services": "mine", "choose-operator": "theirs"}
    assert data_manager.post(page(point), data | choices).status_code == 302
    point.refresh_from_db()
    assert (point.town, point.operator_id, point.serial) == (towns["youxi"], "psbc", 9)
    assert not point.is_active
    assert list(point.services.values_list("code", flat=True)) == ["reissue"]


def test_who_agrees_or_changes_nothing_is_not_bothered(
    phone_keeper: Client, data_manager: Client, make_point: MakePoint
) -> None:
    point = make_point()
    first, second = page_data(phone_keeper, page(point)), page_data(data_manager, page(point))
    assert phone_keeper.post(page(point), first | {"phone": "47838915"}).status_code == 302
    count = point.changes.count()
    assert data_manager.post(page(point), second | {"phone": "47838915"}).status_code == 302
    assert data_manager.post(page(point), second).status_code == 302
    assert point.changes.count() == count
    # What a machine found meanwhile is not on this page.
    second = page_data(data_manager, page(point))
    record([Edit(point=point, values={"serial": point.serial})], Author.geocoder("test"))
    assert data_manager.post(page(point), second | {"note": "n"}).status_code == 302


def test_a_value_changed_to_and_fro_is_as_it_was_seen(
    data_manager: Client, make_point: MakePoint, django_user_model: type[User]
) -> None:
    point = make_point()
    data = page_data(data_manager, page(point))
    author = Author.staff(django_user_model.objects.get(username="li"))
    for phone in ("47838915", "47564298"):
        record([Edit(point=point, values={"phone": phone})], author)
    assert data_manager.post(page(point), data | {"phone": "47212963"}).status_code == 302


def test_in_the_list_only_the_row_in_question_is_asked_about(
    phone_keeper: Client, data_manager: Client, make_point: MakePoint
) -> None:
    first, second = make_point(name="甲网点"), make_point(name="乙网点")
    old = list_data(data_manager, LIST)
    phone_keeper.post(LIST, list_data(phone_keeper, LIST) | {"form-0-phone": "47838915"})
    # Saving something else from the old list leaves the correction alone …
    assert data_manager.post(LIST, old | {"form-1-phone": "47212963"}).status_code == 302
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.phone, second.phone) == ("47838915", "47212963")
    # … and saving another phone shows both.
    mine = old | {"form-0-phone": "47579202", "form-1-phone": "47331131", "form-reason": "核对"}
    response = data_manager.post(LIST, mine)
    assert response.status_code == 200
    one, other = response.context["cl"].formset.edit_conflicts
    assert versions(one)["phone"] == ("47564298", "47838915", "47579202")
    assert versions(other)["phone"] == ("47564298", "47212963", "47331131")
    content = response.content.decode()
    for shown in ("甲网点", "47838915", "47579202", 'value="核对"'):
        assert shown in content
    chosen = {
        one.input: str(one.offered),
        other.input: str(other.offered),
        "form-0-choose-phone": "theirs",
        "form-1-choose-phone": "mine",
    }
    assert data_manager.post(LIST, mine | chosen).status_code == 302
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.phone, second.phone) == ("47838915", "47331131")
    assert second.changes.earliest("-pk").reason == "核对"


@pytest.mark.parametrize("seen", ["", "x", "-1", "9" * 30, None])
def test_a_form_that_does_not_say_what_it_saw_is_refused(
    data_manager: Client, make_point: MakePoint, stored: Callable[[], str], seen: str | None
) -> None:
    point = make_point()
    before = stored()
    for url, data, name in (
        (page(point), page_data(data_manager, page(point)) | {"phone": "47838915"}, "seen"),
        (LIST, list_data(data_manager, LIST) | {"form-0-phone": "47838915"}, "form-seen"),
    ):
        if seen is None:
            del data[name]
        else:
            data[name] = seen
        response = data_manager.post(url, data)
        assert response.status_code == 200
        assert "errornote" in response.content.decode()
    assert stored() == before


def test_the_page_and_the_list_say_which_state_they_show(
    data_manager: Client, make_point: MakePoint
) -> None:
    point = make_point()
    version = str(DataVersion.current())
    assert str(page_data(data_manager, page(point))["seen"]) == version
    assert str(list_data(data_manager, LIST)["form-seen"]) == version
    assert "seen" not in page_data(data_manager, f"{LIST}add/")
