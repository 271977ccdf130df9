"""The README says what there is."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_every_setting_is_in_the_table_and_the_other_way_round() -> None:
    code = (ROOT / "locator" / "settings.py").read_text(encoding="utf-8")
    declared = set(re.findall(r"env\.\w+\(\s*\"([A-Z_]+)\"", code))
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    table = readme.partition("| variable | default | meaning |")[2].partition("\n\n")[0]
    described = {
        name
        for row in table.splitlines()
        for name in re.findall(r"`([A-Z_]{4,})`", row.partition("|")[2].partition("|")[0])
    }
    assert described == declared


def test_both_languages_show_the_same_commands() -> None:
    texts = [(ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.zh-CN.md")]
    english, chinese = (
        set(re.findall(r"(?m)(?:manage\.py|`make|^make) [a-z_]+", text)) for text in texts
    )
    assert english == chinese


def test_every_file_of_data_is_described_there() -> None:
    data = ROOT / "data"
    readme = (data / "README.md").read_text(encoding="utf-8")
    files = {str(file.relative_to(data)) for file in data.glob("*/*.csv")}
    # A room with a README of its own is named as a whole.
    rooms = {str(file.parent.relative_to(data)) for file in data.glob("*/README.md")}
    described = set(re.findall(r"(?m)^## `([^`]+)`", readme))
    assert {file for file in files if file.partition("/")[0] not in rooms} <= described
    assert {f"{room}/" for room in rooms} <= described
