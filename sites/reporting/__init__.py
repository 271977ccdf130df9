"""A resident says what is wrong, a member of staff decides, and the resident sees what came of it.

The doors use what is named here; the rest is private.
"""

from sites.reporting.codes import code_text
from sites.reporting.deciding import ReportClosedError, accept, decide
from sites.reporting.filing import Complaint, file_report, normal_suggestion, one_line
from sites.reporting.selecting import report_by_code, value_now

__all__ = [
    "Complaint",
    "ReportClosedError",
    "accept",
    "code_text",
    "decide",
    "file_report",
    "normal_suggestion",
    "one_line",
    "report_by_code",
    "value_now",
]
