"""Undo an import of service points."""

from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from typing_extensions import override

from sites.changes.fields import field_label
from sites.importing.undo import LaterChange, UndoRefusedError, undo_import
from sites.management import base


class Command(base.Command):
    """``manage.py undo_import NUMBER``; exit code 1 if it was refused."""

    help = gettext_noop("Restore the public data that an import changed.")

    @override
    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("number", type=int, help=_("number of the import"))
        parser.add_argument(
            "--keep-later-changes",
            action="store_true",
            help=_("leave what has been changed since and restore the rest"),
        )

    @override
    def handle(self, *, number: int, keep_later_changes: bool, **_options: Any) -> None:
        """Undo the import and print what was restored and what was left."""
        try:
            undone = undo_import(number, keep_later_changes=keep_later_changes)
        except UndoRefusedError as error:
            raise CommandError("\n".join([str(error), *map(_line, error.later_changes)])) from error
        for change in undone.left:
            self.stdout.write(_line(change))
        self.stdout.write(
            _("Import %(number)d is undone: %(count)d outlets restored.")
            % {"number": number, "count": undone.restored}
        )


def _line(change: LaterChange) -> str:
    return _("%(point)s, %(field)s: now “%(now)s”, set by %(by)s") % {
        "point": change.point,
        "field": field_label(change.field),
        "now": change.now,
        "by": change.by,
    }
