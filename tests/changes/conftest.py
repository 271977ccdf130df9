from functools import partial

import pytest

from sites.changes.author import Author
from tests import factories
from tests.factories import MakePoint


@pytest.fixture
def machine(reference_data: None) -> Author:
    """Return an author whose values are not locked."""
    return Author.geocoder("machine")


@pytest.fixture
def make_point(reference_data: None) -> MakePoint:
    return partial(factories.make_point, town="youxi", phone="47881050")
