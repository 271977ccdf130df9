from itertools import combinations, pairwise

import pytest

from sites.geo.precision import Precision


def test_the_members_run_from_fine_to_coarse() -> None:
    assert list(Precision) == ["rooftop", "street", "village", "town", "region"]
    for finer, coarser in combinations(Precision, 2):
        assert finer.finer_than(coarser)
        assert not coarser.finer_than(finer)


@pytest.mark.parametrize("precision", Precision)
def test_nothing_is_finer_than_itself(precision: Precision) -> None:
    assert not precision.finer_than(precision)


def test_each_level_is_clearly_coarser_than_the_one_before() -> None:
    radii = [precision.error_radius_m for precision in Precision]

    assert radii == [30, 300, 1_000, 3_000, 30_000]
    assert all(coarser >= 3 * finer for finer, coarser in pairwise(radii))
