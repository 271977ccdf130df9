"""Which table a command reads: which parts of a file, which column for what, in which datum."""

from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sites.geo.datum import Datum
from sites.importing.columns import FURTHER, OUTLETS, SERVICES
from sites.importing.mappings import columns_for
from sites.importing.options import Rules
from sites.importing.read_table import Table, read_table
from sites.importing.service_words import is_ticked_title
from sites.models import Region


def add_table_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments that say how a table of outlets is meant."""
    parser.add_argument(
        "--supplement",
        action="store_true",
        help=_("the table only adds and changes: outlets that it lacks stay as they are"),
    )
    parser.add_argument(
        "--blank-phones",
        action="store_true",
        help=_("take stored numbers away where the table has none; else they stay"),
    )
    parser.add_argument(
        "--sheet",
        action="append",
        default=[],
        metavar="NAME|NUMBER",
        help=_("read this sheet or table of the file alone; can be given several times"),
    )
    parser.add_argument(
        "--map",
        type=said_columns,
        default={},
        metavar="COLUMN=TITLE,…",
        help=_(
            "which column holds what, by its title, its letter or its number: "
            "name=机构,address=C,phone=4"
        ),
    )
    parser.add_argument(
        "--remember",
        action="store_true",
        help=_("keep what --map says for the next table with the same header"),
    )
    parser.add_argument(
        "--datum",
        type=Datum,
        choices=list(Datum),
        help=_("what longitudes and latitudes refer to where the table does not say so"),
    )


def said_columns(text: str) -> Mapping[str, str]:
    """Return the title, letter or number of each column that is spoken of, by its key."""
    said: dict[str, str] = {}
    for pair in text.replace("，", ",").split(","):
        name, sign, title = map(str.strip, pair.partition("="))
        column = name if name in OUTLETS.titles else OUTLETS.column_of(name)
        if column is None and is_ticked_title(name):
            column = f"{SERVICES}{FURTHER}{name}"
        if not sign or not title or column is None:
            known = ", ".join(f"{key} ({title})" for key, title in OUTLETS.titles.items())
            message = _("“%(pair)s” is not COLUMN=TITLE with one of these columns: %(known)s.")
            raise ArgumentTypeError(message % {"pair": pair, "known": known})
        if column in said:
            message = _("“%(name)s” is named twice: “%(first)s” and “%(second)s”.")
            names = {"name": name, "first": said[column], "second": title}
            raise ArgumentTypeError(message % names)
        said[column] = title
    return said


def table_in(file: Path, region: Region, sheets: Sequence[str], said: Mapping[str, str]) -> Table:
    """Return the table in a file: of all its parts, or of those that are wanted.

    Raises ``TableError``, and ``CommandError`` if there is no such part.
    """
    columns = replace(columns_for(region), said=said)
    table = read_table(file, columns)
    if not sheets:
        return table
    return read_table(file, columns, parts={_place(table.choices, name) for name in sheets})


def _place(choices: Mapping[int, str], wanted: str) -> int:
    """Return the place of a sheet or table, given by its name or counted from 1."""
    by_name = {name: place for place, name in choices.items()}
    by_number = {str(place + 1): place for place in choices}
    for known, key in (
        (by_name, wanted),
        (by_name, _("sheet %(name)s") % {"name": wanted}),
        (by_number, wanted),
    ):
        if key in known:
            return known[key]
    there = ", ".join(f"{place + 1} {name}".strip() for place, name in choices.items())
    message = _("There is no table “%(wanted)s” with a header in the file. There are: %(known)s.")
    raise CommandError(message % {"wanted": wanted, "known": there})


def meant_text(table: Table, rules: Rules) -> str:
    """Return which parts of the file are read, and as what."""
    count = len(table.rows)
    text = (
        ngettext(
            "Read as a supplement, %(count)d row of: %(parts)s. What it lacks stays as it is.",
            "Read as a supplement, %(count)d rows of: %(parts)s. What it lacks stays as it is.",
            count,
        )
        if rules.is_supplement
        else ngettext(
            "Read as the whole list, %(count)d row of: %(parts)s. What it lacks is removed.",
            "Read as the whole list, %(count)d rows of: %(parts)s. What it lacks is removed.",
            count,
        )
    )
    parts = ", ".join(part.name or table.file_name for part in table.parts)
    return text % {"count": count, "parts": parts}
