"""What a provider takes from the settings; no error repeats a value, for it may hold a key."""

from urllib.parse import urlsplit

from django.conf import settings

from sites.geocoding.provider_answers import ProviderNotConfigured


def setting_key(name: str) -> str:
    """Return the key in a setting; raises `ProviderNotConfigured` if there is none."""
    key: str = getattr(settings, name).strip()
    if not key:
        raise ProviderNotConfigured(f"{name} must be set to the key of the map service")
    return key


def setting_url(name: str, example: str) -> str:
    """Return the http or https address in a setting without the slash at its end.

    Raises `ProviderNotConfigured` for anything else.
    """
    url: str = getattr(settings, name).strip()
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.query or parts.fragment:
        raise ProviderNotConfigured(f"{name} must be the address of a server, such as {example}")
    return url.rstrip("/")
