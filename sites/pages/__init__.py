"""An answer becomes HTML for residents: list, outlet, guides, sheets to print, reports."""
