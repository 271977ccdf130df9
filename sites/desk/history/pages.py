"""The log of changes, filtered, as a page and as a table, and the page that takes a change back."""

from typing import Final

from django import forms
from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _

from sites.access import Right, scope_of
from sites.corrections import RevertRefusedError, revert
from sites.desk.history.filter import LogFilter, csv_lines
from sites.desk.history.words import author_text, history_rows, may_revert, revertible_rows
from sites.desk.points.conflict_form import SeenField
from sites.desk.site import desk
from sites.models import DataVersion, LogHead, PointChange

_PIN_STAYS: Final = _(
    "Address or town have changed, but the pin that a person set stays: check it."
)


class RevertForm(forms.Form):
    """Why a change is taken back, and what the person saw when they decided."""

    reason = forms.CharField(
        label=_("reason"),
        required=False,
        max_length=250,
        help_text=_("optional; kept in the history"),
    )
    seen = SeenField()


@desk.view_for(Right.VIEW_CHANGES)
def log(request: HttpRequest) -> HttpResponse:
    """Return a page of the changes that the filter asks for."""
    form = _filter(request)
    found: list[PointChange] = []
    older = newer = 0
    if form.is_valid():
        found, older, newer = form.page(_changes(request))
    return desk.page(
        request,
        "log.html",
        _("History"),
        model=PointChange,
        form=form,
        rows=history_rows(found, request.user),
        point=found[0].point if found and form.cleaned_data["point"] else None,
        older=form.address(older=older) if older else "",
        newer=form.address(newer=newer) if newer else "",
        export=form.address(),
        head=LogHead.current(),
    )


@desk.view_for(Right.VIEW_CHANGES)
def log_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Return all changes that the filter asks for as a CSV file."""
    form = _filter(request)
    if not form.is_valid():
        raise BadRequest("there is no such filter")
    lines = csv_lines(form.matching(_changes(request)), form.key)
    return StreamingHttpResponse(
        lines,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="changes.csv"'},
    )


def _filter(request: HttpRequest) -> LogFilter:
    form = LogFilter(request.GET, scope_of(request.user))
    if not request.GET.keys() <= form.fields.keys():
        raise BadRequest("there is no such filter")
    return form


@desk.view_for(Right.VIEW_CHANGES)
def revert_change(request: HttpRequest, key: int) -> HttpResponse:
    """Return what taking a change back would do; a POST does it."""
    # Before the point: what is changed in between is too new for this page, never unseen.
    seen = DataVersion.current()
    changes = _changes(request).select_related("point__region", "point__town")
    change = get_object_or_404(changes, pk=key)
    if not may_revert(change, request.user):
        raise PermissionDenied
    form = RevertForm(request.POST) if request.method == "POST" else None
    if form is not None and form.is_valid():
        try:
            pin_stays = revert(
                change,
                request.POST.getlist("fields"),
                request.user,
                seen=form.cleaned_data["seen"],
                reason=form.cleaned_data["reason"],
            )
        except RevertRefusedError as error:
            form.add_error(None, str(error))
        else:
            if pin_stays:
                messages.warning(request, _PIN_STAYS)
            messages.success(request, _("The change was taken back."))
            return redirect("desk:service_sites_servicepoint_change", change.point_id)
    return desk.page(
        request,
        "revert.html",
        _("Take back change %(number)d") % {"number": change.pk},
        model=PointChange,
        change=change,
        author=author_text(change),
        fields=revertible_rows(change),
        form=form or RevertForm(initial={"seen": seen}),
        # Of a form that comes back, what is stored now was seen.
        seen=seen,
    )


def _changes(request: HttpRequest) -> QuerySet[PointChange]:
    """Return the changes of the person's regions with what they refer to."""
    changes = PointChange.objects.select_related("point", "user", "import_run")
    return scope_of(request.user).restrict(changes)
