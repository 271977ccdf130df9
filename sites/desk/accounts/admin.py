"""Staff accounts, their roles and regions."""

from typing import TYPE_CHECKING, Any, Final

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Permission, User
from django.core.exceptions import PermissionDenied
from django.db.models import ManyToManyField, QuerySet
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy
from typing_extensions import override

from sites.access import Right, scope_of
from sites.access.accounts import (
    accounts_managed_by,
    assign_regions,
    name_of,
    regions_given_by,
    regions_of,
    roles_given_by,
)
from sites.access.passwords import note_given
from sites.access.second_factor import forget, has_factor
from sites.desk.accounts.passwords import GivenPasswordForm
from sites.desk.bases import ModelForm, ModelMultipleChoiceField, StrictChangeList
from sites.desk.site import person_of
from sites.models import Region

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db.models import Field

    UserAdminBase = DjangoUserAdmin[User]
    UserChangeFormBase = UserChangeForm[User]
    UserCreationFormBase = AdminUserCreationForm
else:
    UserAdminBase = DjangoUserAdmin
    UserChangeFormBase = UserChangeForm
    UserCreationFormBase = AdminUserCreationForm


_OUR_APP: Final = "service_sites"
_ACTIONS: Final = {
    "add": pgettext_lazy("right", "add"),
    "change": pgettext_lazy("right", "change"),
    "view": pgettext_lazy("right", "view"),
    "change_phone": pgettext_lazy("right", "change phone and note"),
    "every_region": pgettext_lazy("right", "work for every region"),
    "manage_staff": pgettext_lazy("right", "manage staff accounts"),
    "manage_clients": pgettext_lazy("right", "manage the programs that write"),
}
# Few enough to tick; Django's two-box choice is only half translated.
_CHECK_BOXES: "Final[Mapping[type[Field[Any, Any]], Mapping[str, Any]]]" = {
    ManyToManyField: {"widget": CheckboxSelectMultiple}
}
_NOT_FOR_ONESELF: Final = ("is_active", "groups", "is_superuser")


class RegionsField(ModelMultipleChoiceField[Region]):
    """The regions of an account; the page offers those that the person may assign."""

    widget = CheckboxSelectMultiple

    def __init__(self, manager: User | None = None) -> None:
        """Make the field for somebody; for nobody, as a form's class needs it, it offers none."""
        super().__init__(
            label=_("regions"),
            queryset=Region.objects.none() if manager is None else regions_given_by(manager),
            # Who works for some regions alone does not manage accounts that have none.
            required=manager is not None and scope_of(manager).adcodes is not None,
            help_text=_(
                "Without a region there is nothing to see. Administrators see every region."
            ),
        )


class AccountForm(UserChangeFormBase):
    """An account with its regions."""

    regions = RegionsField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "regions" in self.fields and self.instance.pk is not None:
            self.initial.setdefault("regions", regions_of(self.instance))


class NewAccountForm(UserCreationFormBase):
    """A new account with its name, role and regions: all that it needs to work."""

    regions = RegionsField()


class UserAdmin(UserAdminBase):
    """Accounts of the staff; rights come with roles, never one by one.

    Nobody manages an account that may do more than they may themselves, or elsewhere, and nobody
    their own. The name under which changes are recorded stays.
    """

    form = AccountForm
    add_form = NewAccountForm
    change_password_form = GivenPasswordForm
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("person"), {"fields": ("last_name", "first_name", "email")}),
        (_("roles"), {"fields": ("is_active", "groups", "regions", "is_superuser")}),
        (_("dates"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (None, {"fields": ("username", "password1", "password2")}),
        (_("person"), {"fields": ("last_name", "first_name")}),
        (_("roles"), {"fields": ("groups", "regions")}),
    )
    readonly_fields = ("last_login", "date_joined")
    list_display = ("username", "full_name", "roles", "regions", "is_active", "has_second_factor")
    list_filter = ("is_active", "groups")
    filter_horizontal = ()
    formfield_overrides = _CHECK_BOXES
    actions = ("forget_second_factor",)

    @override
    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return StrictChangeList

    @override
    def has_module_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return whether the person manages staff; it is one right for all but deleting."""
        return request.user.has_perm(Right.MANAGE_STAFF)

    has_view_permission = has_add_permission = has_change_permission = has_module_permission

    @override
    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return False: its history stays."""
        return False

    @override
    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """Return the accounts that the person may manage."""
        managed = accounts_managed_by(person_of(request))
        return super().get_queryset(request).filter(pk__in=managed.values("pk"))

    @override
    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> type[ModelForm[Any]]:
        """Return the form, which offers the regions that the person may assign."""
        form = super().get_form(request, obj, change=change, **kwargs)
        if "regions" not in form.base_fields:
            return form
        return type(form.__name__, (form,), {"regions": RegionsField(person_of(request))})

    @override
    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        """Return the fields; that of superusers is theirs alone."""
        fieldsets = super().get_fieldsets(request, obj)
        if person_of(request).is_superuser:
            return fieldsets
        return [
            (title, {**options, "fields": [f for f in options["fields"] if f != "is_superuser"]})
            for title, options in fieldsets
        ]

    @override
    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        """Return the fields that are only shown: the name; of the person's own account, rights."""
        if obj is None:
            return self.readonly_fields
        shown = (*self.readonly_fields, "username")
        return (*shown, *_NOT_FOR_ONESELF, "regions") if obj.pk == request.user.pk else shown

    @override
    def get_field_queryset(
        self, db: str | None, db_field: Any, request: HttpRequest
    ) -> QuerySet[Any] | None:
        """Return the roles that the person may give."""
        if db_field.name == "groups":
            return roles_given_by(person_of(request))
        return super().get_field_queryset(db, db_field, request)

    @override
    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """Store the account; whoever has one works at the desk, with a password of their own."""
        obj.is_staff = True
        super().save_model(request, obj, form, change)
        if not change:
            note_given(obj)

    @override
    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Store roles and regions."""
        super().save_related(request, form, formsets, change)
        if "regions" in form.cleaned_data:
            assign_regions(form.instance, form.cleaned_data["regions"])

    @override
    def user_change_password(
        self,
        request: HttpRequest,
        id: str,
        form_url: str = "",
    ) -> HttpResponse:
        """Set somebody's password; the own one only with the old one, on its own page."""
        if str(id) == str(request.user.pk):
            raise PermissionDenied
        response: HttpResponse = super().user_change_password(request, id, form_url)
        return response

    @admin.display(description=_("name"))
    def full_name(self, account: User) -> str:
        """Return the person's name as it is written in Chinese."""
        return name_of(account)

    @admin.display(description=_("roles"))
    def roles(self, account: User) -> str:
        """Return the names of the account's roles."""
        return "、".join(account.groups.values_list("name", flat=True))

    @admin.display(description=_("regions"))
    def regions(self, account: User) -> str:
        """Return the names of the account's regions."""
        return "、".join(regions_of(account).values_list("name", flat=True))

    @admin.display(description=_("second factor"), boolean=True)
    def has_second_factor(self, account: User) -> bool:
        """Return whether the account has a second factor."""
        return has_factor(account)

    @admin.action(
        description=_("Switch the second factor off (telephone lost)"), permissions=["change"]
    )
    def forget_second_factor(self, request: HttpRequest, accounts: QuerySet[User]) -> None:
        """Take the second factor from the chosen accounts; one's own has a page of its own."""
        others = [account for account in accounts if account.pk != request.user.pk]
        for account in others:
            forget(account)
            self.log_change(request, account, str(_("second factor switched off")))
        text = ngettext("%(count)d account changed", "%(count)d accounts changed", len(others))
        messages.success(request, text % {"count": len(others)})


class PermissionField(ModelMultipleChoiceField[Permission]):
    """Permissions under names that are translated; Django keeps English ones."""

    @override
    def label_from_instance(self, obj: Permission) -> str:
        """Return the thing and what may be done with it."""
        general = _ACTIONS.get(obj.codename.partition("_")[0], obj.name)
        return f"{obj.content_type.name}: {_ACTIONS.get(obj.codename, general)}"


class GroupAdmin(DjangoGroupAdmin):
    """The roles, with the rights that mean something in the desk: the business of superusers."""

    filter_horizontal = ()
    formfield_overrides = _CHECK_BOXES

    @override
    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return StrictChangeList

    @override
    def has_module_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return whether the person is a superuser; it is one right for all but deleting."""
        return request.user.is_active and getattr(request.user, "is_superuser", False)

    has_view_permission = has_add_permission = has_change_permission = has_module_permission

    @override
    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return False: its history stays."""
        return False

    @override
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
