"""The admin's classes with their type parameter, which Django's own do not take at run time."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest

_ModelT = TypeVar("_ModelT", bound=models.Model)

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin
    from django.forms import BaseModelFormSet, ModelForm, ModelMultipleChoiceField
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

    class ModelMultipleChoiceField(_Typed, forms.ModelMultipleChoiceField):
        """The choice of rows."""


__all__ = [
    "BaseModelFormSet",
    "ModelAdmin",
    "ModelForm",
    "ModelMultipleChoiceField",
    "ReadOnlyAdmin",
]


class ReadOnlyAdmin(ModelAdmin[_ModelT]):
    """Shows what is stored to those who may view it; nobody changes it here."""

    actions: Sequence[str] | None = None
    view_on_site = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Return False."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return False."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return False."""
        return False
