"""What is wrong with a phone number, in the language of the person who reads it."""

from django.utils.translation import gettext

from sites.phones.errors import PhoneError


def phone_message(error: PhoneError) -> str:
    """Return the error's sentence in the active language: what is wrong and what to do."""
    problem, remedy = phone_problem(error)
    return gettext("%(problem)s %(remedy)s") % {"problem": problem, "remedy": remedy}


def phone_problem(error: PhoneError) -> tuple[str, str]:
    """Return what is wrong, and what to do, in the active language."""
    return gettext(error.problem) % error.parameters, gettext(error.remedy) % error.parameters
