"""The position that is known without asking anybody: the centre of the stored town."""

from typing import Final

from sites.geo.position import Position
from sites.geo.precision import Precision
from sites.models import Region, Town

GAZETTEER: Final = "gazetteer"
"""The name of the offline provider, as it stands in `Position.source`."""


def offline_position(region: Region, town: Town | None) -> Position | None:
    """Return the town's centre as a town-level position in WGS-84 degrees, without a query.

    None if the town is unknown, belongs to another region or has no published position: the
    centre of a region is no place to send anybody, so it is never given instead.
    """
    if town is None or town.region_id != region.pk:
        return None
    if town.longitude is None or town.latitude is None:
        return None
    return Position.located(
        town.longitude, town.latitude, precision=Precision.TOWN, source=GAZETTEER
    )
