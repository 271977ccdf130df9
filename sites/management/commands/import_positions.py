"""Import positions that a person has corrected in a table."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from typing_extensions import override

from sites.geo.datum import Datum
from sites.geo.precision import Precision
from sites.importing.apply import BadRowsError
from sites.importing.columns import POSITIONS
from sites.importing.compare import stored_points
from sites.importing.positions.apply import apply_positions
from sites.importing.positions.compare import PinRules, compare_positions
from sites.importing.problems import TableError
from sites.importing.read_table import read_table
from sites.management import base
from sites.management.plans import check_report, finish, outcome_text
from sites.management.regions import region_named


class Command(base.Command):
    """``manage.py import_positions FILE --datum … --user …``; exit code 1 if not applied."""

    help = gettext_noop(
        "Give outlets the positions in a table, as the decision of a member of staff."
    )

    @override
    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help=_("CSV or XLSX, as export_positions writes it"))
        parser.add_argument(
            "--datum", choices=list(Datum), required=True, help=_("what all pairs refer to")
        )
        parser.add_argument(
            "--user", default="", help=_("the member of staff whose decision it is")
        )
        parser.add_argument(
            "--region", default=settings.DEFAULT_REGION, help=_("code of the region")
        )
        parser.add_argument(
            "--precision",
            choices=list(Precision),
            default=Precision.ROOFTOP.value,
            help=_("of the rows that state none"),
        )
        parser.add_argument("--dry-run", action="store_true", help=_("show what would change"))
        parser.add_argument(
            "--force", action="store_true", help=_("take positions outside the region, too")
        )
        parser.add_argument(
            "--replace-pins",
            action="store_true",
            help=_("replace what a person has decided before"),
        )
        parser.add_argument("--report", type=Path, help=_("write the comparison to this CSV file"))

    @override
    def handle(
        self, *, file: Path, region: str, dry_run: bool, report: Path | None, **options: Any
    ) -> None:
        """Read, check, compare, show and apply."""
        stored_region = region_named(region)
        rules = PinRules(
            datum=Datum(options["datum"]),
            precision=Precision(options["precision"]),
            force=options["force"],
            replace_pins=options["replace_pins"],
        )
        user = None if dry_run else _staff(options["user"])
        number: int | None = None
        refusal = ""
        try:
            table = read_table(file, POSITIONS)
            check_report(report)
            if user is None:
                plan = compare_positions(table, stored_region, stored_points(stored_region), rules)
                refusal = _("The table has rows with errors.") if plan.errors else ""
            else:
                applied = apply_positions(table, stored_region, rules, user)
                plan = applied.plan
                number = applied.run.pk if applied.run is not None else None
        except BadRowsError as error:
            plan, refusal = error.plan, str(error)
        except TableError as error:
            raise CommandError(str(error)) from error
        outcome = outcome_text(stored_region, number, dry_run=dry_run)
        finish(self, plan, report, outcome, refusal)


def _staff(name: str) -> User:
    """Return the account; raises ``CommandError`` if it may not change positions."""
    if not name:
        raise CommandError(_("Say whose decision it is: --user NAME."))
    user = User.objects.filter(username=name, is_active=True, is_staff=True).first()
    if user is None or not user.has_perm("service_sites.change_servicepoint"):
        message = _("%(name)s is no member of staff who may change positions.")
        raise CommandError(message % {"name": name})
    return user
