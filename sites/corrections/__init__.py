"""Staff and programs change outlets, one or many at once, verify values and take changes back.

An outlet that moves takes its town and its position along. The doors use what is named here; the
rest is private.
"""

from sites.corrections.add import plan_addition
from sites.corrections.bulk_apply import (
    AlreadyUndoneError,
    Left,
    PlanOutdatedError,
    Undone,
    changes_of,
    make_bulk_edit,
    undo_bulk_edit,
)
from sites.corrections.bulk_change import BulkChange
from sites.corrections.bulk_plan import BulkPlan, ChosenPoint, SeveralRegionsError, plan_bulk_edit
from sites.corrections.correct import (
    Correction,
    Corrections,
    PinChoice,
    Problem,
    TextRefusedError,
    clean_address,
    make_corrections,
)
from sites.corrections.phone_calls import (
    CallSheetRow,
    ChangedMeanwhileError,
    call_sheet,
    record_call,
    sheet_order,
)
from sites.corrections.pins import move_pin, pinned, unpinned
from sites.corrections.revert import (
    RevertibleField,
    RevertRefusedError,
    revert,
    revertible,
)
from sites.corrections.shared_phones import Sharer, sharers_of
from sites.corrections.verification_ages import (
    PhoneAge,
    due,
    of_age,
    phone_ages,
    phones_by_age,
)
from sites.corrections.verify import verify

__all__ = [
    "AlreadyUndoneError",
    "BulkChange",
    "BulkPlan",
    "CallSheetRow",
    "ChangedMeanwhileError",
    "ChosenPoint",
    "Correction",
    "Corrections",
    "Left",
    "PhoneAge",
    "PinChoice",
    "PlanOutdatedError",
    "Problem",
    "RevertRefusedError",
    "RevertibleField",
    "SeveralRegionsError",
    "Sharer",
    "TextRefusedError",
    "Undone",
    "call_sheet",
    "changes_of",
    "clean_address",
    "due",
    "make_bulk_edit",
    "make_corrections",
    "move_pin",
    "of_age",
    "phone_ages",
    "phones_by_age",
    "pinned",
    "plan_addition",
    "plan_bulk_edit",
    "record_call",
    "revert",
    "revertible",
    "sharers_of",
    "sheet_order",
    "undo_bulk_edit",
    "unpinned",
    "verify",
]
