"""Make a database ready to be served: migrate, load reference data, import a table, locate."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser


class Command(BaseCommand):
    """``manage.py prepare TABLE``: four commands in one; a second run changes nothing."""

    help = "Migrate, load the reference data, import a table of outlets and locate them offline."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the arguments."""
        parser.add_argument("table", help="the table of outlets, CSV or XLSX")

    def handle(self, *, table: str, **_options: Any) -> None:
        """Run the commands one after the other; the first that fails ends it."""
        call_command("migrate", verbosity=0)
        call_command("load_reference_data")
        call_command("import_service_points", table)
        # Asks nobody, whatever chain is configured, and takes off what has become impossible.
        call_command("geocode", check=True)
