"""What migrations share. Django takes no package among them for a migration."""

__all__ = [
    "triggers",
]
