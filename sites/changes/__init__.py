"""Every change of public data is recorded: value, provenance, log and data version."""
