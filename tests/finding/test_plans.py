"""With many points, every question is answered through an index that holds what its filters ask."""

from dataclasses import replace
from typing import Any, Final

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sites.finding import PointQuery, find_points
from sites.geo.boxes import Box
from sites.geo.coordinate import Coordinate
from sites.models import Town
from sites.text.search_text import compose
from tests.finding.conftest import scatter

NEAR: Final = Coordinate(106.25, 29.29)
FILTERS: Final[dict[str, dict[str, Any]]] = {
    "nothing": {},
    "region": {"region": "500116"},
    "town": {"town": "jijiang"},
    "service": {"services": ("unlock",)},
    "operator": {"operator": "icbc"},
    "rare operator": {"operator": "abc"},
    "kind": {"kind": "office"},
    "rare kind": {"kind": "post"},
    "operator and kind": {"operator": "icbc", "kind": "post"},
    "common words": {"text": "网点"},
    "rare words": {"text": "四牌坊 支行"},
    "unknown words": {"text": "八角亭"},
    "common words of a rare operator": {"text": "网点", "operator": "abc"},
    "small box": {"bbox": Box(106.25, 29.29, 106.26, 29.3)},
    "large box": {"bbox": Box(100, 20, 110, 30)},
    "rare operator in a large box": {"bbox": Box(100, 20, 110, 30), "operator": "abc"},
    "rare words in a large box": {"bbox": Box(100, 20, 110, 30), "text": "四牌坊"},
}


@pytest.fixture
def _many_points(reference_data: None) -> None:
    """Store more points than can be read one by one, few of which have something rare."""
    del reference_data
    town = Town.objects.get(key="jijiang")
    places = [(106 + i * 1e-4, 29 + i % 70 * 1e-3) for i in range(5_200)]
    common = compose([], [], ["网点"])
    scatter(places, operator_id="icbc", kind="office", search_text=common, service_mask=7)
    rare = compose([], [], ["网点四牌坊支行"])
    scatter(places[:3], operator_id="abc", kind="bank", search_text=rare, town=town)
    scatter([None], operator_id="icbc", kind="office", search_text=common)


@pytest.mark.vendor("sqlite")
@pytest.mark.usefixtures("_many_points")
def test_no_statement_reads_the_rows_of_all_points() -> None:
    for name, filters in FILTERS.items():
        question = PointQuery(**filters, with_total=True, limit=10)
        near = replace(question, near=NEAR)
        for query in (question, near, replace(near, radius_m=90.0), replace(near, radius_m=9e5)):
            statements = asked_of_points(query)
            assert statements
            for statement in statements:
                assert "SCAN p" not in plan_of(statement), (name, statement)


def asked_of_points(query: PointQuery) -> list[str]:
    """Return the statements about points that the first two pages of an answer take."""
    with CaptureQueriesContext(connection) as asked:
        cursor = find_points(query).next_cursor
        if cursor is not None:
            find_points(replace(query, cursor=cursor))
    return [one["sql"] for one in asked if '"service_sites_servicepoint" AS p' in one["sql"]]


def plan_of(statement: str) -> list[str]:
    """Return the steps of SQLite's plan, without the reading of what a step before has yielded."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {statement.replace('%', '%%')}", ())
        steps = [row[3] for row in cursor.fetchall()]
    return steps[:-1] if steps[0] == "CO-ROUTINE p" else steps


@pytest.mark.vendor("postgresql")
@pytest.mark.usefixtures("_many_points")
def test_rare_words_are_looked_up() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE service_sites_servicepoint")
    for query in (PointQuery(text="四牌坊"), PointQuery(text="四牌", near=NEAR)):
        statements = [sql for sql in asked_of_points(query) if "service_sites_runs" in sql]
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN {statements[0].replace('%', '%%')}", ())
            assert "point_text" in " ".join(row[0] for row in cursor.fetchall())
