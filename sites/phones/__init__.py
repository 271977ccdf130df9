"""A printed phone number becomes one that can be dialled, or is refused with the reason."""

__all__ = [
    "errors",
    "in_text",
    "numbers",
]
