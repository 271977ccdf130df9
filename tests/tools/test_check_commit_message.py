"""A commit message says what changes in a line, and why below it."""

import subprocess
import sys
from pathlib import Path

import pytest

from tools.check_commit_message import faults

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    "message",
    [
        "Say why\n\nBecause.\n",
        f"{'x' * 72}\n\nBecause.\n# A comment of Git\n",
        "Say why\n\nBecause.\n# ------------------------ >8 ------------------------\n+ the diff\n",
        "Merge branch 'other'\n",
        "fixup! Say why\n",
        "Write search/replace and/or choose\n\nBecause.",
    ],
)
def test_a_good_message_passes(message: str) -> None:
    assert list(faults(message)) == []


@pytest.mark.parametrize(
    ("message", "fault"),
    [
        ("", "empty"),
        ("# only a comment\n", "empty"),
        (f"{'字' * 73}\n\nBecause.", "73 characters"),
        ("Say why.\n\nBecause.", "full stop"),
        ("Say why\nBecause.", "blank line"),
        ("Say why", "reason"),
        ("Say why\n\n", "reason"),
        ("Say why\n\nSigned-off-by: A <a@example.org>", "reason"),
        ("Move sites/geo/boxes.py\n\nBecause.", "sites/geo/boxes.py"),
        ("Mend settings.py\n\nBecause.", "settings.py"),
    ],
)
def test_a_bad_message_is_refused_with_the_remedy(message: str, fault: str) -> None:
    assert [said for said in faults(message) if fault in said]


def test_the_hook_says_what_is_wrong(tmp_path: Path) -> None:
    file = tmp_path / "message"
    file.write_text("Say why\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "tools.check_commit_message", file],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "reason" in done.stderr
