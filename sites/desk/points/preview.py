"""What else changes with what a person saves of an outlet: shown first, and saved when they agree.

It works like the choice between two people's edits: the form comes back with what is to be looked
at, and is saved when it is sent again and nothing of that is another thing by then.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sites.changes.fields import PlainValue, field_label, plain_value, position_to_plain
from sites.changes.labels import value_text
from sites.corrections import Correction, PinChoice
from sites.desk.history.words import FieldChange
from sites.reference.stored import Reference

_READ: Final = "read_from"
_AGREED: Final = "agreed"
_PIN: Final = "pin"
_LONGEST_SEEN: Final = 20_000


@dataclass(frozen=True, slots=True)
class Preview:
    """What follows from an edit, as text for people, and what they have said about it so far.

    Attributes:
        fields: what is read from name and address, by field.
        remarks: what they ought to know.
        former: the position that belongs to the former address, and that address; "" if none does.
        former_address: that address.
        asks: whether a pin is in question, so that they have to choose.
        instead: the position that the outlet has without the pin.
        choice: what they have chosen, None so far.
        read_from: the address from which the town was read that the form shows.
        shown: all of that for the form, which sends it back.
        is_agreed: it was shown before, and what was to be chosen is chosen.
    """

    fields: tuple[FieldChange, ...]
    remarks: tuple[str, ...]
    former: str
    former_address: str
    asks: bool
    instead: str
    choice: PinChoice | None
    read_from: str
    shown: str
    is_agreed: bool

    @property
    def error(self) -> ValidationError:
        """What the form says while nobody has agreed."""
        text = _("Nothing is saved yet: look at what changes with it, then save again.")
        return ValidationError(text, code="preview")


def preview_of(correction: Correction, data: Mapping[str, Any]) -> Preview | None:
    """Return what is to be looked at before a correction is made, None if there is nothing.

    `data` is what the form sent.
    """
    if not correction.is_worth_a_look:
        return None
    point, reference = correction.point, Reference()

    def text(field: str, value: PlainValue) -> str:
        return value_text(field, value, point.region_id, reference)

    def now(field: str) -> PlainValue:
        return plain_value(point, field, reference) if point.pk is not None else None

    former = correction.former
    shown = _shown(correction)
    choice, asks = _choice(data), correction.asks
    return Preview(
        fields=tuple(
            FieldChange(field_label(field), text(field, now(field)), text(field, value))
            for field, value in correction.read.items()
        ),
        remarks=correction.remarks,
        former=text("position", position_to_plain(former.position)) if former else "",
        former_address=former.address if former is not None else "",
        asks=asks,
        instead=text("position", correction.instead),
        choice=choice,
        read_from=str(correction.said.get("address", point.address)),
        shown=shown,
        is_agreed=_covers(data.get(_AGREED, ""), shown) and (choice is not None or not asks),
    )


def was_read_from(address: str, data: Mapping[str, Any]) -> bool:
    """Return whether the form showed the town that is read from an address: what comes is meant."""
    return bool(data.get(_READ) == address)


def _choice(data: Mapping[str, Any]) -> PinChoice | None:
    try:
        return PinChoice(data.get(_PIN, ""))
    except ValueError:
        return None


def _shown(correction: Correction) -> str:
    """Return what is shown of a correction, as the form sends it back."""
    # Another outlet may have taken the serial meanwhile: the next one is as good.
    read = {field: value for field, value in correction.read.items() if field != "serial"}
    asked = correction.instead if correction.asks else None
    return json.dumps([read, list(correction.remarks), correction.asks, asked], sort_keys=True)


def _covers(seen: str, shown: str) -> bool:
    """Return whether what somebody has seen has all in it that is to be shown.

    What they have said themselves since then need not be shown to them.
    """
    try:
        read, remarks, *question = json.loads(seen[:_LONGEST_SEEN])
        new_read, new_remarks, *new_question = json.loads(shown)
        return (
            new_read.items() <= read.items()
            and set(new_remarks) <= set(remarks)
            and new_question == question
        )
    except (ValueError, TypeError, AttributeError, RecursionError):
        return False
