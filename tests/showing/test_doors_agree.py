"""Page, map and `find_points` give one answer to one question."""

from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sites.finding import InvalidQuery, find_points, parse_query
from sites.models import ServicePoint
from tests.showing.reading import PageReader

questions = st.fixed_dictionaries(
    {},
    optional={
        "town": st.sampled_from(["jijiang", "几江", "shuangfu", "双福街道", "baisha", "nowhere"]),
        "service": st.lists(st.sampled_from(["reissue", "unlock", "activation"]), max_size=3),
        "operator": st.sampled_from(["social-security", "cqrcb", "ccqtgb", "icbc", "unknown"]),
        "kind": st.sampled_from(["office", "bank", "post", "pub"]),
        "q": st.sampled_from(["几江", "jj", "支行", "4756", "x", "", "{{7*7}}"]),
        "region": st.sampled_from(["500116", "110101"]),
        "limit": st.sampled_from(["1", "2", "100", "0"]),
        "bbox": st.sampled_from(["106,29,107,30", "0,0,1,1", "x"]),
        "near": st.tuples(st.integers(105_800, 106_700), st.integers(28_400, 29_500)).map(
            lambda place: f"{place[0] / 1000},{place[1] / 1000}"
        ),
    },
)


@pytest.mark.parametrize("path", ["/", "/map/", "/en/", "/en/map/"])
@settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(parameters=questions)
def test_the_doors_agree(
    client: Client, three_places: list[ServicePoint], path: str, parameters: dict[str, Any]
) -> None:
    lists = {
        name: values if isinstance(values, list) else [values]
        for name, values in parameters.items()
    }
    try:
        expected = [point["id"] for point in find_points(parse_query(lists)).points]
    except InvalidQuery:
        expected = None
    response = (client.post if "near" in parameters else client.get)(path, parameters)
    if expected is None:
        assert response.status_code == 400
        return
    assert response.status_code == 200
    page = PageReader(response.content.decode())
    assert page.ids == expected
    if "map" in path:
        drawn = page.json("map-data")["outlets"]["features"]
        places = {str(point.public_id) for point in three_places if point.longitude is not None}
        assert [feature["properties"]["id"] for feature in drawn] == [
            one for one in expected if one in places
        ]
