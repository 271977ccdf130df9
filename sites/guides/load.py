"""The files of the guides → a library, or every problem found in them."""

import csv
from functools import cache
from pathlib import Path
from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _

from sites.guides.content import Channel, Guide, Hotline, Library, RuleSet, Source, Topic
from sites.guides.problems import ContentError, ContentProblem
from sites.guides.toml_file import TomlFile, read_file

GUIDES_DIRECTORY: Final[Path] = settings.BASE_DIR / "data" / "guides"
REFERENCE_DIRECTORY: Final[Path] = settings.BASE_DIR / "data" / "reference"
GENERAL: Final = "100000"
"""Code of the rules that hold where a region has none of its own."""
_SHARED_FILES: Final = (
    "sources.toml",
    "topics.toml",
    "guides.toml",
    "channels.toml",
    "hotlines.toml",
)
_GENERAL_FILE: Final = "regions/general.toml"


@cache
def library() -> Library:
    """Return the guides of the project; raises `ContentError` if the files cannot be used."""
    return load_library(GUIDES_DIRECTORY, REFERENCE_DIRECTORY)


def load_library(directory: Path, reference: Path) -> Library:
    """Return what the files in `directory` say.

    `reference` is the directory of reference data: the codes of services and operators that the
    guides use must stand there. Raises `ContentError` with file, line and remedy of every problem.
    """
    problems: list[ContentProblem] = []
    names = [f"regions/{path.name}" for path in sorted((directory / "regions").glob("*.toml"))]
    files = {name: read_file(directory, name, problems) for name in (*_SHARED_FILES, *names)}
    # What cannot be read would make everything that refers to it look wrong.
    if problems:
        raise ContentError(problems)
    keys = {
        "services": _codes(reference / "services.csv"),
        # A number to call need not be a bank's.
        "operators": ["", *_codes(reference / "operators.csv")],
        # Guides name one another.
        "guides": _slugs(files["guides.toml"]),
        **{kind: [] for kind in ("sources", "topics", "channels", "slugs", "adcodes")},
    }
    sources = files["sources.toml"].tables("source", Source, keys, problems)
    topics = files["topics.toml"].tables("topic", Topic, keys, problems)
    guides = files["guides.toml"].tables("guide", Guide, keys, problems)
    channels = files["channels.toml"].tables("channel", Channel, keys, problems)
    hotlines = files["hotlines.toml"].tables("hotline", Hotline, keys, problems)
    rule_sets: dict[str, RuleSet] = {}
    answered: list[str] = []
    for name in names:
        own = keys | {"answers": [], "rules": []}
        rule_set = files[name].content(RuleSet, own, problems)
        if rule_set:
            rule_sets[rule_set.adcode] = rule_set
        if files[name].values.get("adcode") == GENERAL:
            answered = own["answers"]
    problems += _unanswered(keys["guides"], answered)
    if problems:
        raise ContentError(problems)
    return Library(
        sources={one.key: one for one in sources},
        topics={one.key: one.name for one in topics},
        guides={one.slug: one for one in guides},
        rule_sets=rule_sets,
        channels=channels,
        hotlines=hotlines,
    )


def _codes(path: Path) -> list[str]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [row["code"] for row in csv.DictReader(file)]


def _slugs(file: TomlFile) -> list[str]:
    """Return the names that the guides of a file have, whatever else is wrong with them."""
    tables = file.values.get("guide")
    if not isinstance(tables, list):
        return []
    slugs = [one.get("slug") for one in tables if isinstance(one, dict)]
    return [slug for slug in slugs if isinstance(slug, str)]


def _unanswered(guides: list[str], answered: list[str]) -> list[ContentProblem]:
    """Return a problem for each guide without an answer where a region has none of its own."""
    problem = _("Nothing general is said of “%(guide)s”.")
    remedy = _("Add an answer that holds where a region has none.")
    return [
        ContentProblem(_GENERAL_FILE, 1, "answer", problem % {"guide": slug}, remedy)
        for slug in guides
        if slug not in answered
    ]
