"""What a person who has given a password still has to do before the desk opens."""

from enum import Enum, auto

from django.contrib.auth.models import User

from sites.access.passwords import is_given
from sites.access.second_factor import has_factor, is_forced


class LoginStep(Enum):
    """What is left to do."""

    DONE = auto()
    ENTER_CODE = auto()
    CHOOSE_PASSWORD = auto()
    SET_UP = auto()


def next_login_step(user: User, *, is_verified: bool) -> LoginStep:
    """Return the next thing to do; `is_verified` says whether the second factor was given."""
    if not is_verified and has_factor(user):
        return LoginStep.ENTER_CODE
    if is_given(user):
        return LoginStep.CHOOSE_PASSWORD
    if not is_verified and is_forced(user):
        return LoginStep.SET_UP
    return LoginStep.DONE
