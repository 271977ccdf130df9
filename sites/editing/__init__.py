"""Staff and programs change outlets: one is corrected or added, or many are changed at once.

An outlet that moves takes its town and its position along. The doors use what is named here; the
rest is private.
"""

from sites.editing.adding import plan_addition
from sites.editing.asking import Asked
from sites.editing.correcting import (
    Correction,
    Corrections,
    PinChoice,
    Problem,
    TextRefusedError,
    clean_address,
    make_corrections,
)
from sites.editing.making import (
    AlreadyUndoneError,
    Left,
    PlanOutdatedError,
    Undone,
    changes_of,
    make_bulk_edit,
    undo_bulk_edit,
)
from sites.editing.planning import BulkPlan, PlannedPoint, SeveralRegionsError, plan_bulk_edit

__all__ = [
    "AlreadyUndoneError",
    "Asked",
    "BulkPlan",
    "Correction",
    "Corrections",
    "Left",
    "PinChoice",
    "PlanOutdatedError",
    "PlannedPoint",
    "Problem",
    "SeveralRegionsError",
    "TextRefusedError",
    "Undone",
    "changes_of",
    "clean_address",
    "make_bulk_edit",
    "make_corrections",
    "plan_addition",
    "plan_bulk_edit",
    "undo_bulk_edit",
]
