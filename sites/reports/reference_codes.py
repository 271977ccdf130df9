"""Reference codes: short enough to write down, too many to guess.

No vowels, so no words; none of 0 O Q, 1 I L, 2 Z, 5 S, 8 B, U V, which are taken for each other.
20 characters are left, which make 5 · 10¹¹ codes.
"""

import secrets
import unicodedata
from typing import Final

from sites.models.report import CODE_LENGTH

_ALPHABET: Final = "34679CDFGHJKMNPRTWXY"
_GROUP: Final = 3
_LONGEST_TYPED: Final = 40


def new_code() -> str:
    """Return a random code from the operating system's source of secrets."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(CODE_LENGTH))


def code_text(code: str) -> str:
    """Return a code as people read it: groups of three with hyphens between them."""
    return "-".join(code[at : at + _GROUP] for at in range(0, len(code), _GROUP))


def read_code(text: str) -> str | None:
    """Return the code that somebody typed, None if it cannot be one.

    Small letters, full-width characters, blanks and dashes of any kind are understood.
    """
    folded = unicodedata.normalize("NFKC", text[:_LONGEST_TYPED]).upper()
    code = "".join(
        sign for sign in folded if not sign.isspace() and unicodedata.category(sign) != "Pd"
    )
    return code if len(code) == CODE_LENGTH and set(code) <= set(_ALPHABET) else None
