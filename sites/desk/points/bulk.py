"""Many outlets changed at once: chosen in the list, previewed, made, and undone if need be."""

from dataclasses import replace
from typing import Any, Final

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import BadRequest, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from typing_extensions import override

from sites.access import Right, scope_of
from sites.changes.fields import field_label
from sites.changes.labels import value_text
from sites.corrections import (
    AlreadyUndoneError,
    BulkChange,
    BulkPlan,
    Left,
    PlanOutdatedError,
    SeveralRegionsError,
    changes_of,
    make_bulk_edit,
    plan_bulk_edit,
    undo_bulk_edit,
)
from sites.desk.bases import ModelAdmin, ReadOnlyAdmin, person_column
from sites.desk.history.words import FieldChange, field_changes
from sites.desk.site import desk
from sites.models import BulkEdit, Operator, Service, ServicePoint
from sites.reference.stored import Reference
from sites.web.keys import row_key

_STAY, _ADD, _REMOVE = "", "add", "remove"
# More than anybody looks through, and far fewer than a statement may name.
MOST_CHOSEN: Final = 10_000


class BulkForm(forms.Form):
    """What is to be changed in the chosen outlets; nothing is, unless it is said."""

    points = forms.RegexField(r"^[0-9]{1,18}(,[0-9]{1,18})*$", widget=forms.HiddenInput)
    operator = forms.ChoiceField(label=gettext_lazy("operator"), required=False)
    is_active = forms.ChoiceField(
        label=gettext_lazy("active"),
        required=False,
        choices=[
            ("", gettext_lazy("stays as it is")),
            ("1", gettext_lazy("activate")),
            ("0", gettext_lazy("deactivate")),
        ],
    )
    replaced = forms.CharField(
        label=gettext_lazy("in addresses, replace"),
        required=False,
        max_length=100,
        help_text=gettext_lazy("town and position follow the new address"),
    )
    by = forms.CharField(label=gettext_lazy("by"), required=False, max_length=100)
    pins = forms.ChoiceField(
        label=gettext_lazy("pins of outlets that move"),
        required=False,
        choices=[
            ("", gettext_lazy("stay, and are put among the positions to be checked")),
            ("off", gettext_lazy("are taken off")),
        ],
    )
    reason = forms.CharField(
        label=gettext_lazy("reason"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("optional; kept in the history"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stays = (_STAY, _("stays as it is"))
        operators = [(one.code, one.name) for one in Operator.objects.all()]
        self.fields["operator"] = forms.ChoiceField(
            label=_("operator"), required=False, choices=[stays, *operators]
        )
        self._services = {f"service_{one.code}": one for one in Service.objects.all()}
        choices = [stays, (_ADD, _("add")), (_REMOVE, _("take away"))]
        for name, service in self._services.items():
            label = _("service: %(name)s") % {"name": service.name}
            self.fields[name] = forms.ChoiceField(label=label, required=False, choices=choices)
        others = ("operator", "is_active", "replaced", "by", "pins", "reason")
        self.order_fields(["points", *self._services, *others])

    @override
    def clean(self) -> dict[str, Any]:
        """Return the cleaned data; something has to be asked for."""
        super().clean()
        if not self.errors and replace(self.asked, take_pins_off=False) == BulkChange():
            raise ValidationError(_("Say what is to be changed."), code="nothing_asked")
        return self.cleaned_data

    def clean_points(self) -> str:
        """Return the keys, which are not more than may be chosen at once."""
        keys: str = self.cleaned_data["points"]
        if keys.count(",") >= MOST_CHOSEN:
            raise ValidationError(_too_many(), code="too_many")
        return keys

    @property
    def keys(self) -> list[int]:
        """The keys of the chosen outlets."""
        return list(filter(None, map(row_key, self.cleaned_data["points"].split(","))))

    @property
    def asked(self) -> BulkChange:
        """What the person asks for."""
        said = {
            service.code: self.cleaned_data.get(name) for name, service in self._services.items()
        }
        active = self.cleaned_data.get("is_active")
        replaced = self.cleaned_data.get("replaced") or ""
        return BulkChange(
            add_services=tuple(code for code, choice in said.items() if choice == _ADD),
            remove_services=tuple(code for code, choice in said.items() if choice == _REMOVE),
            operator=self.cleaned_data.get("operator") or "",
            is_active=active == "1" if active else None,
            replace=replaced,
            by=(self.cleaned_data.get("by") or "") if replaced else "",
            take_pins_off=self.cleaned_data.get("pins") == "off",
        )


@admin.action(
    description=gettext_lazy("Change services, operator, addresses or whether active …"),
    permissions=["change_all"],
)
def change_many(
    _admin: ModelAdmin[ServicePoint], request: HttpRequest, points: QuerySet[ServicePoint]
) -> HttpResponse | None:
    """Return the form that asks what to change in the chosen outlets; None for too many."""
    count = points.count()
    if count > MOST_CHOSEN:
        messages.error(request, _too_many())
        return None
    keys = ",".join(str(key) for key in points.values_list("pk", flat=True))
    return _page(request, BulkForm(initial={"points": keys}), count)


@desk.view_for(Right.CHANGE_POINTS)
@require_POST
def bulk_edit(request: HttpRequest) -> HttpResponse:
    """Return the preview of what is asked for; confirmed, make it and lead to the result."""
    form = BulkForm(request.POST)
    if "points" in form.errors:
        raise BadRequest("no outlets are named")
    known = scope_of(request.user).restrict(
        ServicePoint.objects.select_related("region", "town", "operator")
    )
    points = known.filter(pk__in=form.keys)
    if not form.is_valid():
        return _page(request, form, points.count())
    try:
        token = request.POST.get("confirmed", "")
        if not token:
            return _page(
                request, form, points.count(), plan_bulk_edit(_in_order(points), form.asked)
            )
        reason = form.cleaned_data["reason"]
        made = make_bulk_edit(points, form.asked, request.user, token=token, reason=reason)
    except SeveralRegionsError:
        form.add_error(None, _("Choose outlets of one district at a time."))
        return _page(request, form, points.count())
    except PlanOutdatedError as error:
        text = _("Somebody has changed outlets meanwhile. Nothing was saved: look again.")
        messages.warning(request, text)
        return _page(request, form, points.count(), error.plan)
    text = _("%(count)d outlets were changed. You can undo it here.")
    messages.success(request, text % {"count": made.count})
    return redirect("desk:service_sites_bulkedit_change", made.pk)


def _page(
    request: HttpRequest, form: BulkForm, chosen: int, plan: BulkPlan | None = None
) -> HttpResponse:
    return desk.page(
        request,
        "bulk.html",
        _("Change many outlets"),
        model=ServicePoint,
        form=form,
        chosen=chosen,
        plan=plan,
        planned=_worded(plan) if plan is not None else (),
        # As it was previewed, whatever is typed into the form above meanwhile.
        confirming=[(one.html_name, one.value() or "") for one in form],
    )


def _too_many() -> str:
    return _("Choose at most %(count)d outlets at a time.") % {"count": MOST_CHOSEN}


def _in_order(points: QuerySet[ServicePoint]) -> QuerySet[ServicePoint]:
    return points.order_by("serial", "pk")


def _worded(
    plan: BulkPlan,
) -> list[tuple[ServicePoint, list[FieldChange], str, tuple[str, ...]]]:
    """Return each outlet of a plan with its changes in words, what is in the way, and remarks."""
    reference = Reference()

    def worded(point: ServicePoint, field: str, old: Any, new: Any) -> FieldChange:
        texts = (value_text(field, value, point.region_id, reference) for value in (old, new))
        return FieldChange(field_label(field), *texts)

    return [
        (
            one.point,
            [worded(one.point, field, *pair) for field, pair in one.changes.items()],
            one.problem,
            one.remarks,
        )
        for one in plan.points
    ]


class BulkEditAdmin(ReadOnlyAdmin[BulkEdit]):
    """Every edit of many outlets, with what it changed; it can be undone."""

    class Media:
        css = {"all": ["service_sites/desk/desk.css"]}

    change_form_template = "service_sites/desk/bulk_edit_change_form.html"
    list_display = ("made_at", "region", "maker", "count", "reason", "undone_at")
    list_select_related = ("region", "made_by")
    fields = ("made_at", "maker", "region", "count", "reason", "undone_at", "undoer")
    maker = person_column("made_by", gettext_lazy("made by"))
    undoer = person_column("undone_by", gettext_lazy("undone by"))

    @override
    def has_module_permission(self, request: HttpRequest) -> bool:
        """Return whether the person may change all of a point."""
        return self.has_view_permission(request)

    @override
    def has_view_permission(self, request: HttpRequest, obj: BulkEdit | None = None) -> bool:
        """Return whether the person may change all of a point."""
        return request.user.has_perm(Right.CHANGE_POINTS)

    @override
    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Return the page of the edit, with what it changed."""
        edit = kwargs.get("obj")
        if isinstance(edit, BulkEdit):
            reference = Reference()
            context["changes"] = [
                (change.point, field_changes(change, reference)) for change in changes_of(edit)
            ]
            context["may_undo"] = edit.undone_at is None
        return super().render_change_form(request, context, *args, **kwargs)


@desk.view_for(Right.CHANGE_POINTS)
@require_POST
def undo_bulk(request: HttpRequest, key: int) -> HttpResponse:
    """Undo an edit as far as nobody has changed the outlets since, and say what stays."""
    if not scope_of(request.user).restrict(BulkEdit.objects.filter(pk=key)).exists():
        raise Http404
    try:
        undone = undo_bulk_edit(key, request.user)
    except AlreadyUndoneError:
        messages.warning(request, _("This edit is undone already."))
    else:
        text = _("Undone: %(count)d outlets are as they were before.")
        messages.success(request, text % {"count": undone.restored})
        for left in undone.left:
            messages.warning(request, _left_text(left))
    return redirect("desk:service_sites_bulkedit_change", key)


def _left_text(left: Left) -> str:
    """Return what stays of an outlet, and why."""
    if left.problem:
        return _("%(outlet)s: %(problem)s") % {"outlet": left.name, "problem": left.problem}
    fields = "、".join(field_label(field) for field in left.fields)
    text = _("%(outlet)s: %(fields)s stays, because it was changed since.")
    return text % {"outlet": left.name, "fields": fields}
