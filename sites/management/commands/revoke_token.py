"""Take a program's token away."""

from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from typing_extensions import override

from sites.access.clients import revoke_token
from sites.management import base
from sites.models import ApiClient


class Command(base.Command):
    """``manage.py revoke_token NAME``; from then on the token is worth nothing."""

    help = gettext_noop("Revoke the token of a program for good.")

    @override
    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help=_("what the program is called in the history"))

    @override
    def handle(self, *, name: str, **_options: Any) -> None:
        client = ApiClient.objects.filter(name=name).first()
        if client is None or not revoke_token(client):
            raise CommandError(_("No program of this name has a token."))
        self.stdout.write(_("The token of %(name)s is revoked.") % {"name": name})
