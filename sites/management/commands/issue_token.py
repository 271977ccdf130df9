"""Give a program a token to write with."""

from collections.abc import Sequence
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from sites.access.clients import issue_token
from sites.models import ApiClient, ClientScope, Region


class Command(BaseCommand):
    """``manage.py issue_token NAME --scope phone --region 500116``; prints the token, once."""

    help = "Give a trusted program a token; it is printed once and stored nowhere."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the arguments."""
        parser.add_argument("name", help="what the program is called in the history")
        parser.add_argument(
            "--scope", action="append", required=True, choices=ClientScope.values, help="repeatable"
        )
        parser.add_argument(
            "--region", action="append", required=True, help="GB/T 2260 code; repeatable"
        )

    def handle(
        self, *, name: str, scope: Sequence[str], region: Sequence[str], **_options: Any
    ) -> None:
        """Make the program known and print its token."""
        regions = Region.objects.filter(pk__in=region)
        if unknown := sorted(set(region) - {found.pk for found in regions}):
            raise CommandError(_("There is no region %(codes)s.") % {"codes": ", ".join(unknown)})
        if ApiClient.objects.filter(name=name).exists():
            raise CommandError(_("There is or was a program of this name already."))
        _client, token = issue_token(name, [ClientScope(text) for text in scope], regions)
        self.stdout.write(token)
