"""The forms in which staff correct a service point."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, ClassVar, Final

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from sites.changes.edit_conflicts import ConcurrentChange, changed_since
from sites.changes.fields import DAY_FIELDS, ORDINARY, PUBLIC_FIELDS, PlainValue
from sites.changes.phone_messages import phone_message
from sites.corrections import Correction, Corrections, Problem, plan_addition
from sites.desk.bases import ModelForm
from sites.desk.points.conflict_form import EditConflict, SeenField, edit_conflict_of
from sites.desk.points.phones import blanking_question
from sites.desk.points.preview import Preview, preview_of, was_read_from
from sites.importing.cells import CellError, clean_text
from sites.models import Region, ServicePoint, Town
from sites.phones.numbers import PhoneError, parse_phone

# A form is trusted with these alone, whatever else a request contains.
PHONE_FIELDS: Final = ("phone", "note")
_TEXT_FIELDS: Final = ("name", "address", "postcode", "hours", "note", "status_reason")
OTHER_FIELDS: Final = (
    "region",
    "serial",
    "name",
    "kind",
    "operator",
    "address",
    "postcode",
    "town",
    "services",
    "hours",
)
LIFE_FIELDS: Final = (
    "is_active",
    "status",
    "status_since",
    "status_until",
    "status_reason",
    "successor",
)
POINT_FIELDS: Final = (*PHONE_FIELDS, *OTHER_FIELDS, *LIFE_FIELDS)
# What a new outlet gets like one of a table, unless the person says it.
READ_IF_EMPTY: Final = {
    "serial": _("empty: the next free one"),
    "kind": _("empty: that of the operator"),
    "operator": _("empty: read from the name"),
    "town": _("empty: read from the address"),
    "services": _("empty: those that the notice promises"),
}


class DayInput(forms.DateInput):
    """A day as every browser lets people choose it, which wants and sends ISO 8601."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class PhoneForm(ModelForm[ServicePoint]):
    """The phone alone, as in the list.

    It knows which state of the data it was shown with: what the person changed is told from that
    state, and what others have changed since is not overwritten unseen, but put before the person.
    """

    class Meta:
        model = ServicePoint
        fields = ("phone",)

    def __init__(
        self,
        *args: Any,
        concurrent: Mapping[str, ConcurrentChange] | None = None,
        reason: str = "",
        **kwargs: Any,
    ) -> None:
        """Make the form.

        `concurrent` is what others have changed and `reason` the person's reason, where the form
        does not know them by itself.
        """
        super().__init__(*args, **kwargs)
        self._reason = reason
        self.edit_conflict: EditConflict | None = None
        changed = self._changed_since_shown() if concurrent is None else concurrent
        self.concurrent = {name: entry for name, entry in changed.items() if name in self.fields}
        for name, entry in self.concurrent.items():
            self.initial[name] = _initial(name, entry.before, self.instance.region_id)
        if "phone" in self.fields:
            # Where a script asks about the number while it is typed.
            check = reverse("desk:service_sites_servicepoint_check_phone")
            if self.instance.pk is not None:
                check = f"{check}?point={self.instance.pk}"
            self.fields["phone"].widget.attrs.update(
                {"inputmode": "tel", "autocomplete": "off", "data-check": check}
            )

    @property
    def region(self) -> Region | None:
        """The region of the point; None while a new one has none."""
        chosen: Region | None = self.cleaned_data.get("region")
        return chosen if self.instance.pk is None else self.instance.region

    @property
    def why(self) -> str:
        """The person's reason for what they change; "" if they give none."""
        reason: str = self.cleaned_data.get("reason", self._reason)
        return reason

    @override
    def clean(self) -> dict[str, Any]:
        """Return the cleaned data; the phone in its normal form."""
        super().clean()
        for name in _TEXT_FIELDS:
            self._clean_text(name)
        self._clean_phone()
        self._check_edit_conflict()
        return self.cleaned_data

    def _clean_text(self, name: str) -> None:
        """Hold what the person wrote to the rules of a table's cells."""
        if name not in self.changed_data or not (text := self.cleaned_data.get(name)):
            return
        try:
            cleaned = clean_text(name, text)
        except CellError as error:
            message = f"{error.problem} {error.remedy}"
            self.add_error(name, ValidationError(message, code="cell"))
            return
        if cleaned or not self.fields[name].required:
            self.cleaned_data[name] = cleaned
        else:
            # Nothing was left but characters without width.
            required = self.fields[name].error_messages["required"]
            self.add_error(name, ValidationError(required, code="required"))

    def _clean_phone(self) -> None:
        text = self.cleaned_data.get("phone")
        # What is stored already stays, also where an earlier release knew fewer rules.
        if text is None or "phone" not in self.changed_data or self.region is None:
            return
        try:
            self.cleaned_data["phone"] = parse_phone(text, self.region.area_code).text
        except PhoneError as error:
            self.add_error("phone", ValidationError(phone_message(error), code=error.code))
        else:
            self._ask_before_blanking()

    def _ask_before_blanking(self) -> None:
        """Let the person say that there is no number: an empty field may be a slip."""
        answer = self.add_prefix("no-phone")
        if (
            self.initial.get("phone")
            and not self.cleaned_data["phone"]
            and not self.data.get(answer)
        ):
            self.add_error("phone", ValidationError(blanking_question(answer), code="blanked"))

    def _changed_since_shown(self) -> Mapping[str, ConcurrentChange]:
        """Return what others have changed since the form was shown, if it says when that was."""
        point, seen = self.instance, self.fields.get("seen")
        if not self.is_bound or point.pk is None or seen is None:
            return {}
        try:
            version = seen.clean(self["seen"].data)
        except ValidationError:
            return {}
        return changed_since([point], version).get(point.pk, {})

    def _check_edit_conflict(self) -> None:
        """Let the person choose where others have changed what the form shows."""
        mine = {name: self._mine(name) for name in self.changed_data if name in PUBLIC_FIELDS}
        self.edit_conflict = edit_conflict_of(
            self.instance, self.concurrent, mine, self.data, self.prefix
        )
        if self.edit_conflict is None:
            return
        for name in self.edit_conflict.yielded:
            self.errors.pop(name, None)
        if not self.edit_conflict.is_settled:
            self.add_error(None, self.edit_conflict.error)
            self._show_others(self.concurrent.keys() - mine.keys())

    def _mine(self, name: str) -> PlainValue:
        """Return what the person says; as they wrote it, if it cannot be read."""
        if name in self.cleaned_data:
            return _plain(name, self.cleaned_data[name])
        return str(self[name].data or "")

    def _show_others(self, names: Iterable[str]) -> None:
        """Put what others stored into fields that the person has not touched."""
        data = QueryDict(mutable=True)
        data.update(self.data)
        for name in names:
            stored = _initial(name, self.concurrent[name].now, self.instance.region_id)
            key = self.add_prefix(name)
            if stored is False:
                data.pop(key, None)
            else:
                data.setlist(key, stored if isinstance(stored, list) else [stored])
        self.data = data

    def plain_changes(self) -> dict[str, PlainValue]:
        """Return the plain value of each public field that the person changed or, anew, set."""
        names = self.changed_data if self.instance.pk is not None else self.cleaned_data
        yielded = self.edit_conflict.yielded if self.edit_conflict is not None else frozenset()
        return {
            name: _plain(name, self.cleaned_data[name])
            for name in names
            if name in PUBLIC_FIELDS and name not in yielded
        }

    def correction_of(self, point: ServicePoint) -> Correction:
        """Return what is to be recorded of a point, whose row the caller holds."""
        return Correction(point=point, said=self.plain_changes())


class RowForm(PhoneForm):
    """The phone in a row of the list, where the outlet's name stands for the label."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "phone" in self.fields:
            label = _("phone of %(outlet)s") % {"outlet": self.instance.name}
            self.fields["phone"].widget.attrs["aria-label"] = label


class PointForm(PhoneForm):
    """All fields of a point that the desk offers, with the reason for the change."""

    reason = forms.CharField(
        label=_("reason"),
        required=False,
        max_length=300,
        help_text=_("optional; kept in the history"),
    )

    seen = SeenField()
    successor = forms.IntegerField(
        label=_("successor"),
        required=False,
        min_value=1,
        help_text=_("serial in the notice of the outlet of this district that takes its place"),
    )

    class Meta:
        model = ServicePoint
        fields = POINT_FIELDS
        widgets: ClassVar = dict.fromkeys(DAY_FIELDS, DayInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.preview: Preview | None = None
        self._correction: Correction | None = None
        if self.instance.pk:
            # Read together with the point, in one statement (`PointAdmin.get_queryset`).
            self.initial["seen"] = getattr(self.instance, "seen", None)
            if "successor" not in self.concurrent:
                successor = self.instance.successor
                self.initial["successor"] = None if successor is None else successor.serial
            return
        self.fields.pop("seen", None)
        if "status" in self.fields:
            self.fields["status"].required = False
        for name, text in READ_IF_EMPTY.items():
            if name in self.fields:
                self.fields[name].required = False
                self.fields[name].help_text = text

    @override
    def clean(self) -> dict[str, Any]:
        """Return the cleaned data, in which the town is one of the region.

        What else changes with them, the person has seen.
        """
        super().clean()
        self._clean_life()
        town = self.cleaned_data.get("town")
        if isinstance(town, Town) and self.region is not None and town.region != self.region:
            self.add_error("town", ValidationError(_("This town is in another region.")))
        if not self.errors and self.region is not None:
            self._plan(self.region)
        return self.cleaned_data

    def clean_successor(self) -> ServicePoint | None:
        """Return the outlet with the serial that was typed."""
        if "successor" not in self.changed_data:
            # It may have closed since, and another one may have its serial.
            return self.instance.successor if self.instance.pk else None
        serial = self.cleaned_data["successor"]
        if serial is None or self.region is None:
            return None
        found = ServicePoint.objects.filter(region=self.region, serial=serial, is_active=True)
        successor = found.exclude(pk=self.instance.pk).first()
        if successor is None:
            message = _("No other outlet of the district has this serial: look it up in the list.")
            raise ValidationError(message, code="no_successor")
        return successor

    def _clean_life(self) -> None:
        """Refuse dates that contradict each other, and a successor of an outlet that is there."""
        said = self.cleaned_data
        since, until = said.get("status_since"), said.get("status_until")
        if since and until and until < since:
            message = _("The last day lies before the first: change one of the two.")
            self.add_error("status_until", ValidationError(message, code="days"))
        is_named = "successor" in self.changed_data and said.get("successor") is not None
        if is_named and said.get("is_active"):
            message = _("An outlet that is active has no successor: untick “active” as well.")
            self.add_error("successor", ValidationError(message, code="has_successor"))

    @override
    def plain_changes(self) -> dict[str, PlainValue]:
        """Return what the person says: of a new outlet without what is to be read."""
        said = super().plain_changes()
        if self.instance.pk and "is_active" in said:
            # What the form shows of it, the person says of the time from now on.
            names = {name for name in ORDINARY if name in self.cleaned_data}
            names -= {"successor"} if said["is_active"] else set()
            return {name: _plain(name, self.cleaned_data[name]) for name in names} | said
        if self.instance.pk:
            return said
        return {
            name: value
            for name, value in said.items()
            if (value or name not in READ_IF_EMPTY)
            and (name not in ORDINARY or (value and value != ORDINARY[name]))
        }

    @override
    def correction_of(self, point: ServicePoint) -> Correction:
        """Return what is to be recorded of a point, as it was planned and agreed to."""
        if self._correction is None:
            raise ValueError("the form is not valid")
        return replace(self._correction, point=point)

    def _plan(self, region: Region) -> None:
        """Look at what follows from what the person says; let them see it before it is saved."""
        said = self.plain_changes()
        if not self.instance.pk:
            correction = plan_addition(region, said)
        else:
            if "address" in said and was_read_from(str(said["address"]), self.data):
                said["town"] = _plain("town", self.cleaned_data["town"])
            correction = Corrections(region).plan(self.instance, said)
        for problem in correction.problems:
            self.add_error(problem.field or None, ValidationError(problem_text(problem)))
        if correction.problems:
            return
        preview = preview_of(correction, self.data)
        if preview is not None and not preview.is_agreed:
            self.preview = preview
            self.add_error(None, preview.error)
            self._show_read(region, correction)
            return
        chosen = preview.choice if preview is not None else None
        self._correction = correction if chosen is None else correction.choosing(chosen)

    def _show_read(self, region: Region, correction: Correction) -> None:
        """Put what was read into the fields, where the person can choose otherwise."""
        data = QueryDict(mutable=True)
        data.update(self.data)
        for name, value in correction.read.items():
            if name in self.fields and name not in {"serial", "is_active"}:
                shown = _initial(name, value, region.pk)
                data.setlist(self.add_prefix(name), shown if isinstance(shown, list) else [shown])
        self.data = data


def problem_text(problem: Problem) -> str:
    """Return a problem with the way to the outlet that it is about, if it is about one."""
    if problem.double is None:
        return problem.text
    name = "desk:service_sites_servicepoint_change"
    address = reverse(name, args=[problem.double.pk])
    return format_html('{} <a href="{}">{}</a>', problem.text, address, problem.double.name)


def _initial(name: str, value: PlainValue, region: str) -> Any:
    """Return a plain value as a form has it."""
    if name == "successor" and value is not None:
        stored = ServicePoint.objects.filter(public_id=str(value))
        return stored.values_list("serial", flat=True).first()
    if name != "town":
        return value
    if value is None:
        return ""
    towns = Town.objects.filter(region=region, key=str(value))
    return towns.values_list("pk", flat=True).first()


def _plain(name: str, value: Any) -> PlainValue:
    """Return the plain value of a cleaned one."""
    if name == "operator":
        return str(value.pk) if value is not None else None
    if name == "town":
        return value.key if isinstance(value, Town) else None
    if name == "services":
        return [service.code for service in sorted(value, key=lambda service: service.bit)]
    if name == "successor":
        return None if value is None else str(value.public_id)
    if name in DAY_FIELDS:
        return None if value is None else value.isoformat()
    plain: PlainValue = value
    return plain
