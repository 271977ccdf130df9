"""Traditional characters become simplified ones, and nothing else changes."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sites.text.traditional import simplified


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("重慶市江津區白沙鎮", "重庆市江津区白沙镇"),
        ("幾江街道辦事處鼎山大道526號", "几江街道办事处鼎山大道526号"),
        ("臺北市", "台北市"),
        ("位於雙福街道後街", "位于双福街道后街"),
        # Names that simplified writing does not change.
        ("乾縣", "乾县"),
        ("臨安區於潛鎮", "临安区於潜镇"),
        ("乾安县", "乾安县"),
        ("赣州市沈埨镇", "赣州市沈埨镇"),
        ("湾沚区", "湾沚区"),
        ("Wǔhàn 武漢 №5", "Wǔhàn 武汉 №5"),
        ("", ""),
        ("𠮷\ud800重慶", "𠮷\ud800重庆"),
    ],
)
def test_what_becomes_of_a_text(typed: str, stored: str) -> None:
    assert simplified(typed) == stored
    assert simplified(stored) == stored


@given(st.text())
def test_no_text_raises_and_characters_stay_in_their_places(text: str) -> None:
    converted = simplified(text)
    assert len(converted) == len(text)
    for old, new in zip(text, converted, strict=True):
        assert old == new or old >= "\u3400"


def test_nothing_is_loaded_for_a_simplified_text() -> None:
    program = (
        "import sys; from sites.text.traditional import simplified;"
        "simplified('重庆市江津区几江街道大同路526号'); assert 'opencc' not in sys.modules;"
        "simplified('重慶'); assert 'opencc' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
