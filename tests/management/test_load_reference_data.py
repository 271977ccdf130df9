from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from sites.models import Town


def test_counts_are_printed(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_reference_data")
    assert "towns.csv: 30 added, 0 changed, 0 unchanged" in capsys.readouterr().out
    assert Town.objects.count() == 30
    call_command("load_reference_data")
    assert "towns.csv: 0 added, 0 changed, 30 unchanged" in capsys.readouterr().out


def test_problems_end_it(db: None, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"regions\.csv, row 0"):
        call_command("load_reference_data", directory=tmp_path)
