"""Damaged files of every format are tables or are refused: no other error comes out.

``python -m bench.mutants`` tries ten thousand of them.
"""

import pytest

from sites.importing.files.bounds import PUBLIC
from sites.importing.files.formats.read_file import read
from sites.importing.files.formats.refusal import Refusal
from tests.importing.files.mutants import corpus, mutants

MANY = 340


@pytest.mark.parametrize("name", corpus())
def test_the_sound_file_has_the_rows(name: str) -> None:
    assert len(read(corpus()[name], PUBLIC)[0].rows) in {3, 4}


def test_a_mutant_is_a_table_or_a_refusal() -> None:
    read_at_all = 0
    for _name, mutant in mutants(MANY, seed=9):
        try:
            found = read(mutant, PUBLIC)
        except Refusal:
            continue
        read_at_all += 1
        assert all(isinstance(cell, str) for table in found for row in table.rows for cell in row)
    # Neither all nor none: else the mutants would try nothing.
    assert MANY // 20 < read_at_all < MANY
