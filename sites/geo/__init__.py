"""Pure geography: datums, distances, boxes, precision. No Django, nothing of ours.

Everything here takes and returns plain values in WGS-84 degrees and metres, unless a name or a
docstring says otherwise.
"""

__all__ = [
    "boxes",
    "coordinate",
    "datum",
    "distance",
    "map_links",
    "outline",
    "position",
    "precision",
    "shared_links",
]
