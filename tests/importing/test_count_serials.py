from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from sites.importing.count_serials import count_rows
from sites.importing.rows import Row


def rows(*sections: Sequence[str]) -> list[Row]:
    found: list[Row] = []
    for section, serials in enumerate(sections):
        for serial in serials:
            cells = {"serial": serial, "name": "农商行"}
            found.append(Row(number=len(found) + 2, cells=cells, section=section))
    return found


def serials(*sections: Sequence[str]) -> list[int | None]:
    counted = count_rows(rows(*sections))
    return [counted.serials.get(row.number) for row in rows(*sections)]


def test_a_list_that_goes_on_keeps_its_numbers() -> None:
    counted = count_rows(rows(["1", "2"], ["3", "4"], ["5"]))
    assert list(counted.serials.values()) == [1, 2, 3, 4, 5]
    assert not counted.starts_again
    assert not counted.remarks


def test_lists_that_start_again_have_no_serials() -> None:
    for second in (["1", "2"], ["2", "3"], ["一", "二"]):
        counted = count_rows(rows(["1", "2"], second))
        assert counted.starts_again
        assert counted.serials == {}
        assert counted.twins == frozenset()


def test_the_same_number_twice_in_one_list_is_wrong_in_both_rows() -> None:
    assert count_rows(rows(["1", "5", "5.0", "6"])).twins == {3, 4}
    # Whether or not other lists start again.
    assert count_rows(rows(["1", "2", "2"], ["1", "2"])).twins == {3, 4}
    # A slip in a list that goes on after a page is one, too.
    assert count_rows(rows(["1", "2", "3"], ["4", "2", "5"])).twins == {3, 6}


def test_what_is_merely_read_as_a_number_gives_way() -> None:
    assert serials(["1", "①", "2"]) == [1, None, 2]
    assert serials(["一", "①", "2"]) == [None, None, 2]
    counted = count_rows(rows(["1", "①", "2"]))
    assert counted.twins == frozenset()
    assert list(counted.remarks) == [3]


def test_what_is_no_number_is_told_and_never_wrong() -> None:
    printed = ["1-1", "=ROW()-1", "2026-01-01 00:00:00", "0", "9" * 30, "x", "1.5", "<b>"]
    counted = count_rows(rows(printed))
    assert counted.serials == {}
    assert len(counted.remarks) == len(printed)
    assert all("no serial" in text for text in counted.remarks.values())


def test_an_empty_cell_is_nothing_to_tell() -> None:
    counted = count_rows(rows(["", " ", "/", "无", "——"]))
    assert (counted.serials, counted.remarks) == ({}, {})


@given(st.lists(st.lists(st.sampled_from(["1", "2", "3", "一", "②", "x", "", "03"]), max_size=5)))
def test_no_serial_is_given_twice(sections: list[list[str]]) -> None:
    counted = count_rows(rows(*sections))
    given_once = [
        serial for number, serial in counted.serials.items() if number not in counted.twins
    ]
    assert len(set(given_once)) == len(given_once)
