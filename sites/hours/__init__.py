"""Opening hours in China: a text becomes a schedule, which answers for every day of the year.

Pure: no Django; its calendar and its words are files in ``data/``.
"""

__all__ = [
    "calendar",
    "compiled_day",
    "describing",
    "evaluation",
    "json_form",
    "osm",
    "schedule",
    "texts",
]
