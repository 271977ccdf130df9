"""Set somebody's password."""

from typing import Any

from django.contrib.auth.management.commands import changepassword
from django.contrib.auth.models import User
from django.utils.translation import gettext_noop
from typing_extensions import override

from sites.access.passwords import note_given
from sites.management import base


class Command(base.Command, changepassword.Command):
    """``manage.py changepassword NAME``: as Django's, but the person has to replace it."""

    help = gettext_noop("Set a password for somebody, who has to replace it when logging in.")

    @override
    def handle(self, *args: Any, **options: Any) -> str | None:
        """Ask for the password, store it, and say so."""
        said = super().handle(*args, **options)
        note_given(User.objects.get(username=options["username"]))
        return said
