"""The accuracy that docs/accuracy.md states is the one that is measured."""

from collections import Counter
from pathlib import Path

import pytest

from bench import accuracy, names
from bench.tables import BENCH_DATA, jiangjin, rows_of
from sites.geocoding.gazetteer.data import gazetteer_data
from sites.geocoding.gazetteer.search import search_places

DOCS = Path(__file__).resolve().parents[3] / "docs" / "accuracy.md"
# Asking for all towns of the country takes half a minute: the tests below ask for a sample.
LONG = frozenset({"every_town", "every_county", "random_towns"})
STEP = 25


def test_made_up_addresses_lead_to_no_wrong_place() -> None:
    rows = list(rows_of(BENCH_DATA / "addresses_elsewhere.csv"))
    assert len({row["text"] + row["searched_from"] for row in rows}) == len(rows) == 200
    verdicts = Counter(
        accuracy.verdict(row, search_places(row["text"], row["searched_from"] or None))
        for row in rows
    )
    assert verdicts["wrong"] == verdicts["none"] == verdicts["coarse"] == 0
    assert verdicts["town"] >= 198


@pytest.mark.parametrize("name", ["addresses_public", "addresses_public_own"])
def test_addresses_of_public_kinds_lead_to_the_right_county(name: str) -> None:
    """At least 95 % of 112, and none to a wrong one."""
    rows = list(rows_of(BENCH_DATA / f"{name}.csv"))
    assert len({row["text"] for row in rows}) == len(rows) == 112
    verdicts = Counter(
        accuracy.county_verdict(row["counties"], search_places(row["text"])) for row in rows
    )
    assert verdicts["wrong"] == 0
    assert verdicts["right"] >= 0.95 * len(rows)


@pytest.mark.parametrize(
    ("form", "floor"),
    [
        ("in full", 0.995),
        ("areas without their ranks", 0.995),
        ("nothing with its rank", 0.97),
    ],
)
def test_towns_are_found_behind_the_areas_around_them(form: str, floor: float) -> None:
    towns = names.all_towns()[::STEP]
    counts = names.town_verdicts(towns, names.town_forms()[form])
    assert counts["town"] >= floor * len(towns)
    assert counts["wrong"] <= 0.002 * len(towns)


def test_counties_are_found_behind_a_short_city() -> None:
    assert len(names.counties_not_found()) <= 0.005 * len(names.all_counties())


def test_a_town_s_name_alone_leads_to_no_certain_wrong_place() -> None:
    homes = names.homes_of(names.all_towns())
    counts = names.random_verdicts(names.pick(1_500), homes)
    assert counts["wrong and certain"] == 0
    assert counts["right or among a choice"] >= 0.99 * counts.total()


def test_nor_does_one_that_the_list_does_not_have() -> None:
    towns = names.all_towns()
    homes = names.homes_of(towns)
    forgotten = names.forgotten_names(homes)
    assert len(forgotten) > 3_000
    unknown = [town for town in towns if town[1] in forgotten]
    with names.without(forgotten):
        assert not gazetteer_data().places_called(unknown[0][1], "")
        counts = names.random_verdicts(unknown[::3], homes)
    assert counts["wrong and certain"] == 0
    assert names.all_towns() == towns


def test_no_other_county_is_taken_for_the_region() -> None:
    claims = names.county_claims(jiangjin(has_towns=True))
    assert claims.keys() == {"elsewhere", "doubtful"}
    assert set(claims["doubtful"]) == {"新城区", "城区", "郊区", "东区"}


@pytest.mark.parametrize("table", sorted(accuracy.TABLES.keys() - LONG))
def test_documented_tables_are_the_printed_ones(
    table: str, capsys: pytest.CaptureFixture[str]
) -> None:
    accuracy.TABLES[table]()
    documented = DOCS.read_text(encoding="utf-8")
    printed = [line for line in capsys.readouterr().out.splitlines() if line.startswith("| ")]
    assert len(printed) > 2
    for line in printed:
        assert line in documented
