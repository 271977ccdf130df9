"""Those who are asked where an address is, each behind one interface."""

__all__ = [
    "geopy_provider",
    "http_adapter",
    "registry",
    "retry",
]
