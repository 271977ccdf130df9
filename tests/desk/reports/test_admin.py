"""The queue of residents' reports, for each role and for requests no page offers."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils.html import escape

from sites.models import Report, ReportField, ReportState
from sites.reports import Complaint, file_report
from tests.desk.conftest import agreeing, page_data
from tests.desk.test_hostile_text import PAYLOADS
from tests.factories import MakePoint

QUEUE = "/desk/service_sites/report/"
HOSTILE = [payload for payload in PAYLOADS if escape(payload) != payload]


@pytest.fixture
def about_phone(make_point: MakePoint) -> Report:
    said = Complaint(field=ReportField.PHONE, shown="47564298", suggested="47838915", remark="空号")
    return file_report(make_point().public_id, said)


@pytest.fixture
def about_address(make_point: MakePoint) -> Report:
    said = Complaint(field=ReportField.ADDRESS, shown="油溪镇建新路46号", suggested="建新路64号")
    return file_report(make_point(name="邮政油溪支局").public_id, said)


def send(client: Client, report: Report, state: str, reason: str = "") -> int:
    answer = client.post(f"{QUEUE}{report.pk}/decide/", {"state": state, "reason": reason})
    report.refresh_from_db()
    return answer.status_code


def test_the_queue_shows_what_was_seen_and_what_is_now(
    data_manager: Client, about_phone: Report, about_address: Report
) -> None:
    file_report(about_phone.point.public_id, Complaint(
        field=ReportField.PHONE, shown="47564298", suggested="47838915"
    ))  # fmt: skip
    response = data_manager.get(QUEUE)
    assert list(response.context["cl"].result_list) == [about_phone, about_address]
    content = response.content.decode()
    for text in ("47564298", "47838915", "空号", "建新路64号", '<td class="field-count">2</td>'):
        assert text in content
    by_field = data_manager.get(QUEUE, {"field__exact": "address"})
    assert list(by_field.context["cl"].result_list) == [about_address]
    home = data_manager.get("/desk/").content.decode()
    assert QUEUE in home


def test_the_queue_shows_the_open_ones_until_others_are_asked_for(
    data_manager: Client, about_phone: Report, about_address: Report
) -> None:
    send(data_manager, about_phone, "spam")
    for state, expected in {
        "": [about_address],
        "spam": [about_phone],
        "accepted": [],
        "all": [about_phone, about_address],
    }.items():
        response = data_manager.get(QUEUE, {"state": state} if state else {})
        assert list(response.context["cl"].result_list) == expected, state


def edit_of(report: Report) -> str:
    return f"/desk/service_sites/servicepoint/{report.point_id}/change/"


def shown_fields(client: Client, report: Report) -> dict[str, str]:
    """Return what the fields of the outlet's page show when it is opened from a report."""
    response = client.get(edit_of(report), {"report": report.pk})
    form = response.context["adminform"].form
    return {
        field.html_name: field.field.widget.format_value(field.value())
        for field in form
        if hasattr(field.field.widget, "format_value")
    }


def correct(client: Client, report: Report, **values: str) -> list[str]:
    """Save the outlet's page as it was opened from a report; return the kinds of messages."""
    data = page_data(client, edit_of(report)) | {"report": str(report.pk)} | values
    answer = client.post(edit_of(report), data, follow=True)
    assert answer.redirect_chain, answer.context["adminform"].form.errors
    report.refresh_from_db()
    return [message.level_tag for message in answer.context["messages"]]


def test_accepting_opens_the_edit_filled_in(phone_keeper: Client, about_phone: Report) -> None:
    page = phone_keeper.get(f"{QUEUE}{about_phone.pk}/change/").content.decode()
    assert f"{QUEUE}{about_phone.pk}/decide/" in page
    answer = phone_keeper.post(
        f"{QUEUE}{about_phone.pk}/decide/", {"state": "accepted", "reason": ""}
    )
    assert answer["Location"] == f"{edit_of(about_phone)}?report={about_phone.pk}"
    about_phone.refresh_from_db()
    assert about_phone.state == ReportState.OPEN, "nothing is corrected yet"
    content = phone_keeper.get(answer["Location"]).content.decode()
    for text in ("47564298", "47838915", "空号"):
        assert text in content
    fields = shown_fields(phone_keeper, about_phone)
    assert fields["phone"] == "47838915"
    assert about_phone.code[:3] in fields["reason"]


def test_saving_the_correction_accepts_the_report(
    phone_keeper: Client, about_phone: Report
) -> None:
    assert correct(phone_keeper, about_phone, phone="47838915") == ["success"] * 3
    about_phone.point.refresh_from_db()
    assert about_phone.point.phone == "47838915"
    assert about_phone.state == ReportState.ACCEPTED
    assert about_phone.decided_by == User.objects.get(username="wang")
    decided = phone_keeper.get(f"{QUEUE}{about_phone.pk}/change/").content.decode()
    assert "/decide/" not in decided
    assert correct(phone_keeper, about_phone, note="x")[0] == "warning", "it is decided already"


def test_saving_without_a_correction_leaves_it_open(
    phone_keeper: Client, about_phone: Report
) -> None:
    assert "warning" in correct(phone_keeper, about_phone, note="x")
    assert about_phone.state == ReportState.OPEN
    # Somebody has put the number right by another way: saving it as it stands accepts the report.
    edit = page_data(phone_keeper, edit_of(about_phone)) | {"phone": "47212963"}
    phone_keeper.post(edit_of(about_phone), edit)
    correct(phone_keeper, about_phone)
    assert about_phone.state == ReportState.ACCEPTED


def test_a_wrong_correction_keeps_the_report_in_sight(
    phone_keeper: Client, about_phone: Report
) -> None:
    data = page_data(phone_keeper, edit_of(about_phone)) | {"report": str(about_phone.pk)}
    answer = phone_keeper.post(edit_of(about_phone), data | {"phone": "4783891"})
    assert answer.status_code == 200
    assert f'name="report" value="{about_phone.pk}"' in answer.content.decode()
    assert 'value="4783891"' in answer.content.decode()
    about_phone.refresh_from_db()
    assert about_phone.state == ReportState.OPEN


def test_reports_that_say_the_same_are_closed_together(
    phone_keeper: Client, about_phone: Report
) -> None:
    def also(shown: str, suggested: str) -> Report:
        said = Complaint(field=ReportField.PHONE, shown=shown, suggested=suggested)
        return file_report(about_phone.point.public_id, said)

    reports = [
        also("47564298", ""),
        also("47000000", "47838915"),
        also("47564298", "47212963"),
        also("47000000", ""),
    ]
    correct(phone_keeper, about_phone, phone="47838915")
    for report in reports:
        report.refresh_from_db()
    assert [report.state for report in reports] == ["accepted", "accepted", "open", "open"]
    for other in (reports[2], reports[3]):
        row = phone_keeper.get(f"{QUEUE}{other.pk}/change/").content.decode()
        assert "之后已改动" in row


def test_an_address_and_an_outlet_that_closed(
    data_manager: Client, about_address: Report, make_point: MakePoint
) -> None:
    assert shown_fields(data_manager, about_address)["address"] == "建新路64号"
    data = page_data(data_manager, edit_of(about_address)) | {"report": str(about_address.pk)}
    moved = data | {"address": "油溪镇建新路64号"}
    shown = data_manager.post(edit_of(about_address), moved)
    about_address.refresh_from_db()
    assert about_address.state == ReportState.OPEN, "nothing is corrected yet"
    assert shown.context["accepting"].report == about_address
    assert "油溪镇" in [field.new for field in shown.context["preview"].fields]
    answer = data_manager.post(edit_of(about_address), agreeing(shown, moved))
    assert answer.status_code == 302
    about_address.refresh_from_db()
    assert about_address.state == ReportState.ACCEPTED
    point = make_point(name="丙")
    closed = file_report(point.public_id, Complaint(field=ReportField.CLOSED))
    response = data_manager.get(edit_of(closed), {"report": closed.pk})
    box = response.context["adminform"].form["is_active"]
    assert "checked" not in str(box)
    assert "checked" in str(
        data_manager.get(edit_of(closed)).context["adminform"].form["is_active"]
    )
    correct(data_manager, closed)
    assert closed.state == ReportState.OPEN, "nothing was changed"
    data = page_data(data_manager, edit_of(closed)) | {"report": str(closed.pk)}
    del data["is_active"]
    assert data_manager.post(edit_of(closed), data).status_code == 302
    closed.refresh_from_db()
    assert closed.state == ReportState.ACCEPTED


def test_a_report_that_is_not_the_persons_business_changes_nothing(
    phone_keeper: Client, about_phone: Report, about_address: Report
) -> None:
    """One about another outlet, one that the role may not decide on, and one that is none."""
    for key in (about_address.pk, 999999, "9" * 30, "x"):
        page = phone_keeper.get(edit_of(about_phone), {"report": key})
        assert "accepting" not in page.context
        data = page_data(phone_keeper, edit_of(about_phone)) | {"report": str(key), "note": "n"}
        assert phone_keeper.post(edit_of(about_phone), data).status_code == 302
    data = page_data(phone_keeper, edit_of(about_address)) | {"report": str(about_address.pk)}
    assert phone_keeper.post(edit_of(about_address), data).status_code == 302
    for report in (about_phone, about_address):
        report.refresh_from_db()
        assert report.state == ReportState.OPEN


def test_a_rejection_needs_a_reason(phone_keeper: Client, about_phone: Report) -> None:
    for blank in ("", "  ", "\u200b\x00"):
        send(phone_keeper, about_phone, "rejected", blank)
        assert about_phone.state == ReportState.OPEN
    assert send(phone_keeper, about_phone, "rejected", "打通了") == 302
    assert (about_phone.state, about_phone.reason) == (ReportState.REJECTED, "打通了")


def test_who_comes_second_is_told_and_changes_nothing(
    phone_keeper: Client, data_manager: Client, about_phone: Report
) -> None:
    send(phone_keeper, about_phone, "rejected", "打通了")
    assert send(data_manager, about_phone, "accepted") == 302
    assert about_phone.state == ReportState.REJECTED
    told = data_manager.get(f"{QUEUE}{about_phone.pk}/change/").context["messages"]
    assert [message.level_tag for message in told] == ["warning"]
    assert about_phone.decided_by == User.objects.get(username="wang")


def test_the_role_for_phones_decides_on_phones_alone(
    phone_keeper: Client, data_manager: Client, about_phone: Report, about_address: Report
) -> None:
    listed = phone_keeper.get(QUEUE, {"state": "all"}).context["cl"].result_list
    assert list(listed) == [about_phone]
    assert phone_keeper.get(f"{QUEUE}{about_address.pk}/change/").status_code == 302
    for state in ("accepted", "rejected", "spam"):
        assert send(phone_keeper, about_address, state, "x") == 403
        assert about_address.state == ReportState.OPEN
    assert send(data_manager, about_address, "spam") == 302
    assert about_address.state == ReportState.SPAM


def test_others_reach_nothing(client: Client, about_phone: Report) -> None:
    decide = f"{QUEUE}{about_phone.pk}/decide/"
    forged = {"state": "accepted"}
    assert client.post(decide, forged)["Location"].startswith("/desk/login/")
    client.force_login(User.objects.create_user("nobody", is_staff=True))
    for path in ("", f"{about_phone.pk}/change/"):
        assert client.get(QUEUE + path).status_code == 403
    assert client.post(decide, forged).status_code == 403
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(User.objects.create_superuser("root"))
    assert strict.post(decide, forged).status_code == 403
    about_phone.refresh_from_db()
    assert about_phone.state == ReportState.OPEN


def test_forged_decisions_are_refused(superuser: Client, about_phone: Report) -> None:
    for state in ("open", "", "deleted", "accepted\x00"):
        assert send(superuser, about_phone, state) == 400
    assert send(superuser, about_phone, "rejected", "x" * 301) == 400
    assert superuser.get(f"{QUEUE}{about_phone.pk}/decide/").status_code == 405
    for key in ("999999", "9" * 40):
        assert superuser.post(f"{QUEUE}{key}/decide/", {"state": "spam"}).status_code == 404
    assert about_phone.state == ReportState.OPEN


def test_reports_are_neither_made_nor_changed_nor_deleted_here(
    superuser: Client, data_manager: Client, about_phone: Report
) -> None:
    for client in (superuser, data_manager):
        for path in ("add/", f"{about_phone.pk}/change/", f"{about_phone.pk}/delete/"):
            answer = client.post(QUEUE + path, {"state": "accepted", "count": "9", "post": "yes"})
            assert answer.status_code == 403
    about_phone.refresh_from_db()
    assert (about_phone.state, about_phone.count) == (ReportState.OPEN, 1)


@pytest.mark.parametrize("payload", HOSTILE)
def test_typed_text_is_shown_as_text(
    superuser: Client, make_point: MakePoint, payload: str, stored: Callable[[], str]
) -> None:
    point = make_point(name=payload, address=payload)
    before = stored()
    said = Complaint(
        field=ReportField.ADDRESS, shown=payload, suggested=payload + "1", remark=payload
    )
    report = file_report(point.public_id, said)
    pages = [superuser.get(QUEUE), superuser.get(f"{QUEUE}{report.pk}/change/")]
    accepted = superuser.post(
        f"{QUEUE}{report.pk}/decide/", {"state": "accepted", "reason": payload}, follow=True
    )
    pages += [accepted, superuser.get(f"{QUEUE}{report.pk}/change/")]
    for page in pages:
        assert page.status_code == 200
        assert escape(payload) in page.content.decode()
        assert payload not in page.content.decode()
    assert stored() == before
