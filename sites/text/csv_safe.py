"""Cells of a CSV file that no spreadsheet runs as a formula.

After OWASP's page on CSV injection: a cell is a formula if it begins with one of a few signs; some
programs look behind blanks, and take the full-width signs, too.
"""

import re
from typing import Final

FORMULA_SIGNS: Final = ("=", "＝", "+", "＋", "-", "－", "@", "＠")
_BEGINS_BADLY: Final = re.compile(rf"\s*[{re.escape(''.join(FORMULA_SIGNS))}]|[\t\r\n]")
# A plain number (a phone in E.164) is none, and has to survive as it is.
_NUMBER: Final = re.compile(r"[+-]?\d+(?:\.\d+)?", re.ASCII)


def csv_safe(cell: object) -> object:
    """Return a cell as a spreadsheet takes it for text: with an apostrophe in front if need be."""
    if isinstance(cell, str) and _BEGINS_BADLY.match(cell) and not _NUMBER.fullmatch(cell):
        return f"'{cell}"
    return cell
