"""Bring the translation catalogues in line with the strings in code and templates.

``python -m tools.messages`` updates the catalogues (new strings come in untranslated, strings that
no longer occur are dropped); ``--check`` changes nothing and exits with 1 if a catalogue lacks a
string, a translation, or holds a fuzzy or stale one.

Extraction is Babel's; a Django template is first turned into Python-like text by Django itself, as
``makemessages`` does, so that no gettext program is needed.
"""

import argparse
import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import django
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    # What the process that reads files says; whoever started it translates.
    "say": None,
}


def extracted() -> Catalog:
    """Return every translatable string of the product with the files it occurs in."""
    catalog = Catalog(charset="utf-8")
    for path, source in _sources():
        for _line, message, comments, context in extract(
            "python", io.BytesIO(source.encode()), keywords=KEYWORDS
        ):
            catalog.add(
                message,
                locations=[(str(path.relative_to(ROOT)), 0)],
                auto_comments=comments,
                context=context,
            )
    return catalog


def _sources() -> Iterator[tuple[Path, str]]:
    for path in sorted([*ROOT.glob("sites/**/*.py"), *ROOT.glob("locator/**/*.py")]):
        yield path, path.read_text(encoding="utf-8")
    for path in sorted(ROOT.glob("sites/templates/**/*.*")):
        code = templatize(path.read_text(encoding="utf-8"), origin=str(path))
        # What is left of a template's layout would be wrong indentation in Python.
        yield path, "\n".join(map(str.lstrip, code.splitlines()))


def _faults(stored: Catalog, wanted: Catalog) -> Iterator[str]:
    keys = {(message.id, message.context) for message in stored if message.id}
    for message in wanted:
        if message.id and (message.id, message.context) not in keys:
            yield f"missing: {message.id!r}"
    used = {(message.id, message.context) for message in wanted}
    for message in stored:
        if not message.id:
            continue
        if (message.id, message.context) not in used:
            yield f"stale: {message.id!r}"
        elif message.fuzzy:
            yield f"fuzzy: {message.id!r}"
        elif not _translated(message):
            yield f"untranslated: {message.id!r}"


def _translated(message: Message) -> bool:
    return all(message.string) if isinstance(message.string, tuple) else bool(message.string)


def main() -> int:
    """Update or check all catalogues; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="change nothing, report what is wrong")
    check = parser.parse_args().check
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "locator.settings")
    django.setup()
    wanted = extracted()
    faults = 0
    for path in sorted(ROOT.glob("locale/*/LC_MESSAGES/django.po")):
        with path.open("rb") as file:
            stored = read_po(file, locale=path.parent.parent.name)
        if check:
            for fault in _faults(stored, wanted):
                faults += 1
                print(f"{path.relative_to(ROOT)}: {fault}", file=sys.stderr)
        else:
            stored.update(wanted, no_fuzzy_matching=True)
            stored.obsolete.clear()
            with path.open("wb") as file:
                write_po(file, stored, width=100, include_lineno=False, sort_by_file=True)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
