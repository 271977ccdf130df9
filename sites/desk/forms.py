"""The forms in which staff correct a service point."""

from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sites.desk.bases import ModelForm
from sites.importing.cells import CellError, clean_text
from sites.models import Region, ServicePoint, Town
from sites.phones.numbers import PhoneError, parse_phone
from sites.recording.fields import PUBLIC_FIELDS, PlainValue
from sites.recording.phone_messages import phone_message

# A form is trusted with these alone, whatever else a request contains.
PHONE_FIELDS: Final = ("phone", "note")
_TEXT_FIELDS: Final = ("name", "address", "note")
POINT_FIELDS: Final = (
    *PHONE_FIELDS,
    "region",
    "serial",
    "name",
    "kind",
    "operator",
    "address",
    "town",
    "services",
    "is_active",
)


class PhoneForm(ModelForm[ServicePoint]):
    """The phone alone, as in the list.

    Each field carries the value that was shown, so that only what the person changed counts as
    changed, and a value that somebody else has changed meanwhile is not overwritten unseen.
    """

    class Meta:
        model = ServicePoint
        fields = ("phone",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self._meta.fields or ():
            if name in self.fields:
                self.fields[name].show_hidden_initial = True
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

    def clean(self) -> dict[str, Any]:
        """Return the cleaned data; the phone in its normal form."""
        super().clean()
        for name in _TEXT_FIELDS:
            self._clean_text(name)
        self._clean_phone()
        for name in self.changed_data:
            if name in self.cleaned_data and self._changed_by_others(name):
                self.add_error(name, self._conflict(name))
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
        if not text or self.region is None:
            return
        try:
            self.cleaned_data["phone"] = parse_phone(text, self.region.area_code).text
        except PhoneError as error:
            self.add_error("phone", ValidationError(phone_message(error), code=error.code))

    def _changed_by_others(self, name: str) -> bool:
        """Return whether the stored value is neither what was shown nor what is to be saved."""
        bound, field = self[name], self.fields[name]
        shown_by_us = self["phone"].html_initial_name in self.data
        if self.instance.pk is None or not shown_by_us:
            return False
        stored = self.get_initial_for_field(field, name)
        shown = field.hidden_widget().value_from_datadict(
            self.data, self.files, bound.html_initial_name
        )
        saved = self.cleaned_data[name]
        if isinstance(field, forms.ModelChoiceField):
            saved = field.prepare_value(saved)
        return field.has_changed(stored, shown) and field.has_changed(stored, saved)

    def _conflict(self, name: str) -> ValidationError:
        field = self.fields[name]
        stored = self.get_initial_for_field(field, name)
        if isinstance(stored, list):
            stored = "、".join(map(str, stored))
        elif isinstance(field, forms.ModelChoiceField):
            stored = field.to_python(stored)
        return ValidationError(
            _(
                "Somebody else has meanwhile changed this to “%(value)s”. Open the outlet again "
                "and decide which is right."
            ),
            code="changed_meanwhile",
            params={"value": stored if stored not in {None, ""} else "—"},
        )

    def plain_changes(self) -> dict[str, PlainValue]:
        """Return the plain value of each public field that the person changed or, anew, set."""
        names = self.changed_data if self.instance.pk is not None else self.cleaned_data
        return {
            name: _plain(name, self.cleaned_data[name]) for name in names if name in PUBLIC_FIELDS
        }


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

    class Meta:
        model = ServicePoint
        fields = POINT_FIELDS

    def clean(self) -> dict[str, Any]:
        """Return the cleaned data, in which town and serial fit the region."""
        super().clean()
        town = self.cleaned_data.get("town")
        if isinstance(town, Town) and self.region is not None and town.region != self.region:
            self.add_error("town", ValidationError(_("This town is in another region.")))
        self._check_serial()
        return self.cleaned_data

    def _check_serial(self) -> None:
        """Refuse a serial that another active outlet of the region has."""
        serial = self.cleaned_data.get("serial", self.instance.serial)
        active = self.cleaned_data.get("is_active", self.instance.is_active)
        if not active or serial is None or self.region is None or "serial" not in self.fields:
            return
        others = ServicePoint.objects.filter(region=self.region, serial=serial, is_active=True)
        if other := others.exclude(pk=self.instance.pk).first():
            self.add_error(
                "serial",
                ValidationError(
                    _("“%(name)s” has this serial. Give this outlet another, or deactivate one."),
                    params={"name": other.name},
                ),
            )


def _plain(name: str, value: Any) -> PlainValue:
    """Return the plain value of a cleaned one."""
    if name == "operator":
        return str(value.pk)
    if name == "town":
        return value.key if isinstance(value, Town) else None
    if name == "services":
        return [service.code for service in sorted(value, key=lambda service: service.bit)]
    plain: PlainValue = value
    return plain
