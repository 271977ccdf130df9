"""A problem names the line of the value that is wrong."""

import pytest

from sites.guides.problems import line_of

TOML = """\
# title = a comment
title = "x"

[[rule]]
topic = "a"
steps = [
  # first
  { zh = "1" },

  { zh = "2" },
]

[[rule]]
topic = "b"
marks = ["x", "y"]
"""


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("title",), 2),
        (("rule", 0), 4),
        (("rule", 0, "topic"), 5),
        (("rule", 1, "topic"), 14),
        (("rule", 0, "steps"), 6),
        (("rule", 0, "steps", 0, "zh"), 8),
        (("rule", 0, "steps", 1, "zh"), 10),
        (("rule", 0, "steps", 7, "zh"), 6),
        (("rule", 1, "steps"), 13),
        (("rule", 1, "marks", 1), 15),
        (("rule", 9, "topic"), 1),
        (("nothing",), 1),
        ((), 1),
    ],
)
def test_where_a_value_stands(path: tuple[str | int, ...], line: int) -> None:
    assert line_of(TOML, path) == line
