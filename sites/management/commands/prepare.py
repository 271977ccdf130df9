"""Make a database ready to be served: migrate, load reference data, import a first table."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from django.conf import settings
from django.core.checks import CRITICAL
from django.core.management import call_command
from django.core.management.base import CommandError, CommandParser
from django.db import DataError, IntegrityError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from typing_extensions import override

from sites.management import base
from sites.management.locking import alone_with_database
from sites.management.regions import region_named
from sites.models import ImportRun, Region, ServicePoint

# What files and stored rows may be wrong with. What is wrong with the database itself is no reason
# to go on.
_OF_DATA: Final = (CommandError, IntegrityError, DataError, OSError, ValueError, LookupError)


class Command(base.Command):
    """``manage.py prepare TABLE``: what comes before serving; a second run changes nothing.

    The tables of the database are brought up to date, and what keeps them from it ends the
    command. Nothing about data does: what could not be loaded is said, and the server may start.
    """

    help = gettext_noop(
        "Make the database ready to be served: migrate, load the reference data, and import a "
        "table of outlets into a region that never had one."
    )
    # They are said below.
    requires_system_checks: tuple[str, ...] = ()

    @override
    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("table", help=_("the table of outlets for a region without any"))
        parser.add_argument(
            "--region", default=settings.DEFAULT_REGION, help=_("code of the region")
        )

    @override
    def handle(self, *, table: str, region: str, **_options: Any) -> None:
        """Do one after the other, while no other process does."""
        self.check(fail_level=CRITICAL)
        with alone_with_database():
            call_command("migrate", verbosity=0)
            with self._going_on(_("The reference data were not loaded and stay as they are:")):
                call_command("load_reference_data")
            with self._going_on(_("No table was imported, the outlets stay as they are:")):
                self._import_first(table, region_named(region))
            with self._going_on(_("Correct DEFAULT_REGION:")):
                region_named(settings.DEFAULT_REGION)

    def _import_first(self, table: str, region: Region) -> None:
        """Import the table, unless the region has or had outlets: they are not the table's."""
        had_points = (
            ImportRun.objects.filter(region=region).exists()
            or ServicePoint.objects.filter(region=region).exists()
        )
        if not had_points:
            call_command("import_service_points", table, region=region.pk)
            return
        text = _(
            "%(region)s has outlets or had some: they stay as they are, and %(table)s is not "
            "imported. To import a table: manage.py import_service_points FILE"
        )
        self.stdout.write(text % {"region": region.name, "table": table})

    @contextmanager
    def _going_on(self, what: str) -> Iterator[None]:
        """Say what data are wrong with, and go on."""
        try:
            yield
        except _OF_DATA as error:
            self.stderr.write(f"{what}\n{error}")
