"""Decisions on reports, and how they are looked up."""

import pytest
from django.contrib.auth.models import AnonymousUser, User

from sites.models import DataVersion, Report, ReportField, ReportState
from sites.reports import (
    Complaint,
    ReportClosedError,
    code_text,
    decide,
    file_report,
    is_corrected,
    report_by_code,
    value_now,
)
from tests.web.fixtures import MakePoint


@pytest.fixture
def report(make_point: MakePoint) -> Report:
    said = Complaint(field=ReportField.PHONE, shown="47564298", suggested="47838915")
    return file_report(make_point().public_id, said)


@pytest.fixture
def wang(db: None) -> User:
    return User.objects.create_user("wang")


@pytest.mark.parametrize(
    "state", [ReportState.ACCEPTED, ReportState.REJECTED, ReportState.SPAM], ids=str
)
def test_a_decision_is_the_persons_and_the_last(
    report: Report, wang: User, state: ReportState
) -> None:
    version = DataVersion.current()
    decide(report.pk, state, wang, reason=" 号码\n没错 ")
    report.refresh_from_db()
    assert (report.state, report.decided_by, report.reason) == (state, wang, "号码 没错")
    assert report.decided_at is not None
    assert DataVersion.current() == version
    with pytest.raises(ReportClosedError):
        decide(report.pk, ReportState.SPAM, wang)
    assert not Report.objects.filter(state=ReportState.OPEN).exists()


def test_who_decides_is_logged_in_and_says_why_not(report: Report, wang: User) -> None:
    with pytest.raises(TypeError):
        decide(report.pk, ReportState.ACCEPTED, AnonymousUser())
    for state in (ReportState.REJECTED, ReportState.OPEN):
        with pytest.raises(ValueError, match="decision"):
            decide(report.pk, state, wang, reason=" ")
    with pytest.raises(ReportClosedError):
        decide(report.pk + 1, ReportState.ACCEPTED, wang)
    report.refresh_from_db()
    assert report.state == ReportState.OPEN


def test_what_is_said_after_a_decision_is_new(report: Report, wang: User) -> None:
    decide(report.pk, ReportState.REJECTED, wang, reason="打通了")
    said = Complaint(field=ReportField.PHONE, shown="47564298", suggested="47838915")
    again = file_report(report.point.public_id, said)
    assert again.pk != report.pk
    assert again.count == 1


def test_a_report_is_found_by_its_code_alone(report: Report) -> None:
    assert report_by_code(code_text(report.code).lower()) == report
    for typed in (str(report.pk), report.code[:-1], "", "XXX-XXX-XXX", "%", "_" * 9):
        assert report_by_code(typed) is None, typed
    assert value_now(report) == "47564298"
    report.field = ReportField.ADDRESS
    assert value_now(report) == report.point.address
    report.field = ReportField.CLOSED
    assert value_now(report) == ""


def test_a_report_is_settled_by_an_outlet_that_says_something_else(report: Report) -> None:
    assert not is_corrected(report, ["note"])
    report.point.phone = "47838915"
    assert is_corrected(report, ["phone"])
    report.field = ReportField.CLOSED
    assert not is_corrected(report, [])
    assert is_corrected(report, ["address"])
    report.point.is_active = False
    assert is_corrected(report, [])
    report.field = ReportField.OTHER
    assert is_corrected(report, [])
