"""How commands show a plan, and what became of it."""

from collections import Counter
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from sites.importing.files.system import reason_of
from sites.importing.plan import Plan
from sites.importing.plan_report import as_text, write_csv
from sites.models import Region, ServicePoint
from sites.models.service_point import PRECISION_CHOICES


def check_report(report: Path | None) -> None:
    """Raise ``CommandError`` if the file cannot be written, before anything is applied."""
    if report is None:
        return
    try:
        # What an earlier report says stays until there is a new one.
        report.open("a", encoding="utf-8").close()
    except OSError as error:
        message = _("The report cannot be written: %(reason)s. Nothing was applied.")
        raise CommandError(message % {"reason": _(reason_of(error))}) from error


def finish(
    command: BaseCommand, plan: Plan, report: Path | None, outcome: str, refusal: str
) -> None:
    """Print a plan and what became of it, and write the report where one is wanted.

    Raises ``CommandError`` with the `refusal`, if there is one, or if the report cannot be
    written; whoever reads that has already read whether the plan was applied.
    """
    command.stdout.write(as_text(plan))
    if not refusal:
        command.stdout.write(outcome)
    if report is not None:
        try:
            with report.open("w", encoding="utf-8", newline="") as file:
                write_csv(plan, file)
        except OSError as error:
            message = _("The report cannot be written: %(reason)s.")
            raise CommandError(message % {"reason": _(reason_of(error))}) from error
        command.stdout.write(_("The report is in %(file)s.") % {"file": report})
    if refusal:
        raise CommandError(refusal)


def outcome_text(region: Region, number: int | None, *, dry_run: bool) -> str:
    """Return what became of a plan for the region; `number` is the import's, if any."""
    if dry_run:
        return _("Nothing was applied: this was a trial.")
    if number is None:
        text = _("Nothing to change.")
    else:
        text = _("Applied as import %(number)d. To undo it: manage.py undo_import %(number)d")
        text %= {"number": number}
    return f"{text}\n{_positions_text(region)}"


def _positions_text(region: Region) -> str:
    """Return how many active outlets of a region have a position, and how precise they are."""
    outlets = ServicePoint.objects.filter(region=region, is_active=True)
    counts = Counter(outlets.values_list("precision", flat=True))
    levels = [*PRECISION_CHOICES, ("", _("none"))]
    return _("Positions of the %(count)d outlets by precision: %(levels)s.") % {
        "count": counts.total(),
        "levels": ", ".join(f"{label} {counts[level]}" for level, label in levels if counts[level]),
    }
