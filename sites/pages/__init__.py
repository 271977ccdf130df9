"""An answer becomes HTML for residents: list, outlet, guides, sheets to print, reports."""

__all__ = [
    "offline",
    "search_engines",
]
