"""The short numbers that are known: on a reviewed list, as any digits can be half a number."""

import csv
import re
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final

FILE: Final = Path(__file__).resolve().parents[2] / "data" / "reference" / "short_numbers.csv"
_ANY_DIGIT: Final = "x"


class Use(StrEnum):
    """What a short number is for."""

    HOTLINE = "hotline"
    EMERGENCY = "emergency"


def use_of(digits: str) -> Use | None:
    """Return what the short number of these digits is for; None if it is on no list."""
    return next((use for use, known in _known().items() if known.fullmatch(digits)), None)


@cache
def _known() -> dict[Use, re.Pattern[str]]:
    """Return by use what its numbers look like; emergencies first, which a pattern may cover."""
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {
        use: re.compile(
            "|".join(
                row["pattern"].replace(_ANY_DIGIT, "[0-9]") for row in rows if row["use"] == use
            )
        )
        for use in (Use.EMERGENCY, Use.HOTLINE)
    }
