"""What is wrong with the files of the guides, told so that an editor can put it right."""

import re
from collections import Counter
from dataclasses import dataclass
from typing import Final, TypeAlias

from django.utils.translation import gettext as _

KeyPath: TypeAlias = tuple[str | int, ...]
"""The way to a value: ``("answer", 2, "advice", 0, "en")``; tables count from zero."""

_HEADER: Final = re.compile(r"\s*\[\[\s*([\w-]+)\s*\]\]")
_KEY: Final = re.compile(r"\s*([\w-]+)\s*=\s*(\[\s*$)?")
_ELEMENT: Final = re.compile(r"\s*[^\s#\]]")


@dataclass(frozen=True, slots=True)
class ContentProblem:
    """One problem: the file, the line (1 is the first), the key within it, what to do."""

    file: str
    line: int
    key: str
    problem: str
    remedy: str

    def __str__(self) -> str:
        place = _("%(file)s, line %(line)d") % {"file": self.file, "line": self.line}
        where = f"{place}, {self.key}" if self.key else place
        return f"{where}: {self.problem} {self.remedy}"


class ContentError(ValueError):
    """Files that cannot be used, with every problem found in them."""

    def __init__(self, problems: list[ContentProblem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


def line_of(text: str, path: KeyPath) -> int:
    """Return the line of a value, or of the innermost thing around it that is found; from 1.

    The standard library's parser does not say. This knows the form that the guides have: tables in
    double brackets, one key per line, the elements of a long list each on a line of its own.
    """
    lines: dict[KeyPath, int] = {(): 1}
    table: KeyPath = ()
    array: KeyPath | None = None
    count: Counter[KeyPath] = Counter()
    for number, line in enumerate(text.splitlines(), 1):
        if header := _HEADER.match(line):
            table = (header[1], count[header[1],])
            count[header[1],] += 1
            lines[table] = number
        elif key := _KEY.match(line):
            lines.setdefault((*table, key[1]), number)
            array = (*table, key[1]) if key[2] else None
        elif array and _ELEMENT.match(line):
            lines[*array, count[array]] = number
            count[array] += 1
    return next(lines[path[:size]] for size in range(len(path), -1, -1) if path[:size] in lines)
