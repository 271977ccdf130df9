"""What a person says of a table: how it is meant, who is right, and what may be done with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, TypeAlias
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from sites.geo.datum import Datum
from sites.importing.plan import FieldChange


class Decision(models.TextChoices):
    """The answer to a conflict; without one it is asked again by the next table."""

    KEEP = "keep", _("keep ours")
    TAKE = "take", _("take the table's")


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision and the two values that it was about: for others it says nothing."""

    decision: Decision
    about: FieldChange


# By the outlet's public id and the field.
Decisions: TypeAlias = Mapping[tuple[UUID, str], Decided]
NONE: Final[Decisions] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """How a table of outlets is meant.

    Attributes:
        is_supplement: it adds and changes; else it is the whole list, and what it lacks goes.
        blank_phones: where it has no number, a stored one goes; else that is a conflict.
        datum: what its positions refer to where it does not say so; None: then they are not taken.
        decisions: about conflicts; the others stay open.
    """

    is_supplement: bool = False
    blank_phones: bool = False
    datum: Datum | None = None
    decisions: Decisions = field(default_factory=lambda: NONE)


LIST: Final = Rules()


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplyOptions:
    """What the person who applies a table agrees to.

    Attributes:
        skip_bad_rows: rows with errors are left out; outlets that they may be meant for stay.
        force: however many outlets the table lacks, they are removed.
        fingerprint: of the plan that was shown; "" for whatever it may be.
    """

    skip_bad_rows: bool = False
    force: bool = False
    fingerprint: str = ""


STRICT: Final = ApplyOptions()
"""Of a person who agrees to nothing in particular."""


def decision_on(
    decisions: Decisions, outlet: UUID, field: str, conflict: FieldChange
) -> Decision | None:
    """Return what was decided about a conflict, None if it is to be asked again."""
    decided = decisions.get((outlet, field))
    return decided.decision if decided is not None and decided.about == conflict else None
