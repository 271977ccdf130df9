"""Numbers in the desk: checked while they are typed, found right with one press."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from sites.changes.author import Author
from sites.changes.record import Edit, record
from sites.models import PointChange, ServicePoint
from tests.desk.conftest import list_data, page_data, staff_client
from tests.factories import HECHUAN, MakePoint, make_region

LIST = "/desk/service_sites/servicepoint/"
CHECK = f"{LIST}check-phone/"


def page(point: ServicePoint) -> str:
    return f"{LIST}{point.pk}/change/"


def said(client: Client, **asked: str | int) -> dict[str, str]:
    answer: dict[str, str] = client.get(CHECK, asked).json()
    return answer


def origin(point: ServicePoint) -> Any:
    return ServicePoint.objects.get(pk=point.pk).provenance_of("phone")


def texts(response: Any) -> list[str]:
    return [f"{message.level_tag}: {message}" for message in response.context["messages"]]


def test_what_is_typed_is_judged_with_the_reason(
    phone_keeper: Client, make_point: MakePoint
) -> None:
    point = make_point()
    make_point(name="邮政油溪支局", phone="47838915")
    wrong = said(phone_keeper, point=point.pk, phone="4783891")
    assert wrong["kind"] == "error"
    assert "7" in wrong["text"]
    assert said(phone_keeper, point=point.pk, phone="023-4756 4298") == {"kind": "", "text": ""}
    good = said(phone_keeper, point=point.pk, phone="(023) 4721 2963")
    assert good["kind"] == "ok"
    assert "47212963" in good["text"]
    shared = said(phone_keeper, point=point.pk, phone="4783-8915")
    assert shared["kind"] == "warn"
    assert "邮政油溪支局" in shared["text"]
    assert said(phone_keeper, point=point.pk, phone=" ")["kind"] == "warn"
    assert said(phone_keeper, region="500116", phone="47838915")["kind"] == "warn"


def test_only_those_who_may_correct_a_number_may_ask(
    client: Client, phone_keeper: Client, make_point: MakePoint
) -> None:
    point = make_point()
    assert client.get(CHECK, {"point": point.pk}).status_code == 302
    far = staff_client("zhao", "电话维护员", regions=[make_region().pk])
    assert far.get(CHECK, {"point": str(point.pk), "phone": "1"}).status_code == 404
    assert far.get(CHECK, {"region": "500116", "phone": "1"}).status_code == 404
    assert said(far, region=HECHUAN, phone="47564298")["kind"] == "ok", "no names of others"
    assert staff_client("guan", "观察员").get(CHECK, {"point": point.pk}).status_code == 403
    for key in ("x", "-1", "9" * 30):
        assert phone_keeper.get(CHECK, {"point": key}).status_code == 400
    assert phone_keeper.get(CHECK, {"region": "no"}).status_code == 404


def test_one_press_in_the_list_verifies_and_changes_nothing(
    phone_keeper: Client, make_point: MakePoint
) -> None:
    point, other = make_point(), make_point(phone="47838915")
    set_at = origin(point).set_at
    data = list_data(phone_keeper, LIST)
    del data["_save"]
    answer = phone_keeper.post(f"{LIST}?q=x", data | {"_verify": str(other.pk)})
    assert answer.status_code == 302
    assert answer["Location"].endswith("?q=x#id_form-1-phone")
    shown = phone_keeper.get(LIST)
    assert "无误" in "".join(texts(shown))
    assert origin(point).verified_at is None
    verified = origin(other)
    assert (verified.verified_by, verified.locked) == ("wang", True)
    assert verified.set_at < verified.verified_at
    assert origin(point).set_at == set_at
    content = shown.content.decode()
    assert "wang" in content
    assert "导入不会覆盖" in content
    change = PointChange.objects.filter(point=other).first()
    assert change is not None
    assert change.is_verification
    history = phone_keeper.get(page(other)).content.decode()
    assert "核实无误" in history


def test_what_was_typed_elsewhere_in_the_list_is_saved_with_it(
    phone_keeper: Client, make_point: MakePoint, stored: Callable[[], str]
) -> None:
    point, other = make_point(), make_point(phone="47838915")
    data = list_data(phone_keeper, LIST)
    del data["_save"]
    press = {"_verify": str(other.pk)}
    before = stored()
    refused = phone_keeper.post(LIST, data | press | {"form-0-phone": "1234567"})
    assert refused.status_code == 200
    assert refused.context["cl"].formset.forms[0].errors
    assert stored() == before, "all or nothing"
    assert phone_keeper.post(LIST, data | press | {"form-0-phone": "47212963"}).status_code == 302
    point.refresh_from_db()
    assert point.phone == "47212963"
    assert origin(other).verified_by == "wang"
    # A number that was typed over is a correction, whichever button is pressed.
    data = list_data(phone_keeper, LIST)
    count = PointChange.objects.count()
    press["_verify"] = str(point.pk)
    answer = phone_keeper.post(LIST, data | press | {"form-0-phone": "47579202"}, follow=True)
    point.refresh_from_db()
    assert point.phone == "47579202"
    assert PointChange.objects.count() == count + 1
    assert not [text for text in texts(answer) if text.startswith("error")]


def test_a_number_that_changed_meanwhile_is_not_verified_unseen(
    phone_keeper: Client, data_manager: Client, make_point: MakePoint, stored: Callable[[], str]
) -> None:
    point = make_point()
    old_list, old_page = list_data(phone_keeper, LIST), page_data(phone_keeper, page(point))
    assert data_manager.post(LIST, old_list | {"form-0-phone": "47838915"}).status_code == 302
    before = stored()
    press = {"_verify": str(point.pk)}
    for url, data in ((LIST, old_list), (page(point), old_page)):
        answer = phone_keeper.post(url, data | press, follow=True)
        (error,) = [text for text in texts(answer) if text.startswith("error")]
        assert "47838915" in error
    assert stored() == before


def test_one_press_on_the_page_of_an_outlet(phone_keeper: Client, make_point: MakePoint) -> None:
    point = make_point()
    data = page_data(phone_keeper, page(point))
    assert "_verify" in phone_keeper.get(page(point)).content.decode()
    answer = phone_keeper.post(page(point), data | {"_verify": "1"}, follow=True)
    assert answer.status_code == 200
    assert origin(point).verified_by == "wang"
    assert ServicePoint.objects.get(pk=point.pk).phone == "47564298"


def test_forged_presses_verify_nothing(
    client: Client, phone_keeper: Client, make_point: MakePoint, stored: Callable[[], str]
) -> None:
    point, silent = make_point(), make_point(phone="")
    data = list_data(phone_keeper, LIST)
    before = stored()
    for key in ("x", "999999", "9" * 40, str(silent.pk)):
        assert phone_keeper.post(LIST, data | {"_verify": key}).status_code == 400
    observer = staff_client("guan", "观察员")
    assert observer.post(LIST, data | {"_verify": str(point.pk)}).status_code == 403
    assert observer.post(page(point), {"_verify": "1"}).status_code == 403
    assert "_verify" not in observer.get(LIST).content.decode()
    assert "_verify" not in observer.get(page(point)).content.decode()
    far = staff_client("zhao", "电话维护员", regions=())
    assert far.post(LIST, data | {"_verify": str(point.pk)}).status_code in {200, 400}
    assert client.post(LIST, data | {"_verify": str(point.pk)}).status_code == 302
    assert stored() == before


def test_a_number_of_another_outlet_is_flagged_and_saved(
    phone_keeper: Client, make_point: MakePoint
) -> None:
    point = make_point()
    make_point(name="邮政油溪支局", phone="47838915")
    data = list_data(phone_keeper, LIST)
    answer = phone_keeper.post(LIST, data | {"form-0-phone": "47838915"}, follow=True)
    (warning,) = [text for text in texts(answer) if text.startswith("warning")]
    assert "邮政油溪支局" in warning
    point.refresh_from_db()
    assert point.phone == "47838915"
    assert answer.content.decode().count("与以下网点号码相同") == 3, "the message and both rows"


def test_a_number_is_taken_off_only_by_somebody_who_says_so(
    phone_keeper: Client, make_point: MakePoint, stored: Callable[[], str]
) -> None:
    """On the page of an outlet and in the list, with a browser that runs no script."""
    point, other = make_point(), make_point(phone="47838915")
    before = stored()
    for blank in ("", "　", "\u200b"):
        data = page_data(phone_keeper, page(point)) | {"phone": blank}
        asked = phone_keeper.post(page(point), data)
        assert asked.context["adminform"].form.errors.as_data()["phone"][0].code == "blanked"
        assert '<input type="checkbox" name="no-phone" value="1">' in asked.content.decode()
    rows = list_data(phone_keeper, LIST) | {"form-0-phone": "", "form-1-phone": ""}
    asked = phone_keeper.post(LIST, rows)
    content = asked.content.decode()
    for row in range(2):
        assert f'<input type="checkbox" name="form-{row}-no-phone" value="1">' in content
    assert phone_keeper.post(LIST, rows | {"form-0-no-phone": "1"}).status_code == 200
    assert stored() == before, "all or nothing"
    answers = {"form-0-no-phone": "1", "form-1-no-phone": "1"}
    assert phone_keeper.post(LIST, rows | answers).status_code == 302
    assert not ServicePoint.objects.exclude(phone="").exists()
    other.refresh_from_db()
    record([Edit(point=other, values={"phone": "47838915"})], Author.geocoder("test"))
    data = page_data(phone_keeper, page(other)) | {"phone": "", "no-phone": "1"}
    answer = phone_keeper.post(page(other), data, follow=True)
    assert "47838915 → —" in "".join(texts(answer))
    other.refresh_from_db()
    assert other.phone == ""


def test_nobody_is_asked_about_a_number_that_never_was(
    phone_keeper: Client, data_manager: Client, make_point: MakePoint
) -> None:
    point = make_point(phone="")
    data = page_data(phone_keeper, page(point)) | {"note": "x"}
    assert phone_keeper.post(page(point), data).status_code == 302
    rows = list_data(phone_keeper, LIST)
    assert phone_keeper.post(LIST, rows).status_code == 302


def test_what_an_earlier_release_took_stands_in_nobodys_way(
    phone_keeper: Client, make_point: MakePoint
) -> None:
    old, other = make_point(), make_point(phone="47838915")
    ServicePoint.objects.filter(pk=old.pk).update(phone="110", phone_e164="")
    rows = list_data(phone_keeper, LIST) | {"form-1-phone": "47212963"}
    assert phone_keeper.post(LIST, rows).status_code == 302
    data = page_data(phone_keeper, page(old)) | {"note": "周末休息"}
    assert phone_keeper.post(page(old), data).status_code == 302
    old.refresh_from_db()
    other.refresh_from_db()
    assert (old.phone, old.note, other.phone) == ("110", "周末休息", "47212963")
    for typed in ("119", "1234", "47564298/47838915"):
        data = page_data(phone_keeper, page(old)) | {"phone": typed}
        assert phone_keeper.post(page(old), data).status_code == 200


def test_whoever_searches_starts_in_the_number(phone_keeper: Client, make_point: MakePoint) -> None:
    make_point()
    fields = [
        phone_keeper.get(LIST, query).context["cl"].formset.forms[0].fields["phone"]
        for query in ({}, {"q": "youxi"}, {"q": "47564298"})
    ]
    assert [field.widget.attrs.get("autofocus") for field in fields] == [None, True, True]
    assert phone_keeper.get(LIST, {"q": "不存在"}).status_code == 200


@pytest.mark.parametrize("path", [LIST, f"{LIST}1/change/"])
def test_enter_saves(superuser: Client, make_point: MakePoint, path: str) -> None:
    point = make_point()
    content = superuser.get(path.replace("/1/", f"/{point.pk}/")).content.decode()
    form = content.partition('method="post" id="servicepoint_form"')[2]
    form = form or content.partition('id="changelist-form"')[2]
    first = re.search(r'type="submit"\s+name="(\w+)"', form)
    assert first is not None
    assert first[1] == "_save", "the first button of a form is what Enter presses"
