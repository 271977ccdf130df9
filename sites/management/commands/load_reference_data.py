"""Load regions, towns, services and operators from the files of reference data."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from typing_extensions import override

from sites.changes.load_reference import load_reference_data
from sites.management import base
from sites.reference.files import REFERENCE_DIRECTORY, ReferenceDataError


class Command(base.Command):
    """``manage.py load_reference_data``; a second run changes nothing."""

    help = gettext_noop(
        "Load regions, towns, services and operators; what is stored already only changes."
    )

    @override
    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--directory",
            type=Path,
            default=REFERENCE_DIRECTORY,
            help=_("where the files are (default: those of this release)"),
        )

    @override
    def handle(self, *, directory: Path, **_options: Any) -> None:
        """Load the files and print how many rows of each were added and changed."""
        if not directory.is_dir():
            text = _("%(directory)s is no directory: name the one with the reference data.")
            raise CommandError(text % {"directory": directory})
        try:
            loaded = load_reference_data(directory)
        except ReferenceDataError as error:
            raise CommandError(str(error)) from error
        for file, counts in loaded.counts.items():
            self.stdout.write(
                _("%(file)s: %(added)d added, %(changed)d changed, %(unchanged)d unchanged")
                % {
                    "file": file,
                    "added": counts.added,
                    "changed": counts.changed,
                    "unchanged": counts.unchanged,
                }
            )
