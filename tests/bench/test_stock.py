"""The baseline of the API's benchmark answers what the product answers."""

import pytest
from django.test import RequestFactory

from bench.stock import NearestViewSet, PointViewSet
from sites.api.columns import SERVICE_POINT


@pytest.mark.usefixtures("real_points")
@pytest.mark.parametrize("endpoint", [PointViewSet, NearestViewSet])
def test_each_row_has_the_columns_of_the_product(endpoint: type[PointViewSet]) -> None:
    request = RequestFactory().get("/", {"near": "106.26,29.29"})
    rows = endpoint.as_view({"get": "list"})(request).data
    assert rows
    assert {tuple(row) for row in rows} == {tuple(SERVICE_POINT.columns)}
