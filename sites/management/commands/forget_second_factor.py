"""Switch somebody's second factor off."""

from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from typing_extensions import override

from sites.access.second_factor import forget, has_factor
from sites.management import base


class Command(base.Command):
    """``manage.py forget_second_factor NAME``: for the last administrator, whom nobody can help."""

    help = gettext_noop("Switch the second factor of an account off: telephone and codes are lost.")

    @override
    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", help=_("name of the account"))

    @override
    def handle(self, *, username: str, **_options: Any) -> None:
        user = User.objects.filter(username=username).first()
        if user is None or not has_factor(user):
            raise CommandError(_("No account of this name has a second factor."))
        forget(user)
        self.stdout.write(_("The second factor was switched off."))
