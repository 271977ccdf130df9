"""A TOML file → what it says as the types of the content, everything wrong noted with its line."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass, make_dataclass
from enum import EnumType
from pathlib import Path
from types import GenericAlias
from typing import Any, Final, TypeVar, Union, get_args, get_origin, get_type_hints

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from pydantic import TypeAdapter, ValidationError, with_config
from pydantic_core import ErrorDetails

from sites.guides.problems import ContentProblem, KeyPath, line_of
from sites.guides.values import Keys, WrongValueError, one_of

_T = TypeVar("_T")
# What is missing where a value is none of its type, and the remedy.
_MISSING: Final = {
    str: (_("A text is missing here."), _("Write it between quotes.")),
    bool: (_("Yes or no is missing here."), _("Write true or false.")),
    Union: (_("This is no whole number."), _("Write a figure of 1 or more.")),
    tuple: (_("A list is missing here."), _("Write [] if it is empty.")),
}


@dataclass(frozen=True, slots=True)
class TomlFile:
    """A file: its name, its text, and what the text says."""

    name: str
    text: str
    values: Mapping[str, Any]

    def tables(
        self, key: str, kind: type[_T], keys: Keys, problems: list[ContentProblem]
    ) -> tuple[_T, ...]:
        """Return the tables of a file that has nothing else, () if anything is wrong with it."""
        whole = make_dataclass(key, [(key, GenericAlias(tuple, (kind, ...)))])
        content = self.content(with_config(extra="forbid")(whole), keys, problems)
        return getattr(content, key, ())

    def content(self, kind: type[_T], keys: Keys, problems: list[ContentProblem]) -> _T | None:
        """Return what the file says, None (and its problems noted) if anything is wrong with it.

        `keys` are those that its values may name; its own join them.
        """
        try:
            return TypeAdapter(kind).validate_python(self.values, context=keys)
        except ValidationError as error:
            for fault in error.errors():
                path = fault["loc"]
                problem, remedy = map(str, _explained(fault, kind))
                line = line_of(self.text, path)
                problems.append(ContentProblem(self.name, line, _shown(path), problem, remedy))
            return None


def read_file(directory: Path, name: str, problems: list[ContentProblem]) -> TomlFile:
    """Return a file, an empty one (and a problem noted) if it cannot be read."""
    problem: str | Promise
    line = 1
    try:
        text = (directory / name).read_text(encoding="utf-8")
        return TomlFile(name, text, tomllib.loads(text))
    except OSError:
        problem, remedy = _("The file cannot be read."), _("Put it into the directory of guides.")
    except UnicodeDecodeError:
        problem, remedy = _("The file is not in UTF-8."), _("Save it as UTF-8.")
    except tomllib.TOMLDecodeError as error:
        # "… (at line 3, column 7)": the parser has no other way to say where.
        problem = f"{error}."
        remedy = _("Compare it with the lines around it.")
        _before, _mark, place = str(error).partition("(at line ")
        line = int(place.partition(",")[0]) if place else 1
    problems.append(ContentProblem(name, line, "", str(problem), str(remedy)))
    return TomlFile(name, "", {})


def _explained(fault: ErrorDetails, whole: type) -> tuple[str | Promise, str | Promise]:
    """Return what is wrong and the remedy, in our own words and language."""
    if fault["type"] == "value_error":
        wrong: WrongValueError = fault["ctx"]["error"]
        return wrong.problem, wrong.remedy
    path = fault["loc"]
    if fault["type"] == "unexpected_keyword_argument":
        keys = ", ".join(sorted(one.name for one in fields(_type_at(whole, path[:-1]))))
        return _("The key is not known."), _("Known keys: %(keys)s.") % {"keys": keys}
    kind = _type_at(whole, path)
    if isinstance(kind, EnumType):
        return _("There is no “%(value)s” here.") % {"value": fault["input"]}, one_of(kind)
    if is_dataclass(kind):
        parts = ", ".join(f"{one.name} = …" for one in fields(kind))
        return _("A table is missing here."), _("Write %(table)s.") % {"table": f"{{ {parts} }}"}
    return _MISSING[get_origin(kind) or kind]


def _type_at(whole: Any, path: KeyPath) -> Any:
    """Return what the value at a path has to be."""
    for part in path:
        whole = get_args(whole)[0] if isinstance(part, int) else get_type_hints(whole)[part]
    return whole


def _shown(path: KeyPath) -> str:
    """Return a path as people count: ``answer 3, advice 1, en``."""
    words = ""
    for part in path:
        words += f" {part + 1}" if isinstance(part, int) else f", {part}" if words else part
    return words
