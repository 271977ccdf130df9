import pytest
from hypothesis import given
from hypothesis import strategies as st

from sites.changes.serials import HIGHEST_SERIAL
from sites.importing.serial_texts import is_plain, read_serial


@pytest.mark.parametrize(
    ("text", "serial"),
    [
        *(
            ("7", 7),
            ("007", 7),
            ("９", 9),
            ("1.0", 1),
            ("5、", 5),
            ("4.", 4),
            ("4）", 4),
            ("（4）", 4),
        ),
        *(
            ("一", 1),
            ("（二）", 2),
            ("①", 1),
            ("⑳", 20),
            ("㈡", 2),
            ("⑶", 3),
            ("第3", 3),
            ("No.5", 5),
        ),
        *(("十", 10), ("十一", 11), ("二十", 20), ("二十一", 21), ("一百零三", 103), ("三、", 3)),
        *(("1-1", None), ("1.5", None), ("0", None), ("=ROW()-1", None), ("A1", None), ("", None)),
        *(("2026-01-01 00:00:00", None), ("石门镇", None), ("9" * 30, None), ("Ⅳ", None)),
    ],
)
def test_a_serial_is_read_however_it_is_written(text: str, serial: int | None) -> None:
    assert read_serial(text) == serial


@pytest.mark.parametrize(
    ("text", "plain"), [("7", True), ("７", True), ("1.0", True), ("①", False)]
)
def test_a_plain_number_is_told_from_what_is_read_as_one(text: str, *, plain: bool) -> None:
    assert is_plain(text) is plain
    assert not is_plain("007")


@given(st.integers(1, HIGHEST_SERIAL))
def test_every_number_is_read_as_itself(number: int) -> None:
    assert read_serial(str(number)) == read_serial(f"{number}、") == number
    assert is_plain(str(number))


@given(st.text(max_size=50))
def test_no_text_breaks_it(text: str) -> None:
    serial = read_serial(text)
    assert serial is None or 1 <= serial <= HIGHEST_SERIAL
