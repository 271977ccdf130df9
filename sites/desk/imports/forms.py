"""The forms of an import: which table, and what its columns hold."""

from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from sites.access import scope_of
from sites.desk.bases import ModelChoiceField
from sites.desk.positions.pin_form import DATUM_LABELS
from sites.importing.columns import FURTHER, OUTLETS, PUBLIC_ID, SERVICES
from sites.importing.files.names import safe_name
from sites.importing.files.read import examine
from sites.importing.files.uploads import Upload, receive
from sites.importing.problems import TableError
from sites.models import ImportDraft, Region, Service

if TYPE_CHECKING:
    from django.utils.functional import Promise

COLUMN_LABELS: Final = {
    "name": _("name"),
    "address": _("address"),
    "phone": _("phone"),
    "serial": _("serial in the notice"),
    "services": _("services"),
    "operator": _("operator"),
    "kind": _("kind"),
    "town": _("town"),
    "district": _("district"),
    "postcode": _("postcode"),
    "hours": _("opening hours"),
    "note": _("note"),
    "area_code": _("area code, in a column of its own"),
    "extension": _("extension, in a column of its own"),
    "longitude": _("longitude"),
    "latitude": _("latitude"),
    "position": _("longitude and latitude in one cell"),
    "datum": _("datum"),
    PUBLIC_ID: _("public id"),
}


LIST: Final = "list"
SUPPLEMENT: Final = "supplement"
EXTENTS: Final = [
    (LIST, _("the whole list: outlets that it lacks are removed")),
    (SUPPLEMENT, _("a supplement: it adds and changes outlets, the others stay as they are")),
]


class ExtentField(forms.TypedChoiceField):
    """Whether a table is the whole list, as nearly all are, or a supplement."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=_("What the table is"),
            choices=EXTENTS,
            widget=forms.RadioSelect,
            required=False,
            empty_value=LIST,
            **kwargs,
        )


class UploadForm(forms.Form):
    """A file or a pasted table, and the region that it is of."""

    region = ModelChoiceField[Region](
        label=_("Region"), queryset=Region.objects.none(), empty_label=None
    )
    extent = ExtentField(initial=LIST)
    file = forms.FileField(label=_("File"), required=False)
    pasted = forms.CharField(
        label=_("or paste the table here"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
    )
    # What a browser knows about a pasted table beyond its text: which cells are merged.
    pasted_html = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: AbstractBaseUser | AnonymousUser, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["region"]
        if isinstance(field, ModelChoiceField):
            field.queryset = scope_of(user).restrict(Region.objects.all())

    @override
    def clean(self) -> dict[str, Any]:
        """Return the data, with the table's bytes as `upload`."""
        data: dict[str, Any] = super().clean() or {}
        file, pasted = data.get("file"), data.get("pasted", "")
        if (file is None) == (not pasted.strip()):
            problem = _("Choose a file or paste a table: one of the two.")
            raise ValidationError(problem, code="one_of_two")
        try:
            upload = receive(file) if file is not None else self._pasted(pasted)
            examine(upload.content)
            data["upload"] = upload
        except TableError as error:
            self.add_error(
                "file" if file is not None else "pasted",
                ValidationError(str(error), code="refused"),
            )
        return data

    def _pasted(self, text: str) -> Upload:
        html = self.cleaned_data.get("pasted_html", "")
        name = _("pasted %(time)s") % {"time": f"{timezone.localtime():%Y-%m-%d %H:%M}"}
        return Upload(safe_name(name), (html or text).encode("utf-8", "replace"))


class ReadingForm(forms.Form):
    """How a table that is checked is to be read instead: what it is, and which parts make it up."""

    extent = ExtentField()
    parts = forms.TypedMultipleChoiceField(
        label=_("Read together"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one of the tables.")},
    )
    datum = forms.ChoiceField(
        label=_("What its longitudes and latitudes refer to"),
        choices=[
            ("", _("not known: they are not taken")),
            *((datum.value, label) for datum, label in DATUM_LABELS.items()),
        ],
        required=False,
    )

    def __init__(self, *args: Any, draft: ImportDraft, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["extent"].initial = SUPPLEMENT if draft.is_supplement else LIST
        self.fields["datum"].initial = draft.datum
        if not draft.summary["needs_datum"]:
            del self.fields["datum"]
        choices = draft.summary["choices"]
        self._count = len(choices)
        parts = self.fields["parts"]
        if self._count == 1:
            del self.fields["parts"]
        elif isinstance(parts, forms.TypedMultipleChoiceField):
            parts.choices = list(choices.items())
            parts.initial = draft.summary["chosen"]

    def clean_parts(self) -> list[int]:
        """Return the places of the chosen tables; none where all are, or where there is but one."""
        chosen: list[int] = self.cleaned_data["parts"]
        return [] if len(chosen) == self._count else chosen


class MappingForm(forms.Form):
    """Which row is the header, and which column holds what."""

    header = forms.TypedChoiceField(label=_("The row with the titles"), coerce=int)

    def __init__(self, *args: Any, rows: list[list[str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        header = self.fields["header"]
        if isinstance(header, forms.TypedChoiceField):
            header.choices = [
                (index, f"{index + 1}: {_short(' | '.join(filter(None, row)))}")
                for index, row in enumerate(rows)
            ]
        header.initial = likely_header(rows)
        titles = rows[header.initial] if rows else []
        width = max(map(len, rows), default=0)
        columns = [(place, _column_name(place, rows, titles)) for place in range(width)]
        self.labels: dict[str, str | Promise] = {**COLUMN_LABELS, **_service_labels()}
        for column, label in self.labels.items():
            self.fields[column] = forms.TypedChoiceField(
                label=str(label),
                required=column in OUTLETS.required,
                choices=[("", "—"), *columns],
                coerce=int,
                empty_value=None,
                initial=_guess(column, titles),
            )

    @override
    def clean(self) -> dict[str, Any]:
        """Return the data, with `places` of the columns; no two may be the same."""
        data: dict[str, Any] = super().clean() or {}
        places = {
            column: place for column in self.labels if (place := data.get(column)) is not None
        }
        if len(set(places.values())) < len(places):
            problem = _("Two of them are the same column: choose another one for one of them.")
            raise ValidationError(problem, code="twice")
        data["places"] = places
        return data


def _service_labels() -> dict[str, str]:
    """Return of each service the column in which it is ticked, and what the form calls it."""
    text = _("ticks for “%(service)s”")
    return {
        f"{SERVICES}{FURTHER}{service.code}": text % {"service": service.name}
        for service in Service.objects.order_by("bit")
    }


def likely_header(rows: list[list[str]]) -> int:
    """Return the index of the row that looks most like titles: the fullest, the first of such."""
    filled = [len({cell for cell in row if cell.strip()}) for row in rows]
    return filled.index(max(filled)) if filled else 0


def _guess(column: str, titles: list[str]) -> int | None:
    known = [OUTLETS.column_of(title.strip()) for title in titles]
    return known.index(column) if column in known else None


def _column_name(place: int, rows: list[list[str]], titles: list[str]) -> str:
    letter = ""
    number = place
    while number >= 0:
        letter, number = chr(ord("A") + number % 26) + letter, number // 26 - 1
    title = titles[place] if place < len(titles) else ""
    below = [row[place] for row in rows[likely_header(rows) + 1 :] if place < len(row)]
    example = next(filter(str.strip, below), "")
    named = f"{letter}: {_short(title) or '—'}"
    return f"{named} ({_short(example)})" if example else named


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 30 else text[:29] + "…"
