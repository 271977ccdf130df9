"""Staff change many outlets at once: asked → planned → made, and undone.

The doors use what is named here; the rest is private.
"""

from sites.editing.asking import Asked
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
    "Left",
    "PlanOutdatedError",
    "PlannedPoint",
    "SeveralRegionsError",
    "Undone",
    "changes_of",
    "make_bulk_edit",
    "plan_bulk_edit",
    "undo_bulk_edit",
]
