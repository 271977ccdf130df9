"""Staff see to it that phone numbers are right: which are due, what a call gave.

The doors use what is named here; the rest is private.
"""

from sites.verifying.ages import PhoneAge, due, of_age, phone_ages, phones_by_age
from sites.verifying.calls import (
    CallSheetRow,
    ChangedMeanwhileError,
    call_sheet,
    record_call,
    sheet_order,
)
from sites.verifying.sharing import Sharer, sharers_of
from sites.verifying.verify import verify

__all__ = [
    "CallSheetRow",
    "ChangedMeanwhileError",
    "PhoneAge",
    "Sharer",
    "call_sheet",
    "due",
    "of_age",
    "phone_ages",
    "phones_by_age",
    "record_call",
    "sharers_of",
    "sheet_order",
    "verify",
]
