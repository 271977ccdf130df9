"""Reports as staff and reporters look them up."""

from collections.abc import Collection

from sites.models import Report, ReportField
from sites.reports.reference_codes import read_code


def report_by_code(text: str) -> Report | None:
    """Return the report with the code that somebody typed, None if there is none."""
    code = read_code(text)
    if code is None:
        return None
    return Report.objects.select_related("point__region").filter(code=code).first()


def value_now(report: Report) -> str:
    """Return the value now of what a report is about, "" where that is no single value."""
    if report.field == ReportField.PHONE:
        return report.point.phone
    if report.field == ReportField.ADDRESS:
        return report.point.address
    return ""


def is_corrected(report: Report, changed: Collection[str]) -> bool:
    """Return whether the outlet no longer says what the report complains about.

    `changed` are the fields that a person has just corrected.
    """
    if report.field in {ReportField.PHONE, ReportField.ADDRESS}:
        return value_now(report) != report.shown
    if report.field == ReportField.CLOSED:
        return not report.point.is_active or bool(changed)
    return True
