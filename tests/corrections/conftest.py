"""Two members of staff, and all that is stored as one text."""

import pytest
from django.contrib.auth.models import User

from tests.desk.conftest import stored

__all__ = ["stored"]


@pytest.fixture
def li(db: None) -> User:
    return User.objects.create_user("li")


@pytest.fixture
def wang(db: None) -> User:
    return User.objects.create_user("wang")
