"""What plain values of points refer to is read region by region."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sites.models import Town
from sites.reference.stored import Reference


@pytest.mark.usefixtures("reference_data")
def test_towns_by_key_and_id() -> None:
    town = Town.objects.get(key="baisha")
    reference = Reference()
    with CaptureQueriesContext(connection) as queries:
        assert reference.towns_of("500116")["baisha"] == town
        assert reference.town_key("500116", town.pk) == "baisha"
    assert len(queries) == 1


@pytest.mark.usefixtures("reference_data")
def test_what_there_is_not() -> None:
    reference = Reference()
    assert reference.region("500116").name == "江津区"
    for missing in (
        lambda: reference.region("999999"),
        lambda: reference.towns_of("999999")["baisha"],
        lambda: reference.town_key("500116", 10**6),
        lambda: reference.mask(["fly"]),
    ):
        with pytest.raises(KeyError):
            missing()


@pytest.mark.usefixtures("reference_data")
def test_services_as_a_mask_and_back() -> None:
    reference = Reference()
    assert reference.codes(reference.mask(["activation", "reissue"])) == ["reissue", "activation"]
