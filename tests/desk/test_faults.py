"""Killed in the middle of a save or of taking a change back: all of it is there, or nothing."""

import json
from pathlib import Path

import pytest

from tests.processes import place_of_tests


@pytest.mark.django_db(transaction=True)
def test_nothing_stays_half_done(tmp_path: Path) -> None:
    place = place_of_tests(tmp_path)
    seen = json.loads(place.run("-m", "tests.desk.kill_saving", DEBUG="1"))
    # The version, the point with its position, the log, its fields, its end: and the services.
    for name, writes in (("save", 8), ("revert", 5)):
        assert seen[name]["kills"] >= writes, seen
        assert seen[name]["changed"], seen
    assert seen["committed"] == {"phone": "47331131", "changed": True}
    assert seen["log"] == {"is_whole": True, "added": 20}
