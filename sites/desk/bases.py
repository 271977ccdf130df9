"""The admin's classes with their type parameter, which Django's own do not take at run time."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from django import forms
from django.contrib import admin
from django.contrib.admin.exceptions import DisallowedModelAdminLookup
from django.contrib.admin.views.main import ChangeList
from django.db import models
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from typing_extensions import override

from sites.access import REGION_PATHS, scope_of
from sites.access.accounts import person_text

_ModelT = TypeVar("_ModelT", bound=models.Model)

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin
    from django.forms import (
        BaseModelFormSet,
        ModelChoiceField,
        ModelForm,
        ModelMultipleChoiceField,
    )
else:

    class _Typed:
        def __class_getitem__(cls, _parameters: object) -> type:
            return cls

    class ModelAdmin(_Typed, admin.ModelAdmin):
        """The admin of one model."""

    class ModelForm(_Typed, forms.ModelForm):
        """The form of one model."""

    class BaseModelFormSet(_Typed, forms.BaseModelFormSet):
        """Many forms of one model."""

    class ModelChoiceField(_Typed, forms.ModelChoiceField):
        """The choice of a row."""

    class ModelMultipleChoiceField(_Typed, forms.ModelMultipleChoiceField):
        """The choice of rows."""


__all__ = [
    "BaseModelFormSet",
    "ModelAdmin",
    "ModelChoiceField",
    "ModelForm",
    "ModelMultipleChoiceField",
    "ReadOnlyAdmin",
    "ScopedAdmin",
    "ScopedFilter",
    "StrictChangeList",
    "person_column",
]


class StrictChangeList(ChangeList):
    """A list that its own filters narrow down, and nothing else that an address may say.

    Django takes any lookup of any column from the query: patterns that the database runs for hours,
    comparisons that it fails at, questions about columns that nobody is shown.
    """

    @override
    def get_filters(self, request: HttpRequest) -> Any:
        """Return the filters; `DisallowedModelAdminLookup` for what none of them has taken."""
        filters = super().get_filters(request)
        not_taken = filters[2]
        if not_taken:
            names = ", ".join(map(repr, not_taken))
            raise DisallowedModelAdminLookup(f"no filter of this list takes {names}")
        return filters


class ScopedAdmin(ModelAdmin[_ModelT]):
    """Knows no other rows than those of the regions that the person works for.

    List, page, actions, history and automatic completion all start from `get_queryset`. A view of
    its own that looks rows up by another way has to restrict them itself:
    ``scope_of(request.user).restrict(rows)``.
    """

    @override
    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return StrictChangeList

    @override
    def get_queryset(self, request: HttpRequest) -> QuerySet[_ModelT]:
        """Return the rows of the person's regions."""
        return scope_of(request.user).restrict(super().get_queryset(request))

    @override
    def get_field_queryset(
        self, db: str | None, db_field: Any, request: HttpRequest
    ) -> QuerySet[Any] | None:
        """Return what a field may refer to: no rows of other regions."""
        rows = super().get_field_queryset(db, db_field, request)
        referred = db_field.remote_field.model
        if REGION_PATHS.get(referred) is None:
            return rows
        if rows is None:
            rows = referred.objects.using(db).all()
        return scope_of(request.user).restrict(rows)


class ScopedFilter(admin.RelatedFieldListFilter):
    """The filter by a related row; it offers none of other regions."""

    @override
    def field_choices(
        self, field: Any, request: HttpRequest, model_admin: Any
    ) -> list[tuple[str, Any]]:
        allowed = scope_of(request.user).restrict(field.remote_field.model.objects.all())
        choices: list[tuple[str, Any]] = field.get_choices(
            include_blank=False,
            ordering=self.field_admin_ordering(field, request, model_admin),
            limit_choices_to=Q(pk__in=allowed.values("pk")),
        )
        return choices


def person_column(field: str, description: Any) -> Callable[[Any, Any], str]:
    """Return the column of an admin that says who is in a field of its model.

    Django would show the login alone, as a link to an account that few may open.
    """

    @admin.display(description=description, ordering=field)
    def column(_admin: Any, row: Any) -> str:
        account = getattr(row, field)
        return person_text(account) if account is not None else ""

    return column


class ReadOnlyAdmin(ScopedAdmin[_ModelT]):
    """Shows what is stored to those who may view it; nobody changes it here."""

    change_form_template = "service_sites/desk/shown.html"
    actions: Sequence[str] | None = None
    view_on_site = False

    @override
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    @override
    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @override
    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
