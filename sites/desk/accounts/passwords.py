"""The page on which a person chooses the own password, and the form in which another's is set."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.admin.forms import AdminPasswordChangeForm
from django.contrib.auth.forms import AdminPasswordChangeForm as DjangoPasswordForm
from django.contrib.auth.models import User
from django.contrib.auth.views import PasswordChangeView
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.utils.translation import gettext as _
from typing_extensions import override

from sites.access import passwords
from sites.desk.accounts.login import way_on
from sites.desk.site import desk

if TYPE_CHECKING:
    OwnPasswordFormBase = AdminPasswordChangeForm
    PasswordFormBase = DjangoPasswordForm[User]
else:
    OwnPasswordFormBase = AdminPasswordChangeForm
    PasswordFormBase = DjangoPasswordForm


class OwnPasswordForm(OwnPasswordFormBase):
    """The old password and a new one, which is another."""

    @override
    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        new = data.get("new_password1")
        if new and self.user.check_password(new):
            text = _("This is the password that you have already: choose another one.")
            self.add_error("new_password2", ValidationError(text, code="password_unchanged"))
        return data

    @transaction.atomic
    @override
    def save(self, commit: bool = True) -> Any:
        """Store the password, which the person has chosen."""
        user = super().save(commit)
        passwords.note_chosen(user)
        return user


class GivenPasswordForm(PasswordFormBase):
    """A password for somebody else, who has to replace it."""

    @transaction.atomic
    @override
    def save(self, commit: bool = True) -> User:
        """Store the password, which the person was given."""
        user = super().save(commit)
        passwords.note_given(user)
        return user


class OwnPasswordView(PasswordChangeView):
    """The page of one's own password; a right form leads on to where the person was going."""

    form_class = OwnPasswordForm
    template_name = "service_sites/desk/own_password.html"

    @override
    def get_success_url(self) -> str:
        return way_on(self.request)

    @override
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **kwargs,
            **desk.each_context(self.request),
            next=way_on(self.request),
            is_given=passwords.is_given(self.request.user),
        )

    @override
    def form_valid(self, form: Any) -> HttpResponse:
        """Store the password, say so, and go on; this session stays, others end."""
        response = super().form_valid(form)
        messages.success(self.request, _("Your password was changed."))
        return response


own_password = desk.admin_view(OwnPasswordView.as_view())
