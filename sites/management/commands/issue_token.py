"""Give a program a token to write with."""

from collections.abc import Sequence
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from typing_extensions import override

from sites.access.clients import issue_token
from sites.management import base
from sites.management.regions import region_named
from sites.models import ApiClient, ClientScope


class Command(base.Command):
    """``manage.py issue_token NAME --scope phone --region 500116``; prints the token, once."""

    help = gettext_noop("Give a trusted program a token; it is printed once and stored nowhere.")

    @override
    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help=_("what the program is called in the history"))
        parser.add_argument(
            "--scope",
            action="append",
            required=True,
            choices=ClientScope.values,
            help=_("what it may do; repeatable"),
        )
        parser.add_argument(
            "--region", action="append", required=True, help=_("code of the region; repeatable")
        )

    @override
    def handle(
        self, *, name: str, scope: Sequence[str], region: Sequence[str], **_options: Any
    ) -> None:
        """Make the program known and print its token."""
        regions = [region_named(code) for code in dict.fromkeys(region)]
        if ApiClient.objects.filter(name=name).exists():
            raise CommandError(_("There is or was a program of this name already."))
        _client, token = issue_token(name, [ClientScope(text) for text in scope], regions)
        self.stdout.write(token)
