"""An answer becomes HTML for residents."""
