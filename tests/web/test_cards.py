import pytest
from django.utils.translation import override

from sites.finding import catalog, find_points, parse_query
from sites.geo.precision import Precision
from sites.models import ServicePoint
from sites.web.cards import Card, cards_of, distance_text
from tests.factories import MakePoint, at


def cards(**parameters: str) -> list[Card]:
    query = parse_query({name: [value] for name, value in parameters.items()})
    return cards_of(find_points(query).points, catalog("en"))


@pytest.mark.parametrize(
    ("metres", "approximate", "text"),
    [
        (None, False, ""),
        (0.0, False, "0 m"),
        (346.0, False, "350 m"),
        (1234.0, False, "1.2 km"),
        (12.0, True, "about 1 km"),
        (3456.0, True, "about 3 km"),
    ],
)
def test_a_distance_is_no_finer_than_it_is_known(
    metres: float | None, approximate: bool, text: str
) -> None:
    with override("en"):
        assert distance_text(metres, approximate) == text


def test_a_card_says_how_sure_the_position_is(three_places: list[ServicePoint]) -> None:
    office, bank, building, nowhere = cards(language="en")
    assert office.is_coarse
    assert office.precision_note
    assert office.error_radius_m == Precision.TOWN.error_radius_m
    assert bank.precision_note == office.precision_note
    assert (building.precision_note, building.is_coarse) == ("", False)
    assert (nowhere.place, nowhere.is_coarse, nowhere.error_radius_m) == (None, False, None)
    assert nowhere.precision_note not in {"", office.precision_note}
    assert nowhere.town == ""


@pytest.mark.parametrize("precision", [p for p in Precision if p is not Precision.ROOFTOP])
def test_every_coarse_precision_is_said(make_point: MakePoint, precision: Precision) -> None:
    make_point(position=at((106.2, 29.2), precision))
    (card,) = cards()
    assert card.is_coarse
    assert card.precision_note


def test_a_pin_that_a_person_set_is_said_to_be_one(make_point: MakePoint) -> None:
    make_point(position=at((106.2, 29.2), Precision.ROOFTOP, "staff"))
    (card,) = cards()
    assert card.position_source == "工作人员"


@pytest.mark.parametrize(
    ("phone", "shown", "tel"),
    [
        ("47564298", "023-47564298", "tel:+862347564298"),
        ("13800138000", "13800138000", "tel:+8613800138000"),
        ("0571-87654321", "0571-87654321", "tel:+8657187654321"),
        ("12333", "12333", "tel:12333"),
        ("", "", ""),
    ],
)
def test_a_phone_is_one_tap_and_complete(
    make_point: MakePoint, phone: str, shown: str, tel: str
) -> None:
    if phone:
        make_point(phone=phone)
    else:
        ServicePoint.objects.filter(pk=make_point().pk).update(phone="", phone_e164="")
    assert [(card.phone, card.tel) for card in cards()] == [(shown, tel)]


def test_names_are_those_of_the_catalogue(three_places: list[ServicePoint]) -> None:
    names = {service.code: service.name for service in catalog("en").services}
    assert cards(language="en")[2].services == (names["unlock"], names["activation"])
    assert cards(language="en")[0].hotline == "12333"
