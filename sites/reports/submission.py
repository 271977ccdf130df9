"""A resident's complaint becomes a report, or one more voice for a report that is open."""

import unicodedata
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from sites.models import Report, ReportField, ReportState, ServicePoint
from sites.models.report import REMARK_LENGTH, REMARKS_LENGTH, SUGGESTION_LENGTH
from sites.phones.numbers import parse_phone
from sites.reports.reference_codes import new_code


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """What a resident says.

    Attributes:
        field: what is wrong.
        shown: the value that the resident saw, "" if it is about no single value.
        suggested: what they say is right, "" if they do not know.
        remark: their own words, at most 300 characters.
    """

    field: ReportField
    shown: str = ""
    suggested: str = ""
    remark: str = ""


def normal_suggestion(field: ReportField, text: str, area_code: str) -> str:
    """Return a suggestion in the form in which it is compared and stored.

    A phone is normalised as a number of that area code; raises `PhoneError` if it is none.
    """
    if field is ReportField.PHONE:
        return parse_phone(text, area_code).text
    return one_line(text)


def one_line(text: str) -> str:
    """Return a text on one line, without control and invisible characters."""
    printable = (
        " " if sign.isspace() else sign
        for sign in text
        if sign.isspace() or not unicodedata.category(sign).startswith("C")
    )
    return " ".join("".join(printable).split())


@transaction.atomic
def file_report(public_id: UUID, complaint: Complaint) -> Report:
    """Return the open report that says the same of the same outlet, made if there is none.

    Saying it again adds to the count, and a remark that is new is kept beside the others as long
    as there is room. Raises ``ServicePoint.DoesNotExist`` if there is no such active outlet,
    `PhoneError` for a suggested phone that is none, ``ValueError`` for texts that are too long and
    for a complaint about something else that does not say what.
    """
    # The outlet is held, so that two who say the same at the same time meet in one report.
    held = ServicePoint.objects.select_related("region").select_for_update(of=("self",))
    point = held.get(public_id=public_id, is_active=True)
    suggested = normal_suggestion(complaint.field, complaint.suggested, point.region.area_code)
    remark = one_line(complaint.remark)
    _check(complaint, suggested, remark)
    report = Report.objects.filter(
        point=point,
        field=complaint.field,
        shown=complaint.shown,
        suggested=suggested,
        state=ReportState.OPEN,
    ).first()
    if report is None:
        return Report.objects.create(
            code=new_code(),
            point=point,
            field=complaint.field,
            shown=complaint.shown,
            suggested=suggested,
            remarks=remark,
            created_at=timezone.now(),
        )
    report.count += 1
    report.remarks = _with(report.remarks, remark)
    report.save(update_fields=["count", "remarks"])
    return report


def _check(complaint: Complaint, suggested: str, remark: str) -> None:
    if len(suggested) > SUGGESTION_LENGTH or len(remark) > REMARK_LENGTH:
        raise ValueError("the suggestion or the remark is too long")
    if complaint.field is ReportField.OTHER and not remark:
        raise ValueError("a report about something else says what")


def _with(remarks: str, remark: str) -> str:
    lines = remarks.split("\n") if remarks else []
    if not remark or remark in lines:
        return remarks
    longer = "\n".join([*lines, remark])
    return longer if len(longer) <= REMARKS_LENGTH else remarks
