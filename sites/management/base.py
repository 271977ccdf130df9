"""What all commands of the product have in common: help in its language."""

from argparse import Action, ArgumentParser, ArgumentTypeError
from collections.abc import Callable
from enum import Enum
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext, gettext_noop
from typing_extensions import override

# What Django, the queue's worker and argparse say in the help of our commands, and what argparse
# says of a wrong command line, is in no catalogue of theirs.
_WORDS_OF_OTHERS: Final = (
    gettext_noop("Show program's version number and exit."),
    gettext_noop(
        "Verbosity level; 0=minimal output, 1=normal output, 2=verbose output, 3=very verbose "
        "output"
    ),
    gettext_noop(
        'The Python path to a settings module, e.g. "myproject.settings.main". If this isn\'t '
        "provided, the DJANGO_SETTINGS_MODULE environment variable will be used."
    ),
    gettext_noop('A directory to add to the Python path, e.g. "/home/djangoprojects/myproject".'),
    gettext_noop("Display a full stack trace on CommandError exceptions."),
    gettext_noop("Don't colorize the command output."),
    gettext_noop("Force colorization of the command output."),
    gettext_noop("Skip system checks."),
    gettext_noop("Username to change password for; by default, it's the current username."),
    gettext_noop('Specifies the database to use. Default is "default".'),
    gettext_noop(
        "The queues to process. Separate multiple with a comma. To process all queues, use '*' "
        "(default: %(default)r)"
    ),
    gettext_noop("Queues to exclude. Separate multiple with a comma."),
    gettext_noop(
        "The interval (in seconds) to wait, when there are no tasks in the queue, before checking "
        "for tasks again (default: %(default)r)"
    ),
    gettext_noop(
        "Process all outstanding tasks, then exit. Can be used in combination with --max-tasks."
    ),
    gettext_noop(
        "Reload the worker on code changes. Not recommended for production as tasks may not be "
        "stopped cleanly (default: DEBUG)"
    ),
    gettext_noop("The backend to operate on (default: %(default)r)"),
    gettext_noop("Don't add a small delay at startup."),
    gettext_noop(
        "If provided, the maximum number of tasks the worker will execute before exiting."
    ),
    gettext_noop("Worker id. MUST be unique across worker pool (default: auto-generate)"),
    gettext_noop("usage: "),
    gettext_noop("options"),
    gettext_noop("positional arguments"),
    gettext_noop("show this help message and exit"),
    gettext_noop("%(prog)s: error: %(message)s\n"),
    gettext_noop("the following arguments are required: %s"),
    gettext_noop("unrecognized arguments: %s"),
    gettext_noop("argument %(argument_name)s: %(message)s"),
    gettext_noop("invalid choice: %(value)r (choose from %(choices)s)"),
    gettext_noop("invalid %(type)s value: %(value)r"),
    gettext_noop("expected one argument"),
    gettext_noop("expected at least one argument"),
    # What environs says of settings.
    gettext_noop("Not a valid boolean."),
    gettext_noop("Not a valid integer."),
    gettext_noop("Not a valid number."),
)


class Command(BaseCommand):
    """A command whose help is in the language of what it prints.

    It marks its `help` with ``gettext_noop``, and translates what it says of its arguments.
    """

    @override
    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.description = gettext(self.help)
        _translate_arguments(parser)
        for action in parser._actions:  # noqa: SLF001 - argparse has no other way to them
            _name_what_is_valid(action)
        return parser


def _translate_arguments(parser: ArgumentParser) -> None:
    for action in parser._actions:  # noqa: SLF001 - argparse has no other way to them
        if action.help:
            action.help = gettext(action.help)


def _name_what_is_valid(action: Action) -> None:
    """Let an argument say which values it takes, where argparse would name a type of Python's."""
    kind = action.type
    if kind is int:
        action.type = _reading(int, gettext("“%(value)s” is no whole number."))
    elif kind is float:
        action.type = _reading(float, gettext("“%(value)s” is no number."))
    elif isinstance(kind, type) and issubclass(kind, Enum):
        valid = ", ".join(str(member.value) for member in kind)
        message = gettext("“%(value)s” is none of these: %(valid)s.")
        action.type = _reading(kind, message, valid=valid)


def _reading(kind: Callable[[str], object], message: str, **said: str) -> Callable[[str], object]:
    def read(text: str) -> object:
        try:
            return kind(text)
        except ValueError:
            raise ArgumentTypeError(message % {**said, "value": text}) from None

    return read
