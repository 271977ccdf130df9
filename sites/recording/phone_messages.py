"""What is wrong with a phone number, in the language of the person who reads it."""

from django.utils.translation import gettext

from sites.phones.errors import PhoneError


def phone_message(error: PhoneError) -> str:
    """Return the error's sentence in the active language: what is wrong and what to do."""
    return gettext(error.template) % error.parameters
