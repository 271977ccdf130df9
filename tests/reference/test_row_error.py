"""What is wrong with a row, on one line."""

from dataclasses import replace

from sites.reference.row_error import RowError

ERROR = RowError(2, "电话", "123", "No such number.", "Correct it.", file="towns.csv")


def test_it_says_where_the_row_stands_and_what_to_do() -> None:
    assert str(ERROR) == "towns.csv, row 2, 电话 “123”: No such number. Correct it."
    assert ERROR.text("row 5") == "row 5, 电话 “123”: No such number. Correct it."


def test_it_says_which_outlet_is_meant() -> None:
    named = replace(ERROR, serial="3", name="白沙社保所")
    assert named.text("row 5").startswith("row 5 (3 白沙社保所), 电话 “123”: ")


def test_of_a_whole_file_there_is_no_cell() -> None:
    error = RowError(0, "", "", "The file is not in UTF-8.", "Save it as UTF-8.", file="towns.csv")
    assert str(error) == "towns.csv, row 0: The file is not in UTF-8. Save it as UTF-8."
