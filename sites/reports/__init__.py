"""A resident says what is wrong, a member of staff decides, and the resident sees what came of it.

The doors use what is named here; the rest is private.
"""

from sites.reports.decisions import ReportClosedError, accept, decide
from sites.reports.queries import is_corrected, report_by_code, value_now
from sites.reports.reference_codes import code_text
from sites.reports.submission import Complaint, file_report, normal_suggestion, one_line

__all__ = [
    "Complaint",
    "ReportClosedError",
    "accept",
    "code_text",
    "decide",
    "file_report",
    "is_corrected",
    "normal_suggestion",
    "one_line",
    "report_by_code",
    "value_now",
]
