"""Opening hours in China: a text becomes a schedule, which answers for every day of the year.

Pure: no Django, and of ours only ``sites.text``.
"""

__all__ = [
    "calendar",
    "compiled_day",
    "describing",
    "evaluation",
    "hsds",
    "json_form",
    "osm",
    "schedule",
    "schema_org",
    "texts",
]
