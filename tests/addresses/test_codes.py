import pytest

from sites.addresses.codes import codes_around


@pytest.mark.parametrize(
    ("code", "codes"),
    [
        ("500116", ("500116", "500100", "500000")),
        ("441900", ("441900", "440000")),
        ("110000", ("110000",)),
    ],
)
def test_a_region_lies_in_its_prefecture_and_its_province(
    code: str, codes: tuple[str, ...]
) -> None:
    assert codes_around(code) == codes
