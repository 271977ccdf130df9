"""How commands show a plan, and what became of it."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from sites.importing.plan import Plan
from sites.importing.reporting import as_text, write_csv


def show_plan(command: BaseCommand, plan: Plan, report: Path | None) -> None:
    """Print a plan and, where wanted, write it to a CSV file.

    Raises ``CommandError`` if the file cannot be written.
    """
    command.stdout.write(as_text(plan))
    if report is None:
        return
    try:
        with report.open("w", encoding="utf-8", newline="") as file:
            write_csv(plan, file)
    except OSError as error:
        message = _("The report cannot be written: %(reason)s.")
        raise CommandError(message % {"reason": error.strerror or error}) from error
    command.stdout.write(_("The report is in %(file)s.") % {"file": report})


def outcome_text(number: int | None, *, dry_run: bool) -> str:
    """Return the last line of a command that applies a table; `number` is the import's, if any."""
    if dry_run:
        return _("Nothing was applied: this was a trial.")
    if number is None:
        return _("Nothing to change.")
    return _("Applied as import %(number)d. To undo it: manage.py undo_import %(number)d") % {
        "number": number
    }
