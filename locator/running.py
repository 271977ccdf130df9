"""How ``manage.py`` runs a command: in the product's language, and what fails is a sentence.

A traceback is for those who read code; it is there with ``--traceback``.
"""

import gettext
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import django
from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line, get_commands
from django.core.management.base import CommandError
from django.db import Error
from django.utils.translation import to_locale

from locator.language import PRODUCT_LANGUAGE
from sites.management.failures import sentence_for

_LOCALE: Final = Path(__file__).resolve().parent.parent / "locale"
_DOMAIN: Final = "django"
_TRACEBACK: Final = "--traceback"
# It shows what is wrong, and waits until that is put right.
_STARTS_BY_ITSELF: Final = "runserver"
# They are Django's own and know no options.
_NO_COMMANDS: Final = ("help", "version")


def run(argv: Sequence[str]) -> None:
    """Run the command of a command line; ends the process with a sentence if it fails.

    That is what a command says (``CommandError``), and what surrounds it: settings, database,
    files. Anything else is a fault of the program, and shows where.
    """
    _speak()
    try:
        _refuse_unknown(argv)
        execute_from_command_line(_asking_for_errors(argv))
    except (CommandError, ImproperlyConfigured, Error, OSError) as error:
        text = sentence_for(error)
        if text is None or _TRACEBACK in argv:
            raise
        sys.stderr.write(f"{text}\n")
        sys.exit(error.returncode if isinstance(error, CommandError) else 1)


def _refuse_unknown(argv: Sequence[str]) -> None:
    """Raise ``CommandError`` for a command that there is not: Django says so in English."""
    name = argv[1] if len(argv) > 1 else "help"
    if name.startswith("-") or name in _NO_COMMANDS or name == _STARTS_BY_ITSELF:
        return
    # Until this is done, Django knows of no command but its own.
    django.setup()
    if name not in get_commands():
        text = gettext.gettext("There is no command “%(name)s”: manage.py help lists them all.")
        raise CommandError(text % {"name": name})


def _asking_for_errors(argv: Sequence[str]) -> list[str]:
    """Return the command line with which Django raises what it would print in its own words."""
    program, *words = argv
    if not words or words[0].startswith("-") or words[0] in _NO_COMMANDS:
        return [*argv]
    return [program, words[0], _TRACEBACK, *words[1:]]


def _speak() -> None:
    """Let Python's gettext find the product's catalogue.

    It is what argparse asks for its words, and all there is while the settings cannot be read.
    """
    os.environ["LANGUAGE"] = to_locale(PRODUCT_LANGUAGE)
    gettext.bindtextdomain(_DOMAIN, str(_LOCALE))
    gettext.textdomain(_DOMAIN)
