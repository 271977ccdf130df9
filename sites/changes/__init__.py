"""Every change of public data is recorded: value, provenance, log and data version."""

__all__ = [
    "author",
    "bulk_rows",
    "edit_conflicts",
    "fields",
    "labels",
    "load_reference",
    "log",
    "phone_messages",
    "record",
    "restore",
    "schedules",
    "serials",
    "source_cells",
]
