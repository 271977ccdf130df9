"""Service points in the desk: find one, correct it, see who changed what."""

from typing import Any, Final, cast
from urllib.parse import urlencode

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import models, transaction
from django.db.models import QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.forms import CheckboxSelectMultiple, Script, modelform_factory
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from sites.access import Right
from sites.changes.author import Author
from sites.changes.fields import PUBLIC_FIELDS, field_label
from sites.changes.schedules import schedule_of, unread_because
from sites.corrections import Sharer, make_corrections
from sites.desk.bases import BaseModelFormSet, ModelForm, ScopedAdmin, ScopedFilter
from sites.desk.history.words import history_of, origin_texts
from sites.desk.points.bulk import change_many
from sites.desk.points.change_list import (
    PhoneAgeFilter,
    PointChangeList,
    PointFormSet,
    row_of,
    seen_in,
)
from sites.desk.points.forms import (
    LIFE_FIELDS,
    OTHER_FIELDS,
    PHONE_FIELDS,
    POINT_FIELDS,
    PhoneForm,
    PointForm,
    RowForm,
)
from sites.desk.points.phones import (
    number_facts,
    say_number,
    shared_text,
    verifiers_of,
    verify_number,
    warn_of_sharers,
)
from sites.desk.positions.pin_form import DATUM_LABELS
from sites.desk.positions.tables import export_choices
from sites.desk.reports.decide import accept_report, fill_in, report_shown
from sites.geo.datum import Datum
from sites.hours.describing import chinese_words
from sites.importing.columns import printed_title
from sites.models import DataVersion, ServicePoint
from sites.text.search_text import fold, fragment_of
from sites.web.cards import source_text

_VERIFY: Final = "_verify"
# More digits than a database's integers have would be its error instead of ours.
_LONGEST_KEY: Final = 18
_POSITION: Final = ("longitude", "latitude", "precision", "source", "as_given")
_ORIGIN: Final = ("origins", "as_printed", "public_id")


class PointAdmin(ScopedAdmin[ServicePoint]):
    """The list and the page of a service point; everything is written by `changes.record`."""

    class Media:
        css = {"all": ["service_sites/desk/desk.css"]}
        js = [Script("service_sites/desk/phones.js", defer=True)]

    form = PointForm
    change_form_template = "service_sites/desk/point_change_form.html"
    change_list_template = "service_sites/desk/point_change_list.html"
    list_display = (
        *("serial", "name", "phone", "still_right", "phone_state"),
        *("town", "operator", "state"),
    )
    list_display_links = ("name",)
    list_editable = ("phone",)
    list_filter = (
        *("is_active", PhoneAgeFilter, "kind", "precision", "services", "operator"),
        *(("region", ScopedFilter), ("town", ScopedFilter)),
    )
    search_fields = ("search_text",)
    search_help_text = _("name, address, town, phone digits, pinyin or its initials")
    list_per_page = 100
    actions = (change_many,)
    view_on_site = False
    formfield_overrides = {models.ManyToManyField: {"widget": CheckboxSelectMultiple}}
    fieldsets = (
        (None, {"fields": ("phone", "note", "reason", "seen")}),
        (_("outlet"), {"fields": (*OTHER_FIELDS, "hours_read")}),
        (_("is it open, what became of it"), {"fields": (*LIFE_FIELDS, "state")}),
        (_("position"), {"fields": _POSITION}),
        (_("where the values come from"), {"fields": _ORIGIN}),
    )

    @override
    def has_change_permission(self, request: HttpRequest, obj: ServicePoint | None = None) -> bool:
        """Return whether the person may change at least the phone."""
        return self.has_change_all_permission(request) or request.user.has_perm(Right.CHANGE_PHONES)

    @override
    def has_delete_permission(self, request: HttpRequest, obj: ServicePoint | None = None) -> bool:
        """Return False: an outlet that closes is deactivated, its history stays."""
        return False

    def has_change_all_permission(self, request: HttpRequest) -> bool:
        """Return whether the person may change all of a point."""
        return request.user.has_perm(Right.CHANGE_POINTS)

    @override
    def get_readonly_fields(
        self, request: HttpRequest, obj: ServicePoint | None = None
    ) -> tuple[str, ...]:
        """Return the fields that the person cannot change: requests that name them change none."""
        shown = ("hours_read", *_POSITION, *_ORIGIN)
        if obj is None:
            return shown
        if self.has_change_all_permission(request):
            return ("region", *shown)
        others = (field for field in POINT_FIELDS if field not in PHONE_FIELDS)
        return (*others, "state", *shown)

    @override
    def get_fieldsets(self, request: HttpRequest, obj: ServicePoint | None = None) -> Any:
        """Return what is shown; what only serves saving is left to those who may save."""
        left_out = set()
        sections = [*super().get_fieldsets(request, obj)]
        if obj is None:
            # A new outlet begins with its name, and nothing else is known of it.
            number, outlet, life, *_known = sections
            sections = [outlet, number, life]
            left_out = {"seen", "hours_read"}
        elif not self.has_change_permission(request, obj):
            left_out = {"seen", "reason"}
        # Who cannot change it reads it as a word.
        left_out.add("state" if self.has_change_all_permission(request) else "is_active")
        return [
            (title, {**options, "fields": [f for f in options["fields"] if f not in left_out]})
            for title, options in sections
        ]

    @override
    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> ServicePoint | None:
        """Return the point; when it is about to be changed, held against others."""
        point = super().get_object(request, object_id, from_field)
        if point is None or request.method != "POST":
            return point
        held = self.get_queryset(request).select_for_update(of=("self",))
        return held.filter(pk=point.pk).first()

    @override
    def get_queryset(self, request: HttpRequest) -> QuerySet[ServicePoint]:
        """Return the points with what the list shows and the region, whose area code is needed.

        `seen` is the data version that they belong to.
        """
        points = super().get_queryset(request).select_related("region", "town", "operator")
        version = Subquery(DataVersion.objects.filter(pk=1).values("number"))
        return points.annotate(seen=Coalesce(version, 0, output_field=models.BigIntegerField()))

    @override
    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return PointChangeList

    @override
    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        """Return the columns; with the button for those who may verify numbers."""
        columns = tuple(map(str, super().get_list_display(request)))
        if self.has_change_permission(request):
            return columns
        return tuple(column for column in columns if column != "still_right")

    @override
    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[ServicePoint], search_term: str
    ) -> tuple[QuerySet[ServicePoint], bool]:
        """Return the points whose search text has every word, however it is written."""
        words = search_term.split()
        folded = [word for word in map(fold, words) if word]
        if words and not folded:
            return queryset.none(), False
        for word in folded:
            queryset = queryset.filter(search_text__contains=fragment_of(word))
        return queryset, False

    @override
    def get_changelist_form(
        self, request: HttpRequest, **kwargs: Any
    ) -> type[ModelForm[ServicePoint]]:
        """Return the form of one row."""
        return modelform_factory(ServicePoint, form=RowForm, fields=self.list_editable)

    @override
    def get_changelist_formset(
        self, request: HttpRequest, **kwargs: Any
    ) -> type[BaseModelFormSet[ServicePoint, ModelForm[ServicePoint]]]:
        """Return the form of the list."""
        return super().get_changelist_formset(request, formset=PointFormSet, **kwargs)

    @override
    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Return the list; the phones sent with it are compared and recorded in one transaction."""
        context = {**(extra_context or {})}
        if self.has_change_all_permission(request):
            context |= export_choices(request)
        if request.method != "POST":
            return _with_focus(request, super().changelist_view(request, context))
        if any(len(pk) > _LONGEST_KEY for pk in self._get_edited_object_pks(request, "form")):
            raise BadRequest("no row has such a key")
        with transaction.atomic():
            if key := request.POST.get(_VERIFY, ""):
                return self._save_and_verify(request, key, context)
            return super().changelist_view(request, context)

    def _save_and_verify(
        self, request: HttpRequest, key: str, context: dict[str, Any]
    ) -> HttpResponse:
        """Return the way back to the row whose number is right; all that was typed is saved."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        row, seen = row_of(request, key), seen_in(request)
        sent = request.POST.copy()
        sent["_save"] = "1"
        cast("Any", request).POST = sent
        response = super().changelist_view(request, context)
        if not isinstance(response, HttpResponseRedirect):
            return response
        verify_number(request, key, seen)
        return HttpResponseRedirect(f"{response.url}#id_{row}-phone")

    @override
    def save_model(self, request: HttpRequest, obj: ServicePoint, form: Any, change: bool) -> None:
        """Record what the person changed; `obj` itself, which Django would save, is not stored."""
        if not isinstance(form, PhoneForm):
            raise PermissionDenied
        with transaction.atomic():
            if change:
                point = ServicePoint.objects.select_for_update().get(pk=obj.pk)
            else:
                point = ServicePoint(region=obj.region)
            former = point.phone
            values = form.plain_changes()
            correction = form.correction_of(point)
            make_corrections([correction], Author.staff(request.user), reason=form.why)
            if change and isinstance(form, PointForm):
                if _VERIFY in request.POST:
                    verify_number(request, str(point.pk), form.cleaned_data["seen"])
                accept_report(request, point, values)
            if "phone" in values:
                if change:
                    say_number(request, point, former)
                warn_of_sharers(request, point)
        obj.pk = point.pk

    @override
    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Do nothing: the services are recorded with the rest."""

    @override
    def log_change(self, request: HttpRequest, obj: ServicePoint, message: Any) -> LogEntry:
        """Return the entry for the person's recent actions; not stored if nothing was changed."""
        return super().log_change(request, obj, message) if message else LogEntry()

    @override
    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Return the page of the point, with its history."""
        obj = kwargs.get("obj")
        form = context["adminform"].form
        context["preview"] = getattr(form, "preview", None)
        if context["preview"] is not None and form.edit_conflict is None:
            # Nothing is wrong: there is something to look at.
            context["errors"] = None
        if isinstance(obj, ServicePoint):
            context["history"] = history_of(obj, request.user)
            # A form that came back has put what was typed into `obj`: nothing of it is stored.
            stored = obj if request.method == "GET" else self.get_queryset(request).get(pk=obj.pk)
            context["stored_phone"] = stored.phone
            context["number_facts"] = number_facts(stored, verifiers_of([stored]))
            context["show_save_and_add_another"] = False
            context["may_verify"] = (
                self.has_change_permission(request, obj) and stored.is_active and stored.phone
            )
            accepting = report_shown(request, obj)
            if accepting is not None:
                context["accepting"] = accepting
                if request.method == "GET":
                    fill_in(form, accepting.report)
        return super().render_change_form(request, context, *args, **kwargs)

    @override
    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Return the way to the log of changes, which says more than Django's own."""
        log = reverse("desk:service_sites_pointchange_changelist")
        return HttpResponseRedirect(log + "?" + urlencode({"point": object_id}))

    @admin.display(description=_("number verified"))
    def phone_state(self, point: ServicePoint) -> SafeString:
        """Return who verified the number and when, whether it is locked, who else has it."""
        sharers: list[Sharer] = getattr(point, "sharers", [])
        lines = number_facts(point, getattr(point, "verifiers", {}))
        if sharers:
            lines.append(("warn", shared_text(sharers)))
        return format_html_join("", '<div class="fact fact-{}">{}</div>', lines)

    @admin.display(description=_("check"))
    def still_right(self, point: ServicePoint) -> SafeString | str:
        """Return the button that says that the number is right as it stands."""
        if not point.phone or not point.is_active:
            return ""
        return format_html(
            '<button class="button verify" type="submit" name="{}" value="{}" aria-label="{}">'
            "{}</button>",
            _VERIFY,
            point.pk,
            _("The number of %(outlet)s is right") % {"outlet": point.name},
            _("Number is right"),
        )

    @admin.display(description=_("active"), ordering="is_active")
    def state(self, point: ServicePoint) -> str:
        """Return whether residents find the outlet; in a word, where Django shows a picture."""
        return str(_("yes") if point.is_active else _("no"))

    @admin.display(description=_("what the opening hours say"))
    def hours_read(self, point: ServicePoint) -> SafeString | str:
        """Return the opening hours day by day, or why they cannot be told from the text."""
        schedule = schedule_of(point.hours)
        if schedule is None:
            return unread_because(point.hours)
        return format_html_join("", "<div>{}</div>", ((line,) for line in chinese_words(schedule)))

    @admin.display(description=_("source of the position"))
    def source(self, point: ServicePoint) -> str:
        """Return who located the outlet."""
        return source_text(point.position_source)

    @admin.display(description=_("As the source gave it"))
    def as_given(self, point: ServicePoint) -> str:
        """Return the pair of degrees that the source gave, with its datum."""
        if point.original_longitude is None:
            return ""
        datum = DATUM_LABELS[Datum(point.original_datum)]
        return f"{point.original_longitude}, {point.original_latitude} · {datum}"

    @admin.display(description=_("as printed"))
    def as_printed(self, point: ServicePoint) -> SafeString:
        """Return the cells of the table that was imported last."""
        cells = [(printed_title(cell), text) for cell, text in point.printed.items()]
        return format_html_join("", "<div>{}: {}</div>", cells)

    @admin.display(description=_("source of each value"))
    def origins(self, point: ServicePoint) -> SafeString:
        """Return where each public value comes from and when it was set and verified."""
        return format_html_join(
            "",
            "<div>{}: {}</div>",
            [
                (field_label(field), text)
                for field, text in origin_texts(point, PUBLIC_FIELDS).items()
            ],
        )


def _with_focus(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Put the cursor into the first number found: whoever searched for one is to type next."""
    changelist = (getattr(response, "context_data", None) or {}).get("cl")
    formset = getattr(changelist, "formset", None)
    if request.GET.get("q") and formset is not None and formset.forms:
        formset.forms[0].fields["phone"].widget.attrs["autofocus"] = True
    return response
