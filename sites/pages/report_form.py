"""The form in which a resident says what is wrong about an outlet."""

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from sites.changes.phone_messages import phone_message
from sites.models import ReportField
from sites.models.report import REMARK_LENGTH, SUGGESTION_LENGTH
from sites.phones.numbers import PhoneError
from sites.reports import Complaint, normal_suggestion, one_line

# The fields that have a value on the page.
SHOWN_FIELDS: Final = (ReportField.PHONE, ReportField.ADDRESS)


class ReportForm(forms.Form):
    """What is wrong, what is right if it is known, and a few words; no contact data are asked."""

    field = forms.ChoiceField(
        label=_("What is wrong?"),
        choices=ReportField.choices,
        widget=forms.RadioSelect,
        initial=ReportField.PHONE.value,
    )
    suggested = forms.CharField(
        label=_("What is right? (if you know it)"),
        required=False,
        max_length=SUGGESTION_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("the right phone number or address"),
    )
    remark = forms.CharField(
        label=_("Anything else we should know?"),
        required=False,
        max_length=REMARK_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
        help_text=_("Please no names, ID or card numbers. At most 300 characters."),
    )
    # No person sees it; programs fill in whatever there is.
    website = forms.CharField(required=False, max_length=200)

    def __init__(
        self, *args: Any, shown: Mapping[str, str], area_code: str = "", **kwargs: Any
    ) -> None:
        """Make the form; `shown` is the value on the page of each field that has one."""
        super().__init__(*args, **kwargs)
        self._shown = shown
        self._area_code = area_code

    def clean_website(self) -> str:
        """Return the empty text; refuse any other."""
        if self.cleaned_data["website"]:
            raise ValidationError(
                _("A hidden field was filled in, perhaps by your browser. Please send again."),
                code="honeypot",
            )
        return ""

    def clean_remark(self) -> str:
        """Return the remark as it is stored: what is left of it may be nothing."""
        return one_line(self.cleaned_data["remark"])

    @override
    def clean(self) -> dict[str, Any]:
        """Return the cleaned data; the suggestion in its normal form."""
        super().clean()
        chosen, text = self.cleaned_data.get("field"), self.cleaned_data.get("suggested", "")
        if chosen is None:
            return self.cleaned_data
        field = ReportField(chosen)
        try:
            suggested = normal_suggestion(field, text, self._area_code)
        except PhoneError as error:
            self.add_error("suggested", ValidationError(phone_message(error), code=error.code))
            return self.cleaned_data
        self.cleaned_data["suggested"] = suggested
        if suggested and suggested == self._shown.get(field):
            self.add_error(
                "suggested",
                ValidationError(_("This is what the page shows already."), code="same"),
            )
        if field is ReportField.OTHER and not self.cleaned_data.get("remark", "x"):
            self.add_error(
                "remark", ValidationError(_("Please say what is wrong."), code="required")
            )
        return self.cleaned_data

    def complaint(self) -> Complaint:
        """Return what the resident says; the form is valid."""
        field = ReportField(self.cleaned_data["field"])
        return Complaint(
            field=field,
            shown=self._shown.get(field, ""),
            suggested=self.cleaned_data["suggested"],
            remark=self.cleaned_data["remark"],
        )
