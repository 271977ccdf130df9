from collections.abc import Iterator

import pytest
from django.utils import translation

from sites.models import Region


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def jiangjin(reference_data: None) -> Region:
    return Region.objects.get(pk="500116")
