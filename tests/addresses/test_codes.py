import pytest

from sites.addresses.codes import codes_around, is_code


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


@pytest.mark.parametrize(
    ("text", "is_one"),
    [("500116", True), ("50011", False), ("5001160", False), ("５００１１６", False), ("", False)],
)
def test_the_form_of_a_code(text: str, is_one: bool) -> None:
    assert is_code(text) is is_one
