"""Look whether the log of changes is as it was written."""

from collections.abc import Sequence
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext
from typing_extensions import override

from sites.changes.log import Inspection, inspect_log
from sites.management import base


class Command(base.Command):
    """``manage.py verify_history [--noted SEAL …]``; exit code 1 if the log was tampered with."""

    help = gettext_noop(
        "Look through the sealed log of changes and say where it was tampered with."
    )

    @override
    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--noted",
            nargs="+",
            default=[],
            metavar="SEAL",
            help=_(
                "seals that the log once ended with, from the desk, an export or this command: "
                "a log that was made anew or cut off does not have them any more"
            ),
        )

    @override
    def handle(self, *, noted: Sequence[str], **_options: Any) -> None:
        """Inspect the log and print its length and last seal, or what is wrong with it."""
        found = inspect_log(noted)
        if not found.is_whole:
            raise CommandError("\n".join(_faults(found)))
        text = ngettext(
            "The log is whole: %(count)d change, the last with the seal %(seal)s",
            "The log is whole: %(count)d changes, the last with the seal %(seal)s",
            found.length,
        )
        self.stdout.write(text % {"count": found.length, "seal": found.seal or "—"})


def _faults(found: Inspection) -> list[str]:
    faults = []
    if found.broken is not None:
        text = _("Change %(number)d does not fit what stands before it: the first of its kind.")
        faults.append(text % {"number": found.broken})
    if found.missing:
        text = ngettext(
            "%(count)d change is missing at the end of the log.",
            "%(count)d changes are missing at the end of the log.",
            found.missing,
        )
        faults.append(text % {"count": found.missing})
    faults += [
        _("No change has the seal %(seal)s any more.") % {"seal": seal} for seal in found.unknown
    ]
    return faults
