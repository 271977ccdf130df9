"""百度's map coordinates, as they stand in addresses of its pages → degrees in BD-09.

百度 projects BD-09 degrees to metres by one polynomial for each band of latitudes. The figures are
those that the scripts of its own map publish.
"""

from math import inf
from typing import Final

# Of each band: metres north from which on it holds; degrees of longitude at x = 0 and for a metre;
# the polynomial that gives the latitude, lowest power first; metres north that count as 1 there.
_BANDS: Final = (
    (
        12_890_594.86,
        (1.410526172116255e-8, 8.98305509648872e-6),
        (
            *(-1.9939833816331, 200.9824383106796, -187.2403703815547, 91.6087516669843),
            *(-23.38765649603339, 2.57121317296198, -0.03801003308653),
        ),
        17_337_981.2,
    ),
    (
        8_362_377.87,
        (-7.435856389565537e-9, 8.983055097726239e-6),
        (
            *(-0.78625201886289, 96.32687599759846, -1.85204757529826, -59.36935905485877),
            *(47.40033549296737, -16.50741931063887, 2.28786674699375),
        ),
        10_260_144.86,
    ),
    (
        5_591_021.0,
        (-3.030883460898826e-8, 8.98305509983578e-6),
        (
            *(0.30071316287616, 59.74293618442277, 7.357984074871, -25.38371002664745),
            *(13.45380521110908, -3.29883767235584, 0.32710905363475),
        ),
        6_856_817.37,
    ),
    (
        3_481_989.83,
        (-1.981981304930552e-8, 8.983055099779535e-6),
        (
            *(0.03278182852591, 40.31678527705744, 0.65659298677277, -4.44255534477492),
            *(0.85341911805263, 0.12923347998204, -0.04625736007561),
        ),
        4_482_777.06,
    ),
    (
        1_678_043.12,
        (3.09191371068437e-9, 8.983055096812155e-6),
        (
            *(0.00006995724062, 23.10934304144901, -0.00023663490511, -0.6321817810242),
            *(-0.00663494467273, 0.03430082397953, -0.00466043876332),
        ),
        2_555_164.4,
    ),
    (
        -inf,
        (2.890871144776878e-9, 8.983055095805407e-6),
        (
            *(-3.068298e-8, 7.47137025468032, -0.00000353937994, -0.02145144861037),
            *(-0.00001234426596, 0.00010322952773, -0.00000323890364),
        ),
        826_088.5,
    ),
)


def degrees_of(x: float, y: float) -> tuple[float, float]:
    """Return metres east and north of 百度's projection as (longitude, latitude) in BD-09.

    Within 0.3 m of the place that was projected. For the northern hemisphere, where China lies;
    what is no place on Earth gives degrees that are none.
    """
    _south, (at_zero, for_metre), powers, unit = next(band for band in _BANDS if y >= band[0])
    latitude = sum(factor * (y / unit) ** power for power, factor in enumerate(powers))
    return at_zero + for_metre * x, latitude
