import pytest
from django.db import IntegrityError, transaction

from sites.models import DataVersion


@pytest.mark.django_db
def test_it_starts_at_zero_and_grows_by_one() -> None:
    assert DataVersion.current() == 0
    assert [DataVersion.advance(), DataVersion.advance()] == [1, 2]
    assert DataVersion.current() == 2


@pytest.mark.django_db
def test_a_change_that_is_rolled_back_does_not_count() -> None:
    DataVersion.advance()
    with transaction.atomic():
        DataVersion.advance()
        transaction.set_rollback(True)
    assert DataVersion.current() == 1


@pytest.mark.django_db(transaction=True)
def test_it_moves_only_inside_a_transaction() -> None:
    with pytest.raises(transaction.TransactionManagementError):
        DataVersion.advance()
    assert DataVersion.current() == 0


@pytest.mark.django_db
def test_there_is_one_row() -> None:
    DataVersion.advance()
    with pytest.raises(IntegrityError), transaction.atomic():
        DataVersion.objects.create(pk=2)
