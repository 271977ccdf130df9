from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from sites.models import DataVersion, PointChange, ServicePoint

TABLE = str(settings.BASE_DIR / "data" / "service_points.csv")


@pytest.mark.django_db(transaction=True)
def test_an_empty_database_becomes_ready_and_a_ready_one_stays_as_it_is(
    capsys: pytest.CaptureFixture[str],
) -> None:
    call_command("prepare", TABLE)
    assert ServicePoint.objects.filter(is_active=True).count() == 57
    assert ServicePoint.objects.filter(precision="town").count() == 56
    before = (DataVersion.current(), PointChange.objects.count())
    call_command("prepare", TABLE)
    assert (DataVersion.current(), PointChange.objects.count()) == before
    assert capsys.readouterr().out


@pytest.mark.django_db(transaction=True)
def test_a_table_that_is_not_there_ends_it(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(CommandError, match="cannot be opened"):
        call_command("prepare", "missing.csv", stdout=StringIO())
    assert ServicePoint.objects.count() == 0
    assert "towns.csv" in capsys.readouterr().out
