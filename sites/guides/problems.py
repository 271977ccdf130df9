"""What is wrong with the files of the guides, told so that an editor can put it right."""

from dataclasses import dataclass

from django.utils.translation import gettext as _


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
