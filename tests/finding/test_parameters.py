"""Query parameters are typed values or named errors, never anything else."""

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sites.finding import InvalidQuery, ParameterError, PointQuery, filter_parameters, parse_query
from sites.finding.parameters import PARAMETERS
from sites.geo.boxes import Box
from sites.geo.coordinate import Coordinate


def wrong(parameters: Mapping[str, Sequence[str]], **options: frozenset[str]) -> list[str]:
    with pytest.raises(InvalidQuery) as caught:
        parse_query(parameters, **options)
    return [error.name for error in caught.value.errors]


def test_nothing_asks_for_everything() -> None:
    assert parse_query({}) == PointQuery()


def test_all_parameters() -> None:
    assert parse_query(
        {
            "region": ["500116"],
            "town": [" 白沙镇 "],
            "service": ["unlock,reissue", "activation", "unlock"],
            "operator": ["icbc"],
            "kind": ["bank"],
            "q": ["  白沙   支行 "],
            "bbox": ["105,28,107,30"],
            "near": ["106.2512349,-29.29"],
            "radius": ["1.5e3"],
            "limit": ["10"],
            "cursor": ["abc"],
            "language": ["en"],
        }
    ) == PointQuery(
        region="500116",
        town="白沙镇",
        services=("unlock", "reissue", "activation"),
        operator="icbc",
        kind="bank",
        text="白沙 支行",
        bbox=Box(105, 28, 107, 30),
        near=Coordinate(106.25123, -29.29),
        radius_m=1500.0,
        limit=10,
        cursor="abc",
        language="en",
    )


def test_empty_values_of_a_form_are_no_conditions() -> None:
    assert parse_query({name: ["", " "] for name in PARAMETERS}) == PointQuery()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("near", "106.25"),
        ("near", "106.25,29.29,3"),
        ("near", "200,29"),
        ("near", "29.29,106.25"),
        ("near", "nan,nan"),
        ("near", "inf,0"),
        ("near", "1_0,2"),
        ("near", "１０,２"),
        ("near", ","),
        ("near", "1e999,0"),
        ("bbox", "1,2,3"),
        ("bbox", "1,3,2,2"),
        ("bbox", "-181,0,0,0"),
        ("bbox", "a,b,c,d"),
        ("limit", "0"),
        ("limit", "1001"),
        ("limit", "-1"),
        ("limit", "1.0"),
        ("limit", "１０"),
        ("limit", "9" * 5000),
        ("language", "fr"),
        ("q", "x" * 201),
        ("town", "x" * 201),
    ],
)
def test_unreadable_value_is_named(name: str, value: str) -> None:
    assert wrong({name: [value]}) == [name]


@pytest.mark.parametrize("value", ["-1", "nan", "inf", "5km", ""])
def test_unreadable_radius_is_named(value: str) -> None:
    if value:
        assert wrong({"near": ["1,2"], "radius": [value]}) == ["radius"]
    else:
        assert parse_query({"near": ["1,2"], "radius": [value]}).radius_m is None


def test_radius_needs_near_and_a_wrong_near_is_named_once() -> None:
    assert wrong({"radius": ["5"]}) == ["radius"]
    assert wrong({"radius": ["5"], "near": ["x"]}) == ["near"]


def test_unknown_repeated_and_missing_parameters_are_all_named() -> None:
    parameters = {"twon": ["x"], "town": ["a", "b"], "format": ["csv"]}
    found = wrong(parameters, also=frozenset({"format"}), required=frozenset({"near"}))
    assert found == ["twon", "near", "town"]


def test_what_a_door_does_not_take_is_unknown_to_it() -> None:
    assert parse_query({"region": ["500116"]}, filters={"region"}).region == "500116"
    with pytest.raises(InvalidQuery) as caught:
        parse_query({"q": ["a", "b"], "near": ["x"]}, filters={"region"}, also=frozenset({"near"}))
    (error,) = caught.value.errors
    assert (error.name, error.value, error.valid) == ("q", "a,b", ("region", "near"))


def test_error_repeats_only_the_beginning_of_a_long_value() -> None:
    with pytest.raises(InvalidQuery) as caught:
        parse_query({"near": ["x" * 10_000]})
    assert len(caught.value.errors[0].value) < 100
    assert wrong({"x" * 10_000: ["1"]}) == ["x" * 80 + "…"]


@given(st.dictionaries(st.sampled_from(PARAMETERS), st.lists(st.text(), max_size=3)))
def test_any_text_is_a_question_or_a_named_error(parameters: dict[str, list[str]]) -> None:
    errors: tuple[ParameterError, ...] = ()
    try:
        parse_query(parameters)
    except InvalidQuery as error:
        errors = error.errors
        assert errors
    assert {one.name for one in errors} <= set(PARAMETERS)
    assert all(one.message for one in errors)


names = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=20)
degrees = st.tuples(st.floats(-180, 180), st.floats(-90, 90))


@given(
    st.builds(
        PointQuery,
        region=st.none() | names,
        town=st.none() | names,
        services=st.lists(names, max_size=3, unique=True).map(tuple),
        operator=st.none() | names,
        kind=st.none() | names,
        text=names | st.just(""),
        bbox=st.none()
        | st.builds(
            lambda a, b: Box(a[0], min(a[1], b[1]), b[0], max(a[1], b[1])), degrees, degrees
        ),
    )
)
def test_conditions_survive_a_link(query: PointQuery) -> None:
    assert parse_query({k: [v] for k, v in filter_parameters(query).items()}) == query


def test_a_link_does_not_say_where_somebody_is() -> None:
    query = PointQuery(near=Coordinate(106.25, 29.29), radius_m=500.0, limit=3, language="en")
    assert filter_parameters(query) == {"radius": "500.0"}


def test_more_codes_than_anybody_means_are_one_error() -> None:
    codes = ",".join(map(str, range(100_000)))
    with pytest.raises(InvalidQuery) as caught:
        parse_query({"service": [codes]})
    (error,) = caught.value.errors
    assert (error.name, len(error.value)) == ("service", 81)
