"""The form in which a person puts a pin right."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from sites.changes.edit_conflicts import changed_since
from sites.changes.fields import position_to_plain, stored_position
from sites.desk.points.conflict_form import EditConflict, SeenField, edit_conflict_of
from sites.geo.datum import Datum
from sites.geo.distance import great_circle_m
from sites.geo.position import Position
from sites.geo.precision import Precision
from sites.models import ServicePoint, SourceKind
from sites.models.service_point import PRECISION_CHOICES, precision_name

# What the form shows of a position, 1 cm; what comes back as it was shown is the same place.
DECIMALS: Final = 7
_SAME_PLACE_M: Final = 0.05
DATUM_LABELS: Final = {
    Datum.WGS84: _("WGS-84 (Tianditu, GPS)"),
    Datum.GCJ02: _("GCJ-02 (Amap, Tencent Maps)"),
    Datum.BD09: _("BD-09 (Baidu Maps)"),
}


class PinForm(forms.Form):
    """A pair with its datum and its precision.

    It knows which state of the data it was shown with, so that a position which somebody else has
    set meanwhile is not overwritten unseen, and the warnings that were shown, so that pressing the
    button a second time means them and no others.
    """

    longitude = forms.FloatField(label=_("longitude"), min_value=-180, max_value=180)
    latitude = forms.FloatField(label=_("latitude"), min_value=-90, max_value=90)
    datum = forms.ChoiceField(
        label=_("datum of these numbers"),
        choices=[(datum.value, label) for datum, label in DATUM_LABELS.items()],
    )
    precision = forms.ChoiceField(
        label=_("how precise"),
        choices=[("", "—"), *PRECISION_CHOICES],
        required=False,
        help_text=_("what the pin stands on: never finer than you know"),
    )
    reason = forms.CharField(
        label=_("reason"),
        required=False,
        max_length=300,
        help_text=_("optional; kept in the history"),
    )
    seen = SeenField()
    confirmed = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        point: ServicePoint,
        is_placing: bool = True,
        seen: int | None = None,
    ) -> None:
        """Make the form of a point that was read at the data version `seen`.

        Without `is_placing` the pair is of no interest.
        """
        self.point = point
        self.stored = stored_position(point)
        self.edit_conflict: EditConflict | None = None
        super().__init__(data, initial={**_initial(self.stored), "seen": seen})
        self.is_placing = is_placing
        for name in ("longitude", "latitude"):
            self.fields[name].required = is_placing
            self.fields[name].widget.attrs.update(step="any", autocomplete="off")

    @override
    def clean(self) -> dict[str, Any]:
        """Return the cleaned data, with the `position` that is to be stored."""
        super().clean()
        position = self._position() if self.is_placing and not self.errors else None
        self.cleaned_data["position"] = position
        if "seen" in self.cleaned_data and not (self.is_placing and position is None):
            self._check_edit_conflict(position)
        return self.cleaned_data

    def _check_edit_conflict(self, position: Position | None) -> None:
        """Let the person choose where somebody else has set the position meanwhile."""
        seen = self.cleaned_data["seen"]
        changed = changed_since([self.point], seen).get(self.point.pk, {})
        concurrent = {name: entry for name, entry in changed.items() if name == "position"}
        mine = {"position": position_to_plain(position)}
        self.edit_conflict = edit_conflict_of(self.point, concurrent, mine, self.data, self.prefix)
        if self.edit_conflict is not None and not self.edit_conflict.is_settled:
            self.add_error(None, self.edit_conflict.error)

    @property
    def is_yielding(self) -> bool:
        """Whether the person lets the position stand that somebody else has set."""
        return self.edit_conflict is not None and "position" in self.edit_conflict.yielded

    def _position(self) -> Position | None:
        """Return what the person says; the stored position if that is what they say."""
        data = self.cleaned_data
        stored = self.stored
        precision = data["precision"] or (stored.precision.value if stored is not None else "")
        # Without a precision the place alone tells whether anything is new.
        typed = Position.located(
            data["longitude"],
            data["latitude"],
            precision=Precision(precision or Precision.ROOFTOP),
            source=SourceKind.STAFF.value,
            datum=Datum(data["datum"]),
        )
        same_place = (
            stored is not None
            and great_circle_m(stored.coordinate, typed.coordinate) <= _SAME_PLACE_M
        )
        if stored is not None and same_place and stored.precision == typed.precision:
            return stored
        if not data["precision"]:
            self.add_error("precision", ValidationError(_("Say how precise the new position is.")))
            return None
        return typed

    def is_confirmed(self, action: str, warnings: Sequence[str]) -> bool:
        """Return whether these warnings about this action were shown, and the person goes on."""
        return not warnings or self.data.get("confirmed") == self.token(action, warnings)

    def token(self, action: str, warnings: Sequence[str]) -> str:
        """Return a short text that stands for an action and the warnings about it."""
        said = json.dumps([action, as_text(self.cleaned_data["position"]), *warnings])
        return hashlib.sha256(said.encode()).hexdigest()[:16]


def as_text(position: Position | None) -> str:
    """Return a position as a text that differs if anything of it does."""
    plain = position_to_plain(position)
    return "" if plain is None else json.dumps(plain, sort_keys=True)


def pair_text(position: Position | None) -> str:
    """Return a position for people: WGS-84 degrees and the precision."""
    if position is None:
        return "—"
    place = position.coordinate
    precision = precision_name(position.precision.value)
    return f"{place.longitude:.6f}, {place.latitude:.6f} ({precision})"


def _initial(position: Position | None) -> dict[str, Any]:
    """Return what the form shows. A coarse precision is not offered for the next, finer pin."""
    shown: dict[str, Any] = {"datum": Datum.WGS84.value}
    if position is not None:
        is_fine = position.precision.finer_than(Precision.TOWN)
        shown |= {
            "longitude": round(position.coordinate.longitude, DECIMALS),
            "latitude": round(position.coordinate.latitude, DECIMALS),
            "precision": position.precision.value if is_fine else "",
        }
    return shown
