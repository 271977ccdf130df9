"""Which operator runs an outlet, by the marks in its name."""

from collections.abc import Iterable
from typing import Final

from sites.models import Operator
from sites.text.normalise import normalise_text

_ANYWHERE: Final = "*"


class OperatorMarks:
    """The marks of all operators: texts that an outlet's name begins with, or has (``*…``)."""

    def __init__(self, operators: Iterable[Operator]) -> None:
        marks: list[tuple[str, bool, Operator]] = []
        for operator in operators:
            for mark in operator.name_marks:
                text = normalise_text(mark.removeprefix(_ANYWHERE))
                marks.append((text, mark.startswith(_ANYWHERE), operator))
        self._longest_first = sorted(marks, key=lambda mark: -len(mark[0]))

    def operator_of(self, name: str) -> Operator | None:
        """Return the operator that the longest fitting mark stands for.

        None if no mark fits, or if two operators have an equally long one: that is reported to a
        person and not guessed.
        """
        found: Operator | None = None
        length = 0
        for mark, is_anywhere, operator in self._longest_first:
            if len(mark) < length:
                break
            if (mark in name) if is_anywhere else name.startswith(mark):
                if found is not None and found != operator:
                    return None
                found, length = operator, len(mark)
        return found
