"""The forms for a table of corrected positions: uploaded, and agreed to once it was shown."""

from typing import Any, Final

from django import forms
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sites.access import scope_of
from sites.desk.positions.pin_form import DATUM_LABELS
from sites.geo.datum import Datum
from sites.geo.precision import Precision
from sites.importing.columns import POSITIONS
from sites.importing.files.uploads import receive
from sites.importing.positions.compare import PinRules
from sites.importing.problems import TableError
from sites.importing.read_table import Table, parse_table
from sites.models import Region
from sites.models.service_point import PRECISION_CHOICES

MAX_BYTES: Final = 1_000_000
"""The page that shows what would change carries the table along: some thousand outlets fit."""
_SALT: Final = "sites.desk.positions.tables"
# A preview that is older than a working day has to be made again.
_MAX_AGE_S: Final = 12 * 3_600


class RulesForm(forms.Form):
    """How a table is meant. What it refers to has to be said: no datum is taken for granted."""

    datum = forms.ChoiceField(
        label=_("datum of these numbers"),
        choices=[("", "—"), *((datum.value, label) for datum, label in DATUM_LABELS.items())],
        help_text=_("of the map that the numbers were taken from; one for the whole table"),
    )
    precision = forms.ChoiceField(
        label=_("precision of rows that state none"),
        choices=PRECISION_CHOICES,
        initial=Precision.ROOFTOP.value,
    )
    force = forms.BooleanField(label=_("also take positions outside the district"), required=False)
    replace_pins = forms.BooleanField(
        label=_("also replace pins that a person has set before"), required=False
    )

    def __init__(self, *args: Any, user: AbstractBaseUser | AnonymousUser, **options: Any) -> None:
        """Make the form of a member of staff, who has the regions that they work for."""
        super().__init__(*args, **options)
        regions = scope_of(user).restrict(Region.objects.all())
        self.fields["region"] = forms.ModelChoiceField(
            label=_("region"), queryset=regions, empty_label=None
        )
        self.order_fields(self.field_order)

    @property
    def rules(self) -> PinRules:
        """How the table is meant, once the form is valid."""
        said = self.cleaned_data
        return PinRules(
            datum=Datum(said["datum"]),
            precision=Precision(said["precision"]),
            force=said["force"],
            replace_pins=said["replace_pins"],
        )


class PositionTableForm(RulesForm):
    """A table as a file."""

    table = forms.FileField(
        label=_("table"),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
        help_text=_("CSV or XLSX: the downloaded table with its positions corrected"),
    )
    field_order = ("table", "region", *RulesForm.base_fields)

    def clean_table(self) -> Table:
        """Return the table that the file holds."""
        file = self.cleaned_data["table"]
        if file.size > MAX_BYTES:
            raise ValidationError(_("The file is too large: split the table, 1 MB at the most."))
        upload = receive(file)
        self.content = upload.content
        return _table(upload.content, upload.name)

    @property
    def carried(self) -> str:
        """The table as the page that shows it carries it along, signed."""
        stored = {"name": self.cleaned_data["table"].file_name, "content": self.content.hex()}
        return signing.dumps(stored, salt=_SALT, compress=True)


class AgreedForm(RulesForm):
    """A table that was shown, and what was shown of it."""

    carried = forms.CharField(widget=forms.HiddenInput)
    agreed = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def clean_carried(self) -> Table:
        """Return the table that the page carried along."""
        try:
            stored: dict[str, Any] = signing.loads(
                self.cleaned_data["carried"], salt=_SALT, max_age=_MAX_AGE_S
            )
        except signing.BadSignature as error:
            raise ValidationError(_("This page is too old: upload the table again.")) from error
        return _table(bytes.fromhex(stored["content"]), stored["name"])


def _table(content: bytes, name: str) -> Table:
    try:
        return parse_table(content, name, POSITIONS)
    except TableError as error:
        raise ValidationError(str(error)) from error
