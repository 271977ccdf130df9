"""The text index leaves out no point that has the words, however the points came in."""

from collections.abc import Sequence

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from sites.changes.author import Author
from sites.changes.record import Edit, record
from sites.finding.search_words import fragments_of
from sites.finding.text_index import points_with
from sites.models import ServicePoint
from tests.factories import MakePoint
from tests.finding.conftest import insert_or_replace, scatter

pytestmark = pytest.mark.usefixtures("reference_data")

texts = st.text(st.sampled_from("白沙镇支行a1|"), max_size=12)


def found(fragments: Sequence[str]) -> set[int] | None:
    """Return the ids of the points that the index leads to, None if it leads nowhere."""
    source = points_with(connection, fragments)
    if source is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT p.id FROM {source.tables} WHERE {source.where.sql}",
            (*source.parameters, *source.where.parameters),
        )
        return {row[0] for row in cursor.fetchall()}


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(stored=st.lists(texts, max_size=8), words=st.lists(texts, min_size=1, max_size=3))
@example(stored=["|||白沙|", "|||江津|"], words=["沙"])
@example(stored=["白沙"], words=["白沙"])
def test_no_point_is_left_out(stored: list[str], words: list[str]) -> None:
    fragments = fragments_of(" ".join(words))
    if not fragments:
        return
    with transaction.atomic():
        points = [point for text in stored for point in scatter([None], search_text=text)]
        ids = found(fragments)
        transaction.set_rollback(True)
    having = {p.pk for p in points if all(one in p.search_text for one in fragments)}
    assert ids is not None
    assert having <= ids


def test_words_that_no_point_has_lead_to_none() -> None:
    scatter([None] * 3, search_text="|||白沙镇|")
    assert found(("八角亭",)) == set()
    assert found(("白角",)) == set()


def test_follows_recorded_changes(make_point: MakePoint) -> None:
    author = Author.geocoder("test")
    point, other = make_point(name="四牌坊支行"), make_point(name="大西门支行")
    assert found(("四牌",)) == {point.pk}
    record([Edit(point=point, values={"name": "五里墩支行"})], author)
    assert found(("四牌",)) == set()
    assert found(("五里墩",)) == {point.pk}
    record([Edit(point=other, values={"is_active": False})], author)
    assert found(("大西门",)) == set()


def test_follows_every_way_of_writing() -> None:
    kept, updated, deleted = scatter([None] * 3, search_text="|||白沙镇|")
    ServicePoint.objects.filter(pk=updated.pk).update(search_text="|||四牌坊|")
    ServicePoint.objects.filter(pk=deleted.pk).delete()
    assert found(("白沙",)) == {kept.pk}
    assert found(("四牌坊",)) == {updated.pk}


@pytest.mark.vendor("sqlite")
def test_replaced_rows_are_found_by_their_new_text_alone() -> None:
    (point,) = scatter([None], search_text="|||白沙镇|")
    insert_or_replace(point, "search_text", "'|||四牌坊|'")
    with connection.cursor() as cursor:
        cursor.execute("SELECT term FROM service_sites_point_text_runs")
        runs = {row[0] for row in cursor.fetchall()}
    assert "四牌坊" in runs
    assert "白沙镇" not in runs
    assert found(("白沙",)) == set()
    assert found(("四牌坊",)) == {point.pk}


@pytest.mark.vendor("sqlite")
def test_what_too_many_runs_begin_with_is_left_to_the_condition() -> None:
    scatter([None], search_text="|".join(f"沙{chr(0x4E00 + n)}" for n in range(201)))
    assert found(("沙",)) is None
    assert found(("沙", "沙七|")) == set(ServicePoint.objects.values_list("pk", flat=True))
