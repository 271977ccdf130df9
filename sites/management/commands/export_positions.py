"""Export positions that somebody ought to check."""

import io
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from typing_extensions import override

from sites.geo.datum import Datum
from sites.importing.files.system import reason_of
from sites.importing.positions.export import ToCheck, write_positions
from sites.management import base
from sites.management.regions import region_named


class Command(base.Command):
    """``manage.py export_positions``: a CSV file that ``import_positions`` reads again."""

    help = gettext_noop(
        "Write the positions of a region as CSV, with links that open them in 高德 and 天地图."
    )

    @override
    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--region", default=settings.DEFAULT_REGION, help=_("code of the region")
        )
        parser.add_argument(
            "--only",
            choices=ToCheck.values,
            default=ToCheck.COARSE.value,
            help="; ".join(f"{one.value}: {one.label}" for one in ToCheck),
        )
        parser.add_argument(
            "--datum",
            choices=list(Datum),
            default=Datum.WGS84.value,
            help=_("what the pairs in the table refer to"),
        )
        parser.add_argument("--output", type=Path, help=_("the file; without it, standard output"))

    @override
    def handle(
        self, *, region: str, only: str, datum: str, output: Path | None, **_options: Any
    ) -> None:
        """Write the table and say how many outlets it has."""
        stored_region = region_named(region)
        to_check = ToCheck(only)
        if output is None:
            text = io.StringIO(newline="")
            write_positions(stored_region, to_check, text, Datum(datum))
            self.stdout.write(text.getvalue(), ending="")
            return
        try:
            with output.open("w", encoding="utf-8", newline="") as file:
                count = write_positions(stored_region, to_check, file, Datum(datum))
        except OSError as error:
            message = _("The file cannot be written: %(reason)s.")
            raise CommandError(message % {"reason": _(reason_of(error))}) from error
        self.stdout.write(
            _("%(count)d outlets are in %(file)s.") % {"count": count, "file": output}
        )
