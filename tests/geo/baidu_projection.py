"""百度's projection the other way, as its maps make it: what the tests take links from."""

from typing import Final

# Of each band: degrees north from which on it holds; metres east at longitude 0 and for a degree;
# the polynomial that gives the metres north, lowest power first; degrees that count as 1 there.
_BANDS: Final = (
    (
        45.0,
        (0.00337398766765, 111320.7020202162),
        (
            *(4481351.045890365, -23393751.19931662, 79682215.47186455, -115964993.2797253),
            *(97236711.15602145, -43661946.33752821, 8477230.501135234),
        ),
        52.5,
    ),
    (
        30.0,
        (0.00220636496208, 111320.7020209128),
        (
            *(51751.86112841131, 3796837.749470245, 992013.7397791013, -1221952.21711287),
            *(1340652.697009075, -620943.6990984312, 144416.9293806241),
        ),
        37.5,
    ),
    (
        15.0,
        (-0.0003441963504368392, 111320.7020576856),
        (
            *(278.2353980772752, 2485758.690035394, 6070.750963243378, 54821.18345352118),
            *(9540.606633304236, -2710.55326746645, 1405.483844121726),
        ),
        22.5,
    ),
    (
        0.0,
        (-0.0003218135878613132, 111320.7020701615),
        (
            *(0.00369383431289, 823725.6402795718, 0.46104986909093, 2351.343141331292),
            *(1.58060784298199, 8.77738589078284, 0.37238884252424),
        ),
        7.45,
    ),
)


def metres_of(longitude: float, latitude: float) -> tuple[float, float]:
    """Return a pair in BD-09, 0…60° north, as metres (east, north) of the projection."""
    _south, (at_zero, for_degree), powers, unit = next(
        band for band in _BANDS if latitude >= band[0]
    )
    north = sum(factor * (latitude / unit) ** power for power, factor in enumerate(powers))
    return at_zero + for_degree * longitude, north
