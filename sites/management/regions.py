"""The region that a command is told by its code."""

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from sites.models import Region


def region_named(adcode: str) -> Region:
    """Return the stored region; raises ``CommandError``, which lists the known ones."""
    region = Region.objects.filter(pk=adcode).first()
    if region is not None:
        return region
    known = ", ".join(f"{one.adcode} {one.name}" for one in Region.objects.all())
    if not known:
        raise CommandError(_("No region is stored yet: run manage.py load_reference_data."))
    message = _("There is no region %(region)s. Known regions: %(known)s.")
    raise CommandError(message % {"region": adcode, "known": known})
