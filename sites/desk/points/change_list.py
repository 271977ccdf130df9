"""The list of outlets: its filter by age, what its rows know, and the phones typed in it."""

from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.conf import settings
from django.contrib import admin
from django.core.exceptions import BadRequest, ValidationError
from django.db.models import QuerySet
from django.forms.formsets import ManagementForm
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from sites.access import scope_of
from sites.changes.edit_conflicts import ConcurrentChange, changed_since
from sites.corrections import due, of_age, phone_ages, sharers_of
from sites.desk.bases import BaseModelFormSet, ModelForm, StrictChangeList
from sites.desk.points.conflict_form import EditConflict, SeenField
from sites.desk.points.phones import DUE, age_labels, due_text, stored_phone, verifiers_of
from sites.models import DataVersion, ServicePoint


class PhoneAgeFilter(admin.SimpleListFilter):
    """How long ago the numbers of active outlets were verified."""

    title = _("phone verified")
    parameter_name = "phone_age"

    @override
    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Return the spans, and what is due, which is two or three of them."""
        return [(DUE, due_text()), *age_labels().items()]

    @override
    def queryset(
        self, request: HttpRequest, queryset: QuerySet[ServicePoint]
    ) -> QuerySet[ServicePoint]:
        """Return the active outlets with a number whose verification lies in the span."""
        if self.value() == DUE:
            return due(queryset, settings.PHONE_VERIFIED_MONTHS)
        for age in phone_ages(settings.PHONE_VERIFIED_MONTHS):
            if age.key == self.value():
                return of_age(queryset, age)
        return queryset


class PointChangeList(StrictChangeList):
    """The list, which knows who verified its numbers and the other outlets that have them."""

    @override
    def get_results(self, request: HttpRequest) -> None:
        """Fetch the page's outlets, and in two more queries what their own rows do not say."""
        super().get_results(request)
        shown = list(self.result_list)
        phones = {point.pk: stored_phone(point) for point in shown}
        sharers = sharers_of(
            set(phones.values()), scope_of(request.user).restrict(ServicePoint.objects.all())
        )
        verifiers = verifiers_of(shown)
        for point in shown:
            others = [one for one in sharers.get(phones[point.pk], ()) if one.pk != point.pk]
            cast("Any", point).sharers = others
            cast("Any", point).verifiers = verifiers


class ListForm(ManagementForm):
    """What the forms of a list have in common: when they were shown, and why they come back."""

    reason = forms.CharField(
        label=_("reason"),
        required=False,
        max_length=300,
        help_text=_("optional; kept in the history"),
    )
    seen = SeenField()


class PointFormSet(BaseModelFormSet[ServicePoint, ModelForm[ServicePoint]]):
    """The phones of a list; when they come back, their rows are held until all are recorded."""

    # Before the rows are read: what is changed in between is too new for this list, never unseen.
    seen: int

    def __init__(
        self, data: Any = None, files: Any = None, *, queryset: Any = None, **kwargs: Any
    ) -> None:
        if data is not None and queryset is not None:
            queryset = queryset.order_by("pk").select_for_update(of=("self",))
        self.seen = DataVersion.current()
        super().__init__(data, files, queryset=queryset, **kwargs)

    @cached_property
    @override
    def management_form(self) -> ListForm:
        """Return the form of what all rows have in common."""
        if self.is_bound:
            return ListForm(self.data, auto_id=self.auto_id, prefix=self.prefix)
        counts = super().management_form.initial
        return ListForm(
            auto_id=self.auto_id, prefix=self.prefix, initial={**counts, "seen": self.seen}
        )

    @property
    def edit_conflicts(self) -> list[EditConflict]:
        """Return what has to be chosen before the list is saved."""
        found = (getattr(form, "edit_conflict", None) for form in self.forms)
        return [conflict for conflict in found if conflict is not None and not conflict.is_settled]

    def _construct_form(self, i: int, **kwargs: Any) -> ModelForm[ServicePoint]:
        """Return the form of a row, with what others have changed in it meanwhile."""
        if self.is_bound and self.management_form.is_valid():
            key = self.data.get(f"{self.add_prefix(i)}-id", "")
            kwargs["concurrent"] = self._concurrent.get(key, {})
            kwargs["reason"] = self.management_form.cleaned_data["reason"]
        # A hook of Django that its types leave out.
        form: ModelForm[ServicePoint] = super()._construct_form(i, **kwargs)  # type: ignore[misc]
        return form

    @cached_property
    def _concurrent(self) -> Mapping[str, Mapping[str, ConcurrentChange]]:
        """Return what others have changed since the list was shown, by key as text."""
        seen = int(self.management_form.cleaned_data["seen"] or 0)
        changed = changed_since(self.get_queryset(), seen)
        return {str(key): fields for key, fields in changed.items()}


def row_of(request: HttpRequest, key: str) -> str:
    """Return the prefix of the list's row about an outlet; `BadRequest` if there is none."""
    for name, value in request.POST.items():
        if value == key and name.startswith("form-") and name.endswith("-id"):
            return name.removesuffix("-id")
    raise BadRequest("the list has no such row")


def seen_in(request: HttpRequest) -> int:
    """Return the data version that the list was shown with; `BadRequest` if it does not say."""
    try:
        seen: int = SeenField().clean(request.POST.get("form-seen"))
    except ValidationError as error:
        raise BadRequest("the list does not say what was seen") from error
    return seen
