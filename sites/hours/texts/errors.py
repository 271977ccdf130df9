"""Why a text does not tell the hours, and the sentence that says what to do."""

from types import MappingProxyType
from typing import Final

__all__ = ["HoursTextError"]


def gettext_noop(message: str) -> str:
    """Return `message`: the name marks it for the catalogue of translations."""
    return message


# By code: what is wrong, and what to do. The caller translates both and fills in what was found.
_TEMPLATES: Final = MappingProxyType(
    {
        "empty": (
            gettext_noop("There is no text."),
            gettext_noop("Enter the hours, or leave the field empty."),
        ),
        "too_long": (
            gettext_noop("The text is too long to be about opening hours alone."),
            gettext_noop("Keep the hours and put the rest into the note."),
        ),
        "no_hours": (
            gettext_noop("It does not say from when to when the outlet is open on which days."),
            gettext_noop("Write days and times, such as 周一至周五 9:00-17:00."),
        ),
        "not_understood": (
            gettext_noop("“%(found)s” is not understood."),
            gettext_noop("Leave it out, or say it in other words."),
        ),
        "contradiction": (
            gettext_noop("It says two different things of the same day."),
            gettext_noop("Write once for each day when the outlet is open."),
        ),
        "impossible_time": (
            gettext_noop("“%(found)s”: there is no such time or date."),
            gettext_noop("Write times such as 9:00-17:00, and 次日 before one of the next day."),
        ),
        "ambiguous": (
            gettext_noop("It can be read in more than one way."),
            gettext_noop("Write out days, dates and times, in 24 hours."),
        ),
        "not_hours": (
            gettext_noop("It is about something else than the hours: “%(found)s”."),
            gettext_noop("Keep the hours and put the rest into the note."),
        ),
    }
)


class HoursTextError(ValueError):
    """A text that does not tell the hours; the message says, in English, why and what to do.

    Attributes:
        code: what is wrong, one of the keys above.
        problem: the English sentence on it with a ``%(found)s`` place, for translation.
        remedy: the same on what to do.
        parameters: what goes into the place: the part of the text that it is about.
    """

    def __init__(self, code: str, found: str = "") -> None:
        self.code = code
        self.problem, self.remedy = _TEMPLATES[code]
        self.parameters = {"found": found}
        super().__init__(f"{self.problem} {self.remedy}" % self.parameters)
