"""Texts: one spelling for comparisons, simplified characters, pinyin, what is searched in. Pure."""

__all__ = [
    "csv_safe",
    "normalise",
    "pinyin",
    "search_text",
    "traditional",
]
