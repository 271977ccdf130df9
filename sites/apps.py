"""The Django app of the service points."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SitesConfig(AppConfig):
    """Service points under a label of their own: Django's own framework is called ``sites``."""

    name = "sites"
    label = "service_sites"
    verbose_name = _("Outlets and what belongs to them")

    def ready(self) -> None:
        """Register the checks of what is not in the database, and what addresses are made of."""
        # Not before the settings are read: the check looks for its files where they say.
        import sites.geocoding.system_checks  # noqa: PLC0415 - registers itself
        import sites.guides.system_checks  # noqa: PLC0415 - registers itself
        import sites.web.keys  # noqa: F401, PLC0415 - registers itself
