"""A TOML file, table by table: every value typed, everything wrong noted with its line."""

import tomllib
from collections.abc import Collection, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from sites.guides.content import Fact, Text
from sites.guides.lines import line_of
from sites.guides.problems import ContentProblem

_E = TypeVar("_E", bound=StrEnum)


class Table:
    """A table of a file; reading a value of the wrong kind notes a problem and gives an empty one.

    Call `finish` when all is read: it notes the keys that nobody asked for.
    """

    def __init__(
        self,
        name: str,
        text: str,
        values: Mapping[str, Any],
        problems: list[ContentProblem],
        path: tuple[str | int, ...] = (),
    ) -> None:
        self._name = name
        self._text = text
        self._values = values
        self._problems = problems
        self._path = path
        self._read: set[str] = set()

    def note(self, key: str, problem: str, remedy: str) -> None:
        """Note that something is wrong with the value of a key, or ("") with the table."""
        path = (*self._path, key) if key else self._path
        line = line_of(self._text, path)
        self._problems.append(ContentProblem(self._name, line, _shown(path), problem, remedy))

    def finish(self) -> None:
        """Note the keys that were not read."""
        for key in self._values.keys() - self._read:
            known = ", ".join(sorted(self._read))
            self.note(key, _("The key is not known."), _("Known keys: %(keys)s.") % {"keys": known})

    def string(self, key: str, *, optional: bool = False) -> str:
        """Return a text, which must not be blank unless it is optional."""
        value = self._value(key, "" if optional else None)
        if isinstance(value, str) and (optional or value.strip()):
            return value
        self.note(key, _("A text is missing here."), _("Write it between quotes."))
        return ""

    def strings(self, key: str) -> tuple[str, ...]:
        """Return a list of texts."""
        value = self._value(key, None)
        if isinstance(value, list) and all(isinstance(one, str) and one.strip() for one in value):
            return tuple(value)
        self.note(key, _("A list of texts is missing here."), _("Write [] if there are none."))
        return ()

    def keys(self, key: str, known: Collection[str], *, some: bool = False) -> tuple[str, ...]:
        """Return a list of texts that are all known, at least one of them if `some`."""
        values = self.strings(key)
        if some and not values and isinstance(self._values.get(key), list):
            self.note(key, _("At least one is needed."), _one_of(known))
        for value in values:
            self._require(key, value, known)
        return values

    def key(self, key: str, known: Collection[str]) -> str:
        """Return a text that is known."""
        value = self.string(key)
        if value:
            self._require(key, value, known)
        return value

    def choice(self, key: str, kind: type[_E], default: _E) -> _E:
        """Return a member of an enumeration; `default` if the key is missing and may be ("")."""
        value = self._value(key, default.value)
        if isinstance(value, str) and value in set(kind):
            return kind(value)
        self.note(key, _("There is no “%(value)s” here.") % {"value": value}, _one_of(kind))
        return default

    def flag(self, key: str, *, optional: bool = False) -> bool:
        """Return true or false; false if it is optional and missing."""
        value = self._value(key, False if optional else None)
        if isinstance(value, bool):
            return value
        self.note(key, _("Yes or no is missing here."), _("Write true or false."))
        return False

    def number(self, key: str) -> int | None:
        """Return a whole number of one or more, None if it is missing."""
        value = self._value(key, None)
        if value is None:
            return None
        if isinstance(value, int) and not isinstance(value, bool) and value > 0:
            return value
        self.note(key, _("This is no whole number."), _("Write a figure of 1 or more."))
        return None

    def text(self, key: str) -> Text:
        """Return a text in both languages."""
        inner = self._inner(key)
        text = inner.both()
        inner.finish()
        return text

    def texts(self, key: str) -> tuple[Text, ...]:
        """Return a list of texts in both languages."""
        return tuple(self._finished_text(inner) for inner in self.tables(key))

    def fact(self, key: str, sources: Collection[str]) -> Fact:
        """Return a text in both languages with the documents that say so."""
        return self._inner(key).as_fact(sources)

    def facts(self, key: str, sources: Collection[str]) -> tuple[Fact, ...]:
        """Return a list of facts."""
        return tuple(inner.as_fact(sources) for inner in self.tables(key))

    def as_fact(self, sources: Collection[str]) -> Fact:
        """Return this table as a fact."""
        fact = Fact(self.both(), self.keys("sources", sources, some=True))
        self.finish()
        return fact

    def both(self) -> Text:
        """Return this table's text in both languages."""
        return Text(self.string("zh"), self.string("en"))

    def tables(self, key: str, *, optional: bool = False) -> list["Table"]:
        """Return the tables of a list."""
        value = self._value(key, [] if optional else None)
        if isinstance(value, list) and all(isinstance(one, dict) for one in value):
            return [self._child(one, key, index) for index, one in enumerate(value)]
        self.note(key, _("A list is missing here."), _("Write [] if it is empty."))
        return []

    @staticmethod
    def _finished_text(inner: "Table") -> Text:
        text = inner.both()
        inner.finish()
        return text

    def _inner(self, key: str) -> "Table":
        value = self._value(key, None)
        if isinstance(value, dict):
            return self._child(value, key)
        return self._child({}, key)

    def _child(self, values: Mapping[str, Any], *path: str | int) -> "Table":
        return Table(self._name, self._text, values, self._problems, (*self._path, *path))

    def _value(self, key: str, default: object) -> Any:
        self._read.add(key)
        return self._values.get(key, default)

    def _require(self, key: str, value: str, known: Collection[str]) -> None:
        if value not in known:
            self.note(key, _("There is no “%(value)s”.") % {"value": value}, _one_of(known))


def read_file(directory: Path, name: str, problems: list[ContentProblem]) -> Table:
    """Return the whole of a file as a table, an empty one (and a problem) if it cannot be read."""
    remedy = ""
    line = 1
    try:
        text = (directory / name).read_text(encoding="utf-8")
        return Table(name, text, tomllib.loads(text), problems)
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
    problems.append(ContentProblem(name, line, "", problem, remedy))
    return Table(name, "", {}, [])


def _shown(path: tuple[str | int, ...]) -> str:
    """Return a path as people count: ``answer 3, advice 1, en``."""
    words = ""
    for part in path:
        words += f" {part + 1}" if isinstance(part, int) else f", {part}" if words else part
    return words


def _one_of(known: Collection[str]) -> str:
    return _("Known are: %(values)s.") % {"values": ", ".join(value or '""' for value in known)}
