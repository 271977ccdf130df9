"""Staff accounts and their roles: the business of superusers alone."""

from typing import TYPE_CHECKING, Any, Final

from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Permission
from django.db.models import ManyToManyField
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sites.desk.bases import ModelAdmin, ModelForm, ModelMultipleChoiceField

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.contrib.auth.models import User
    from django.db.models import Field

    UserAdminBase = DjangoUserAdmin[User]
    Mixed = ModelAdmin[Any]
else:
    UserAdminBase = DjangoUserAdmin
    Mixed = object


_OUR_APP: Final = "service_sites"
_ACTIONS: Final = {
    "add": pgettext_lazy("right", "add"),
    "change": pgettext_lazy("right", "change"),
    "view": pgettext_lazy("right", "view"),
    "change_phone": pgettext_lazy("right", "change phone and note"),
}
# Few enough to tick; Django's two-box choice is only half translated.
_CHECK_BOXES: "Final[Mapping[type[Field[Any, Any]], Mapping[str, Any]]]" = {
    ManyToManyField: {"widget": CheckboxSelectMultiple}
}


class SuperusersOnly(Mixed):
    """Whoever may hand out rights could take all of them: a permission is not enough."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Return whether the person is a superuser."""
        return self._is_superuser(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return whether the person is a superuser."""
        return self._is_superuser(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Return whether the person is a superuser."""
        return self._is_superuser(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return whether the person is a superuser."""
        return self._is_superuser(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return whether the person is a superuser."""
        return self._is_superuser(request)

    def _is_superuser(self, request: HttpRequest) -> bool:
        return request.user.is_active and getattr(request.user, "is_superuser", False)


class UserAdmin(SuperusersOnly, UserAdminBase):
    """Accounts; rights come with roles, never one by one."""

    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("person"), {"fields": ("last_name", "first_name", "email")}),
        (_("roles"), {"fields": ("is_active", "is_staff", "groups", "is_superuser")}),
        (_("dates"), {"fields": ("last_login", "date_joined")}),
    )
    filter_horizontal = ()
    formfield_overrides = _CHECK_BOXES


class PermissionField(ModelMultipleChoiceField[Permission]):
    """Permissions under names that are translated; Django keeps English ones."""

    def label_from_instance(self, obj: Permission) -> str:
        """Return the thing and what may be done with it."""
        general = _ACTIONS.get(obj.codename.partition("_")[0], obj.name)
        return f"{obj.content_type.name}: {_ACTIONS.get(obj.codename, general)}"


class GroupAdmin(SuperusersOnly, DjangoGroupAdmin):
    """The roles, with the rights that mean something in the desk."""

    filter_horizontal = ()
    formfield_overrides = _CHECK_BOXES

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> type[ModelForm[Any]]:
        """Return the form, which offers these rights alone; nothing in the desk is deleted."""
        rights = Permission.objects.filter(content_type__app_label=_OUR_APP)
        offered = rights.exclude(codename__startswith="delete_").select_related("content_type")
        field_classes = {"permissions": PermissionField}
        form = super().get_form(request, obj, change, field_classes=field_classes, **kwargs)
        field = form.base_fields["permissions"]
        if isinstance(field, ModelMultipleChoiceField):
            field.queryset = offered
        return form
