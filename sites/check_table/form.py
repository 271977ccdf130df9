"""The form: a table, its region, and how the report is wanted."""

from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from sites.importing.files.bounds import PUBLIC
from sites.importing.files.uploads import Upload, receive

# What is checked while the visitor waits; staff import larger tables in the desk.
MAX_BYTES: Final = PUBLIC.content
TOO_LARGE: Final = _(
    "The table is too large for this page. Check it in parts of at most 2,000 rows."
)
REPORTS: Final = (
    ("page", _("on this page")),
    ("xlsx", _("the same table with a column of remarks (XLSX)")),
    ("csv", _("the same table with a column of remarks (CSV)")),
)


class TableForm(forms.Form):
    """A file or a pasted table."""

    region = forms.ChoiceField(label=_("District"))
    file = forms.FileField(label=_("File"), required=False)
    pasted = forms.CharField(
        label=_("or paste the table here"),
        required=False,
        strip=False,
        max_length=MAX_BYTES,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
    )
    report = forms.ChoiceField(
        label=_("The report"), choices=REPORTS, initial="page", widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, regions: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        region = self.fields["region"]
        if isinstance(region, forms.ChoiceField):
            region.choices = regions

    @override
    def clean(self) -> dict[str, Any]:
        """Return the data, with the table's bytes as `upload`."""
        data: dict[str, Any] = super().clean() or {}
        file, pasted = data.get("file"), data.get("pasted", "")
        if (file is None) == (not pasted.strip()):
            problem = _("Choose a file or paste a table: one of the two.")
            raise ValidationError(problem, code="one_of_two")
        name = "file" if file is not None else "pasted"
        if file is not None and file.size is not None and file.size > MAX_BYTES:
            self.add_error(name, _too_large())
            return data
        data["upload"] = receive(file) if file else Upload("table.csv", pasted.encode())
        return data


def _too_large() -> ValidationError:
    return ValidationError(TOO_LARGE, code="too_large")
