"""Two people edit one outlet: what the second one meant to save, what is stored, and the choice."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from sites.changes.edit_conflicts import ConcurrentChange
from sites.changes.fields import PUBLIC_FIELDS, PlainValue, field_label, plain_value
from sites.changes.labels import value_text
from sites.desk.history.words import author_text
from sites.models import DataVersion, ServicePoint
from sites.reference.stored import Reference

MINE, THEIRS = "mine", "theirs"
_OFFERED: Final = "offered"


class SeenField(forms.IntegerField):
    """The data version that a form was shown with; it comes back hidden with the form."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        # More would be an error of the database instead of ours.
        super().__init__(label="", min_value=0, max_value=2**63 - 1)

    @override
    def has_changed(self, initial: Any, data: Any) -> bool:
        """Return False: it is nothing that the person changes."""
        return False


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictField:
    """One field in its three versions, as text for people.

    Attributes:
        name: of the field.
        label: its name for people.
        before: what the person saw when they began.
        theirs: what is stored now.
        mine: what the person means to save.
        by: who stored it; "" if nobody has changed it.
        at: when; None if nobody has changed it.
        is_contested: both have changed it, so that the person has to choose.
        choice: what they chose, "" so far.
        input: the name of the choice in the form.
    """

    name: str
    label: str
    before: str
    theirs: str
    mine: str
    by: str
    at: datetime | None
    is_contested: bool
    choice: str
    input: str


@dataclass(frozen=True, slots=True)
class EditConflict:
    """All fields that either has changed; the person chooses, then the form is sent again.

    Attributes:
        point: the outlet.
        fields: in the order of the desk.
        offered: the data version that the person sees while choosing.
        input: the name under which the form sends it back.
        is_settled: the choice was made, and nobody has changed anything since it was offered.
    """

    point: ServicePoint
    fields: tuple[ConflictField, ...]
    offered: int
    input: str
    is_settled: bool

    @property
    def yielded(self) -> frozenset[str]:
        """The fields in which the person lets the others' value stand."""
        return frozenset(one.name for one in self.fields if one.choice == THEIRS)

    @property
    def error(self) -> ValidationError:
        """What the form says while the conflict is not settled."""
        return ValidationError(
            _(
                "Somebody else has saved this outlet while you were editing it. Nothing of yours "
                "is lost and nothing was saved: compare, choose, and save again."
            ),
            code="changed_meanwhile",
        )


def edit_conflict_of(
    point: ServicePoint,
    concurrent: Mapping[str, ConcurrentChange],
    mine: Mapping[str, PlainValue],
    data: Mapping[str, Any],
    prefix: str | None,
) -> EditConflict | None:
    """Return the conflict about a form, None if the two have not changed anything differently.

    `concurrent` is what others have changed since the form was shown, `mine` what the person has,
    `data` what the form sent; `prefix` tells the names of one form in a list from the others'.
    """
    theirs = [name for name, entry in concurrent.items() if _differs(name, entry, mine)]
    if not mine or not theirs:
        return None
    prefix = f"{prefix}-" if prefix else ""
    reference = Reference()

    def text(name: str, value: PlainValue) -> str:
        return value_text(name, value, point.region_id, reference)

    fields = []
    for name in PUBLIC_FIELDS:
        entry = concurrent.get(name)
        if entry is None and name not in mine:
            continue
        change = entry.change if entry is not None else None
        now = plain_value(point, name, reference) if entry is None else entry.now
        before = entry.before if entry is not None else now
        choice = data.get(f"{prefix}choose-{name}", "")
        is_contested = name in mine and name in theirs
        fields.append(
            ConflictField(
                name=name,
                label=field_label(name),
                before=text(name, before),
                theirs=text(name, now),
                mine=text(name, mine.get(name, before)),
                by=author_text(change) if change is not None else "",
                at=change.at if change is not None else None,
                is_contested=is_contested,
                choice=choice if is_contested and choice in {MINE, THEIRS} else "",
                input=f"{prefix}choose-{name}",
            )
        )
    seen = _number(data.get(prefix + _OFFERED))
    is_current = all(concurrent[name].change.data_version <= seen for name in theirs)
    return EditConflict(
        point=point,
        fields=tuple(fields),
        offered=DataVersion.current(),
        input=prefix + _OFFERED,
        is_settled=is_current and all(one.choice for one in fields if one.is_contested),
    )


def _differs(name: str, entry: ConcurrentChange, mine: Mapping[str, PlainValue]) -> bool:
    """Return whether what others stored is not just what the person says, too."""
    return name not in mine or mine[name] != entry.now


def _number(text: Any) -> int:
    """Return a data version that a form sent back; -1 for anything else."""
    is_number = isinstance(text, str) and text.isascii() and text.isdigit() and len(text) < 19
    return int(text) if is_number else -1
