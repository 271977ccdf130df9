"""The accuracy that docs/accuracy.md states is the one that is measured."""

from collections import Counter
from pathlib import Path

import pytest

from bench import accuracy
from sites.geocoding.gazetteer.search import search_places

DOCS = Path(__file__).resolve().parents[3] / "docs" / "accuracy.md"


def test_made_up_addresses_lead_to_no_wrong_place() -> None:
    rows = list(accuracy.rows_of(accuracy.BENCH_DATA / "addresses_elsewhere.csv"))
    assert len({row["text"] + row["searched_from"] for row in rows}) == len(rows) == 200
    verdicts = Counter(
        accuracy.verdict(row, search_places(row["text"], row["searched_from"] or None))
        for row in rows
    )
    assert verdicts["wrong"] == verdicts["none"] == 0
    assert verdicts["town"] + verdicts["county"] >= 198
    assert verdicts["town"] >= 113


@pytest.mark.parametrize("table", accuracy.TABLES)
def test_documented_tables_are_the_printed_ones(
    table: str, capsys: pytest.CaptureFixture[str]
) -> None:
    accuracy.TABLES[table]()
    documented = DOCS.read_text(encoding="utf-8")
    printed = [line for line in capsys.readouterr().out.splitlines() if line.startswith("| ")]
    assert len(printed) > 3
    for line in printed:
        assert line in documented
