"""The tables of settings and of data say what there is."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("docs/settings.md", "| variable | default | meaning |"),
        ("docs/settings.zh-CN.md", "| 变量 | 默认值 | 含义 |"),
    ],
)
def test_every_setting_is_in_the_table_and_the_other_way_round(name: str, head: str) -> None:
    code = (ROOT / "locator" / "settings.py").read_text(encoding="utf-8")
    declared = set(re.findall(r"env\.\w+\(\s*\"([A-Z_]+)\"", code))
    table = (ROOT / name).read_text(encoding="utf-8").partition(head)[2].partition("\n\n")[0]
    described = {
        setting
        for row in table.splitlines()
        for setting in re.findall(r"`([A-Z_]{4,})`", row.partition("|")[2].partition("|")[0])
    }
    assert described == declared


def test_every_file_of_data_is_described_there() -> None:
    data = ROOT / "data"
    readme = (data / "README.md").read_text(encoding="utf-8")
    files = {str(file.relative_to(data)) for file in data.glob("*/*.csv")}
    # A room with a README of its own is named as a whole.
    rooms = {str(file.parent.relative_to(data)) for file in data.glob("*/README.md")}
    described = set(re.findall(r"(?m)^## `([^`]+)`", readme))
    assert {file for file in files if file.partition("/")[0] not in rooms} <= described
    assert {f"{room}/" for room in rooms} <= described
