"""An address becomes a position."""
