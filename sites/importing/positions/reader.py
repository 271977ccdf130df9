"""Where a table of outlets says that they are: pairs of degrees beside the addresses."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sites.geo.datum import Datum
from sites.geo.position import Position
from sites.geo.precision import Precision
from sites.geocoding.checks import Checks
from sites.geocoding.findings import FindingKind
from sites.geocoding.places import RegionPlaces, stored_outline
from sites.importing.cells import CellError
from sites.importing.header_words import datum_of
from sites.importing.positions.pairs import decimals, read_degrees, read_precision, split_pair
from sites.models import Region, SourceKind

OF_POSITIONS: Final = ("longitude", "latitude", "position", "datum", "precision")
IMPOSSIBLE: Final = frozenset({FindingKind.OUTSIDE_REGION, FindingKind.SWAPPED})
# A hundredth of a degree is about a kilometre.
_PRECISIONS: Final[Mapping[int, Precision]] = {
    2: Precision.VILLAGE,
    3: Precision.STREET,
    4: Precision.ROOFTOP,
}
_NAMES: Final[Mapping[Datum, str]] = {
    Datum.WGS84: "WGS-84",
    Datum.GCJ02: "GCJ-02",
    Datum.BD09: "BD-09",
}


@dataclass(frozen=True, slots=True)
class ReadPosition:
    """A row's position, None where it cannot be taken, and what a person ought to know of it."""

    position: Position | None
    remarks: tuple[str, ...] = ()


class PositionReader:
    """Reads the positions of one table, and counts those of which the datum is not known."""

    def __init__(self, region: Region, datum: Datum | None) -> None:
        """`datum` is what pairs refer to of which the table does not say so."""
        self._region = region
        self._datum = datum
        self._without_datum = 0

    def read(
        self, cells: Mapping[str, str], titled: Datum | None, town: str | None
    ) -> ReadPosition:
        """Return the position in the normalised cells of a row, by column.

        `titled` is the datum that the titles name, `town` the key of the outlet's town. Raises
        ``CellError``.
        """
        column, texts = _texts(cells)
        longitude, latitude = (
            read_degrees(axis, text, axis if axis in cells else column)
            for axis, text in zip(("longitude", "latitude"), texts, strict=True)
        )
        datum = _stated(cells.get("datum", ""), titled) or self._datum
        if datum is None:
            self._without_datum += 1
            return ReadPosition(None)
        precision = _precision(cells.get("precision", ""), texts)
        if precision is None:
            return ReadPosition(None, (_("The position is too coarse: it is not taken."),))
        position = Position.located(
            longitude, latitude, precision=precision, source=SourceKind.IMPORT.value, datum=datum
        )
        remarks = []
        for finding in self._checks.findings(position, town):
            if finding.kind in IMPOSSIBLE:
                remedy = _("Correct the pair or the datum, or leave the cells empty.")
                raise CellError(f"{capfirst(str(finding))}.", remedy, column)
            remarks.append(_("Position: %(finding)s.") % {"finding": finding})
        return ReadPosition(position, tuple(remarks))

    def remarks(self) -> Iterator[str]:
        """Yield what is said of the table as a whole."""
        if self._without_datum:
            told = ngettext(
                "%(count)d position is not taken: the table does not say what it refers to.",
                "%(count)d positions are not taken: the table does not say what they refer to.",
                self._without_datum,
            )
            remedy = _(
                "Call the columns 经度(GCJ-02), 纬度(GCJ-02) if they are from 高德 or 腾讯, "
                "(BD-09) if from 百度, (WGS-84) if from GPS or 天地图, or use a column 坐标系."
            )
            yield f"{told % {'count': self._without_datum}} {remedy}"

    @cached_property
    def _checks(self) -> Checks:
        return Checks(RegionPlaces.of(self._region, stored_outline(self._region.adcode)))


def _texts(cells: Mapping[str, str]) -> tuple[str, tuple[str, str]]:
    """Return the column that the pair is in, or begins in, and the texts of both its numbers."""
    pair = cells.get("longitude", ""), cells.get("latitude", "")
    if not any(pair) and (both := cells.get("position")):
        return "position", split_pair(both)
    return "longitude", pair


def _precision(stated: str, texts: Sequence[str]) -> Precision | None:
    """Return what is stated, but no more than the decimals allow; None for too few of these.

    Raises ``CellError``.
    """
    by_decimals = _PRECISIONS.get(min(4, max(map(decimals, texts))))
    if not stated or by_decimals is None:
        return by_decimals
    return max(read_precision(stated), by_decimals, key=lambda level: level.error_radius_m)


def _stated(text: str, titled: Datum | None) -> Datum | None:
    """Return the datum that a cell or else the titles name; raises ``CellError``."""
    named = datum_of(text) if text else titled
    if named is not None and titled is not None and named is not titled:
        problem = _("The cell says %(named)s, the titles say %(titled)s: they contradict.")
        said = {"named": _NAMES[named], "titled": _NAMES[titled]}
        raise CellError(problem % said, _("Correct the one that is wrong."), "datum")
    if text and named is None:
        raise CellError(
            _("It does not say clearly what the pair refers to."),
            _("Write GCJ-02 (高德, 腾讯), BD-09 (百度) or WGS-84 (GPS, 天地图)."),
            "datum",
        )
    return named
