"""A printed phone number → one that can be dialled."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Phone:
    """A number: `text` as shown to people, `e164` (empty for hotlines), `extension`."""

    text: str
    e164: str
    extension: str = ""


class PhoneError(ValueError):
    """A text that is no phone number; the message says why and what to do."""


def parse_phone(text: str, area_code: str) -> Phone:
    """Return the number printed in a region with that area code (``023``)."""
    raise NotImplementedError
