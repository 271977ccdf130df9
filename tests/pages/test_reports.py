"""Residents report what is wrong and see what became of it."""

import logging
import uuid
from collections.abc import Callable
from time import time
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils.html import escape
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from sites.changes.author import Author
from sites.changes.record import Edit, record
from sites.models import Report, ReportField, ReportState, ServicePoint
from sites.pages.form_tokens import issue_token
from sites.pages.report_form import ReportForm
from sites.reports import Complaint, code_text, decide, file_report
from tests.factories import MakePoint
from tests.web.reading import PageReader


def form_data(point: ServicePoint, *, age_s: float = 10.0, **values: str) -> dict[str, str]:
    """Return what a browser sends for a form that was shown some seconds ago."""
    shown = {"phone": point.phone, "address": point.address}
    token = issue_token(point.public_id, shown, time() - age_s)
    return {
        "token": token,
        "field": "phone",
        "suggested": "",
        "remark": "",
        "website": "",
        **values,
    }


def path_of(point: ServicePoint, prefix: str = "/en") -> str:
    return f"{prefix}/points/{point.public_id}/report/"


@pytest.fixture
def send(client: Client, make_point: MakePoint) -> Callable[..., Any]:
    """Return a function that sends a report on one outlet."""
    point = make_point()

    def send_report(**values: Any) -> Any:
        headers = values.pop("headers", {})
        return client.post(path_of(point), form_data(point, **values), headers=headers)

    return send_report


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_from_the_outlets_page_to_the_state(
    client: Client, make_point: MakePoint, prefix: str
) -> None:
    point = make_point()
    outlet = client.get(f"{prefix}/points/{point.public_id}/").content.decode()
    assert path_of(point, prefix) in PageReader(outlet).values("a", "href")
    page = client.get(path_of(point, prefix))
    assert page.status_code == 200
    assert "023-47564298" in PageReader(page.content.decode()).text
    assert "token" in PageReader(page.content.decode()).values("input", "name")
    answer = client.post(path_of(point, prefix), form_data(point, suggested="023-47838915"))
    report = Report.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == f"{prefix}/reports/{code_text(report.code)}/"
    state = PageReader(client.get(answer["Location"]).content.decode()).text
    for text in (code_text(report.code), point.name, "023-47564298", "023-47838915"):
        assert text in state
    assert "sessionid" not in client.cookies
    assert "csrftoken" not in client.cookies


def test_no_page_is_kept_or_listed(client: Client, make_point: MakePoint) -> None:
    point = make_point()
    report = file_report(point.public_id, Complaint(field=ReportField.PHONE, shown="47564298"))
    for path in (path_of(point), "/reports/", f"/reports/{report.code}/", "/reports/xxx/"):
        response = client.get(path)
        assert response["Cache-Control"] == "no-store", path
        assert response["X-Robots-Tag"] == "noindex", path


def test_the_value_seen_is_the_one_of_the_form(client: Client, make_point: MakePoint) -> None:
    """Even if it was corrected while the form was open; and it cannot be made up."""
    point = make_point()
    data = form_data(point)
    record([Edit(point=point, values={"phone": "47557312"})], Author.geocoder("test"))
    answer = client.post(path_of(point), data | {"shown": "110", "phone": "110"})
    assert Report.objects.get().shown == "47564298"
    state = PageReader(client.get(answer["Location"]).content.decode()).text
    assert "023-47564298" in state
    assert "023-47557312" in state


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ({"suggested": "12ab"}, "12ab"),
        ({"suggested": "4756-4298"}, "shows already"),
        ({"field": "other", "remark": " "}, "Please say what is wrong"),
        ({"field": "other", "remark": "\u200b\u202e"}, "Please say what is wrong"),
        ({"field": "name"}, "not one of the available choices"),
        ({"field": ""}, "required"),
        ({"remark": "字" * 301}, "300"),
        ({"field": "address", "suggested": "字" * 201}, "200"),
        ({"remark": "\x00"}, "Null"),
        ({"website": "https://example.org"}, "hidden field"),
        ({"age_s": 0.5}, "very quick"),
        ({"age_s": 25 * 3600.0}, "open for too long"),
        ({"token": "forged"}, "open for too long"),
        ({"token": ""}, "open for too long"),
        ({"headers": {"sec-fetch-site": "cross-site"}}, "open for too long"),
    ],
    ids=str,
)
def test_what_is_refused_says_why_and_keeps_what_was_typed(
    send: Callable[..., Any], values: dict[str, Any], text: str
) -> None:
    answer = send(**{"remark": "是空号", **values})
    assert answer.status_code == 400
    page = answer.content.decode()
    assert text in PageReader(page).text or text in page
    if "remark" not in values:
        assert "是空号" in page
    assert not Report.objects.exists()
    # The hidden field comes back empty, or nobody could ever empty it.
    assert "https://example.org" not in page


def test_a_token_of_another_outlet_is_refused(client: Client, make_point: MakePoint) -> None:
    point, other = make_point(), make_point()
    assert client.post(path_of(point), form_data(other)).status_code == 400
    assert not Report.objects.exists()


def test_after_a_refusal_the_form_can_be_sent(client: Client, make_point: MakePoint) -> None:
    point = make_point()
    answer = client.post(path_of(point), form_data(point, website="x"))
    sent = PageReader(answer.content.decode())
    token = next(a["value"] for _tag, a in sent.attributes if a.get("name") == "token")
    again = client.post(path_of(point), form_data(point) | {"token": str(token)})
    assert again.status_code == 302


def test_the_address_chooses_what_is_wrong(client: Client, make_point: MakePoint) -> None:
    point = make_point()
    for field, chosen in (("address", "address"), ("<b>", "phone")):
        page = PageReader(client.get(path_of(point), {"field": field}).content.decode())
        checked = [a["value"] for _tag, a in page.attributes if "checked" in a]
        assert checked == [chosen]


@pytest.mark.usefixtures("clock")
def test_too_many_reports_of_one_address_wait(
    client: Client, make_point: MakePoint, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    point = make_point()
    for number in range(10):
        data = form_data(point, field="other", remark=f"{number}")
        assert client.post(path_of(point), data, REMOTE_ADDR="203.0.113.5").status_code == 302
    data = form_data(point, field="closed")
    answer = client.post(path_of(point), data, REMOTE_ADDR="203.0.113.5")
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) == 600
    assert "try again in 10 minutes" in PageReader(answer.content.decode()).text
    assert Report.objects.get().count == 10
    other = client.post(path_of(point), data, REMOTE_ADDR="203.0.113.6")
    assert other.status_code == 302
    assert "203.0.113" not in caplog.text


@pytest.mark.usefixtures("clock")
def test_guessing_codes_has_an_end(client: Client, make_point: MakePoint) -> None:
    point = make_point()
    said = Complaint(field=ReportField.PHONE, shown="47564298")
    code = code_text(file_report(point.public_id, said).code)
    for number in range(20):
        answer = (
            client.get("/en/reports/346-346-346/")
            if number % 2
            else client.post("/en/reports/", {"code": "346-346-346"})
        )
        assert answer.status_code == 404
        assert "no report with this code" in PageReader(answer.content.decode()).text
    # Not even a right one is answered then: it would tell the guesser.
    for answer in (client.get(f"/en/reports/{code}/"), client.post("/en/reports/", {"code": code})):
        assert answer.status_code == 429
        assert int(answer["Retry-After"]) > 0


def test_a_code_is_typed(client: Client, make_point: MakePoint) -> None:
    said = Complaint(field=ReportField.CLOSED)
    report = file_report(make_point().public_id, said)
    assert client.get("/en/reports/").status_code == 200
    typed = f" {report.code.lower()} "
    for _ in range(30):
        answer = client.post("/en/reports/", {"code": typed})
        assert answer["Location"] == f"/en/reports/{code_text(report.code)}/"
    assert client.post("/en/reports/", {}).status_code == 404


def test_the_reporter_sees_what_became_of_it_and_no_names(
    client: Client, make_point: MakePoint
) -> None:
    staff = User.objects.create_user("wang", first_name="小明", last_name="王")
    texts = {
        ReportState.ACCEPTED: "staff found that you are right",
        ReportState.REJECTED: "今天打通了",
        ReportState.SPAM: "left everything as it was",
    }
    for state, text in texts.items():
        point = make_point()
        said = Complaint(
            field=ReportField.PHONE, shown="47564298", remark="请打我的手机13900000000"
        )
        report = file_report(point.public_id, said)
        path = f"/en/reports/{report.code}/"
        assert "nobody has decided" in client.get(path).content.decode()
        decide(report.pk, state, staff, reason="今天打通了")
        record([Edit(point=point, values={"phone": "47557312"})], Author.staff(staff))
        page = client.get(path).content.decode()
        assert text in page
        assert "47557312" in page
        for private in ("wang", "小明", "13900000000"):
            assert private not in page
    record([Edit(point=point, values={"is_active": False})], Author.staff(staff))
    gone = client.get(path)
    assert gone.status_code == 200
    assert "no longer listed" in gone.content.decode()


def test_there_is_no_form_for_an_outlet_that_is_not_there(
    client: Client, make_point: MakePoint
) -> None:
    assert client.get(f"/points/{uuid.uuid4()}/report/").status_code == 404


def test_the_form_of_a_closed_outlet_leads_to_its_page(
    client: Client, make_point: MakePoint
) -> None:
    point = make_point()
    data = form_data(point)
    record([Edit(point=point, values={"is_active": False})], Author.geocoder("test"))
    for answer in (client.get(path_of(point)), client.post(path_of(point), data)):
        assert answer.status_code == 302
        assert answer.headers["Location"].endswith(f"/points/{point.public_id}/")
    assert client.put(path_of(point)).status_code == 405
    assert not Report.objects.exists()


@pytest.mark.parametrize(
    "hostile", ["{{7*7}}", "{% debug %}", "<script>alert(1)</script>", "\"'><b onmouseover=x>"]
)
def test_typed_text_is_shown_as_text(client: Client, make_point: MakePoint, hostile: str) -> None:
    point = make_point(name=hostile, address=hostile)
    refused = client.post(path_of(point), form_data(point, suggested=hostile, remark=hostile))
    unknown = client.post("/en/reports/", {"code": hostile})
    filed = client.post(
        path_of(point), form_data(point, field="address", suggested=f"{hostile} 1", remark=hostile)
    )
    assert filed.status_code == 302
    state = client.get(filed["Location"])
    for response in (client.get(path_of(point)), refused, unknown, state):
        content = response.content.decode()
        assert escape(hostile) in content
        if escape(hostile) != hostile:
            assert hostile not in content


@given(
    field=st.sampled_from(ReportField.values),
    suggested=st.text() | st.text("0123456789-转 "),
    remark=st.text(),
)
@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
def test_what_the_form_lets_pass_can_be_filed(
    make_point: MakePoint, field: str, suggested: str, remark: str
) -> None:
    point = ServicePoint.objects.first() or make_point()
    data = {"field": field, "suggested": suggested, "remark": remark}
    form = ReportForm(data, shown={"phone": point.phone}, area_code="023")
    if form.is_valid():
        assert file_report(point.public_id, form.complaint()).code


@pytest.mark.parametrize("code", ["%00", "%ff", "a" * 3000, "..%2f", "%E2%80%AE"])
def test_no_code_breaks_the_page(client: Client, db: None, code: str) -> None:
    assert client.get(f"/reports/{code}/").status_code == 404
