"""The offline gazetteer: the country's places by name, and which of them a text speaks of."""

__all__ = [
    "claims",
    "data",
    "entries",
    "names",
    "provider",
    "region",
    "search",
]
