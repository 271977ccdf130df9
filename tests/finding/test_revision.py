"""The texts that tell one state of the data from another."""

import pytest
from django.db import transaction
from django.test import override_settings

from sites.finding import PointQuery, find_points, reference_revision, revision
from sites.models import DataVersion, ServicePoint


@pytest.mark.usefixtures("reference_data")
def test_revision_moves_with_data_and_release() -> None:
    before, reference = revision(), reference_revision()
    DataVersion.advance()
    after = revision()
    assert before != after
    assert reference_revision() == reference
    with override_settings(RELEASE="another"):
        assert revision() not in {before, after}
        assert reference_revision() != reference


@pytest.mark.usefixtures("reference_data")
def test_that_of_the_reference_data_moves_with_them_alone() -> None:
    before, reference = revision(), reference_revision()
    DataVersion.advance_reference()
    assert reference_revision() != reference
    assert revision() == before


@pytest.mark.django_db(transaction=True)
def test_points_are_counted_again_when_they_change(real_points: None) -> None:
    everything = PointQuery(with_total=True)
    assert find_points(everything).total == 57
    with transaction.atomic():
        ServicePoint.objects.filter(serial__lte=7).update(is_active=False)
        DataVersion.advance()
    assert find_points(everything).total == 50
    assert find_points(PointQuery(region="500116", with_total=True)).total == 50
