"""What can be wrong with a phone number, and the sentence that says what to do."""

from types import MappingProxyType
from typing import Final


def gettext_noop(message: str) -> str:
    """Return `message`: the name marks it for the catalogue of translations."""
    return message


# By code: what is wrong, and what to do. The caller translates both and fills in
# `PhoneError.parameters`.
_TEMPLATES: Final = MappingProxyType(
    {
        "several_numbers": (
            gettext_noop("This is more than one number."),
            gettext_noop("Keep one here and put the others into the note."),
        ),
        "letters": (
            gettext_noop("“%(found)s” does not belong in a phone number."),
            gettext_noop("Use digits only, with 转 before an extension."),
        ),
        "masked": (
            gettext_noop("Some digits of the number are hidden by x or *."),
            gettext_noop("Enter all of them."),
        ),
        "no_digits": (
            gettext_noop("There is no digit in it."),
            gettext_noop("Enter the number, or leave the field empty."),
        ),
        "foreign": (
            gettext_noop("The number is not in mainland China (+86)."),
            gettext_noop("Enter a number that can be dialled there."),
        ),
        "unknown_area_code": (
            gettext_noop("%(area_code)s is not an area code."),
            gettext_noop("Correct it, or enter the local number alone."),
        ),
        "mobile_with_area_code": (
            gettext_noop("%(found)s is a mobile number, which takes no area code."),
            gettext_noop("Leave out the %(area_code)s in front of it."),
        ),
        "wrong_length": (
            gettext_noop(
                "Without the area code the number has %(found)s digits; in area %(area_code)s it "
                "has %(expected)s, a mobile number has 11."
            ),
            gettext_noop("Compare it with the source digit by digit."),
        ),
        "too_short": (
            gettext_noop(
                "%(found)s is too short: in area %(area_code)s a number has %(expected)s digits, a "
                "mobile number 11."
            ),
            gettext_noop(
                "Enter all of it. If %(found)s is a hotline, it is missing in "
                "data/reference/short_numbers.csv: tell whoever runs the site."
            ),
        ),
        "emergency": (
            gettext_noop("%(found)s is for emergencies: no outlet answers there."),
            gettext_noop("Enter the outlet's own number."),
        ),
        "no_such_number": (
            gettext_noop("No number %(found)s can exist."),
            gettext_noop("Compare it with the source digit by digit."),
        ),
        "bad_extension": (
            gettext_noop("The extension must have 1 to 6 digits."),
            gettext_noop("Write it like 47564298转8001."),
        ),
    }
)


class PhoneError(ValueError):
    """A text that is no phone number; the message says, in English, why and what to do.

    Attributes:
        code: what is wrong, one of the keys above.
        problem: the English sentence on it with ``%(name)s`` places, for translation.
        remedy: the same on what to do.
        parameters: what goes into these places.
    """

    def __init__(self, code: str, **parameters: str) -> None:
        self.code = code
        self.problem, self.remedy = _TEMPLATES[code]
        self.parameters = parameters
        super().__init__(f"{self.problem} {self.remedy}" % parameters)
