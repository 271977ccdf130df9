"""Passwords: who has chosen them, and Django's rules in words that are translated."""

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, User
from django.contrib.auth.password_validation import MinimumLengthValidator
from django.utils.translation import gettext as _
from typing_extensions import override

from sites.models import GivenPassword


def note_given(user: User) -> None:
    """Note that somebody else has set this person's password, who has to replace it."""
    GivenPassword.objects.get_or_create(user=user)


def note_chosen(user: User) -> None:
    """Note that the person has chosen the password."""
    GivenPassword.objects.filter(user=user).delete()


def is_given(user: AbstractBaseUser | AnonymousUser) -> bool:
    """Return whether somebody else has set the password that is in use."""
    return GivenPassword.objects.filter(user=user.pk).exists()


class LongEnough(MinimumLengthValidator):
    """Refuses short passwords."""

    @override
    def get_error_message(self) -> str:
        """Return what is wrong with a password."""
        text = _("This password is too short: it needs at least %(length)d characters.")
        return text % {"length": self.min_length}

    @override
    def get_help_text(self) -> str:
        return _("A password has at least %(length)d characters.") % {"length": self.min_length}
