"""What is remembered of providers, and for how long."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from pytest_django import DjangoAssertNumQueries, Settings

from sites.geo.datum import Datum
from sites.geo.position import Position
from sites.geo.precision import Precision
from sites.geocoding.memory import recall, remember
from sites.geocoding.provider_answers import AddressQuery, Answer, Located, NotFound
from sites.models import GeocodeRecord

QUERY = AddressQuery(region="500116", address="大同路526号", town="jijiang")
PLACE = Located(
    position=Position.located(
        106.2600, 29.2950, precision=Precision.ROOFTOP, source="amap", datum=Datum.GCJ02
    ),
    label="重庆市江津区大同路526号",
)


@pytest.mark.django_db
def test_answer_comes_back_as_it_was_given() -> None:
    remember({QUERY: {"amap": PLACE, "photon": NotFound()}})
    assert recall([QUERY]) == {QUERY: {"amap": PLACE, "photon": NotFound()}}


@pytest.mark.django_db
def test_question_is_more_than_the_address() -> None:
    remember({QUERY: {"amap": PLACE}})
    for other in (
        AddressQuery(region="500116", address=QUERY.address, town=None),
        AddressQuery(region="500116", address=QUERY.address, town="dingshan"),
        AddressQuery(region="500117", address=QUERY.address, town="jijiang"),
        AddressQuery(region="500116", address="大同路527号", town="jijiang"),
    ):
        assert recall([other]) == {}


@pytest.mark.django_db
def test_newer_answer_takes_the_place_of_the_older() -> None:
    remember({QUERY: {"amap": PLACE}})
    remember({QUERY: {"amap": NotFound()}})
    assert recall([QUERY]) == {QUERY: {"amap": NotFound()}}
    assert GeocodeRecord.objects.count() == 1


@pytest.mark.django_db
def test_old_answers_are_forgotten(settings: Settings) -> None:
    settings.GEOCODER_MEMORY_DAYS = 30
    remember({QUERY: {"amap": PLACE}})
    for days, is_known in ((29, True), (31, False)):
        GeocodeRecord.objects.update(answered_at=timezone.now() - timedelta(days=days))
        assert bool(recall([QUERY])) is is_known


@pytest.mark.django_db
def test_many_are_recalled_at_once(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    queries = [
        AddressQuery(region="500116", address=f"大同路{number}号", town=None)
        for number in range(2_000)
    ]
    remember({query: {"amap": NotFound()} for query in queries})
    with django_assert_num_queries(1):
        assert len(recall(queries)) == 2_000


@pytest.mark.django_db
def test_text_that_is_too_long_is_cut_or_left() -> None:
    long = AddressQuery(region="500116", address="大" * 301, town=None)
    remember({long: {"amap": PLACE}})
    assert recall([long]) == {}
    remember({QUERY: {"amap": Located(position=PLACE.position, label="大" * 1_000)}})
    answer = recall([QUERY])[QUERY]["amap"]
    assert isinstance(answer, Located)
    assert answer.label == "大" * 300


@pytest.mark.django_db
@pytest.mark.parametrize(
    "broken",
    [
        {"outcome": "located", "longitude": None},
        {"outcome": "not_found"},
        {"outcome": "failed"},
        {"longitude": 181.0},
        {"precision": "exact"},
        {"original_datum": ""},
        {"provider": ""},
    ],
)
def test_database_refuses_half_an_answer(broken: dict[str, object]) -> None:
    remember({QUERY: {"amap": PLACE}})
    with pytest.raises(IntegrityError), transaction.atomic():
        GeocodeRecord.objects.update(**broken)


class TestAnyAnswer(TestCase):
    @settings(max_examples=30)
    @given(
        longitude=st.floats(-180, 180),
        latitude=st.floats(-90, 90),
        precision=st.sampled_from(Precision),
        datum=st.sampled_from(Datum),
        label=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")),
    )
    def test_survives_storing(
        self, longitude: float, latitude: float, precision: Precision, datum: Datum, label: str
    ) -> None:
        try:
            position = Position.located(
                longitude, latitude, precision=precision, source="amap", datum=datum
            )
        except ValueError:
            return
        answer: Answer = Located(position=position, label=label[:300])
        remember({QUERY: {"amap": answer}})
        assert recall([QUERY]) == {QUERY: {"amap": answer}}
