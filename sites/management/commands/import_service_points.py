"""Import a region's official table of service points."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from sites.importing.apply import ImportRefusedError, apply_table
from sites.importing.compare import compare_table
from sites.importing.mappings import remember_headers
from sites.importing.options import ApplyOptions, Rules
from sites.importing.problems import TableError
from sites.importing.rows import Row
from sites.management import base
from sites.management.plans import check_report, finish, outcome_text
from sites.management.regions import region_named
from sites.management.tables import add_table_arguments, meant_text, table_in
from sites.reference.files import ReferenceDataError

# Shorter tables are done before anybody wonders.
_ROWS_WITHOUT_PROGRESS = 1_000


class Command(base.Command):
    """``manage.py import_service_points FILE``; exit code 1 if nothing could be applied."""

    help = gettext_noop(
        "Compare a table of service points with what is stored, show the differences, apply."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the arguments."""
        parser.add_argument(
            "file",
            type=Path,
            help=_(
                "CSV, TSV or pasted text, XLSX, XLS, XLSB, ODS, DOCX, HTML, Excel-2003 XML or PDF"
            ),
        )
        parser.add_argument(
            "--region", default=settings.DEFAULT_REGION, help=_("code of the region")
        )
        parser.add_argument("--dry-run", action="store_true", help=_("show what would change"))
        parser.add_argument(
            "--force", action="store_true", help=_("apply even if more than 20 %% would be removed")
        )
        parser.add_argument(
            "--skip-bad-rows", action="store_true", help=_("apply the rows without errors")
        )
        parser.add_argument("--report", type=Path, help=_("write the comparison to this CSV file"))
        add_table_arguments(parser)

    def handle(
        self, *, file: Path, region: str, dry_run: bool, report: Path | None, **options: Any
    ) -> None:
        """Read, check, compare, show and apply."""
        stored_region = region_named(region)
        rules = Rules(
            is_supplement=options["supplement"],
            blank_phones=options["blank_phones"],
            datum=options["datum"],
        )
        number: int | None = None
        refusal = ""
        try:
            table = table_in(file, stored_region, options["sheet"], options["map"])
            check_report(report)
            self.stdout.write(meant_text(table, rules))
            if dry_run:
                plan = compare_table(table, stored_region, rules, self._progress)
            else:
                agreed = ApplyOptions(
                    skip_bad_rows=options["skip_bad_rows"], force=options["force"]
                )
                applied = apply_table(table, stored_region, rules, agreed, self._progress)
                plan = applied.plan
                number = applied.run.pk if applied.run is not None else None
                if options["remember"]:
                    remember_headers(stored_region, table)
        except ImportRefusedError as error:
            plan, refusal = error.plan, str(error)
        except (TableError, ReferenceDataError) as error:
            raise CommandError(str(error)) from error
        if dry_run and plan.errors and not options["skip_bad_rows"]:
            refusal = _("The table has rows with errors.")
        outcome = outcome_text(stored_region, number, dry_run=dry_run)
        finish(self, plan, report, outcome, refusal)

    def _progress(self, rows: Iterable[Row]) -> Iterable[Row]:
        if isinstance(rows, tuple) and len(rows) <= _ROWS_WITHOUT_PROGRESS:
            return rows
        from tqdm import tqdm  # noqa: PLC0415 - only long tables need it

        return tqdm(rows, desc=_("Checking rows"), file=self.stderr, unit="")
