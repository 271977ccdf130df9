"""Rules for passwords that Django has, said in words that are translated."""

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.utils.translation import gettext as _


class LongEnough(MinimumLengthValidator):
    """Refuses short passwords."""

    def get_error_message(self) -> str:
        """Return what is wrong with a password."""
        text = _("This password is too short: it needs at least %(length)d characters.")
        return text % {"length": self.min_length}

    def get_help_text(self) -> str:
        """Return the rule."""
        return _("A password has at least %(length)d characters.") % {"length": self.min_length}
