"""What a person is told about a candidate."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sites.geo.datum import Datum
from sites.locating.candidates import Reason, Slip

_REASONS: Final[Mapping[Reason, Promise]] = {
    Reason.HOUSE: gettext_lazy("An outlet has this very address."),
    Reason.OUTLET_ADDRESS: gettext_lazy("It stands in the address of an outlet."),
    Reason.OUTLET_NAME: gettext_lazy("It stands in the name of an outlet."),
    Reason.TOWN: gettext_lazy("It is the name of a town."),
    Reason.TOWN_OF_ADDRESS: gettext_lazy("Of this address only the town is known."),
    Reason.REGION_OF_ADDRESS: gettext_lazy(
        "The place itself is not known here, only the area that it lies in."
    ),
    Reason.OPERATOR: gettext_lazy("It is one of the outlets that these words stand for."),
    Reason.PLACE: gettext_lazy("It is the name of a place."),
    Reason.FORMER_NAME: gettext_lazy("It is what a place of this name has become."),
    Reason.NEAREST_NAMESAKE: gettext_lazy("Of several places with this name it is the nearest."),
    Reason.CONTRADICTION: gettext_lazy("The text names places that do not belong together."),
    Reason.MAP_SERVICE: gettext_lazy("A map service knows this address."),
}
_SLIPS: Final[Mapping[Slip, Promise]] = {
    Slip.PINYIN: gettext_lazy("Found by its pinyin."),
    Slip.SOUND: gettext_lazy("Found by its sound: the characters differ."),
    Slip.CHARACTER: gettext_lazy("Please check: one character differs."),
    Slip.ORDER: gettext_lazy("The latitude was taken to come first: the other order does not fit."),
}
_SPEAKERS: Final[Mapping[Datum, Promise]] = {
    Datum.WGS84: gettext_lazy("as GPS and Tianditu give it"),
    Datum.GCJ02: gettext_lazy("as Amap and Tencent Maps give it"),
    Datum.BD09: gettext_lazy("as Baidu Maps gives it"),
}
DATUM_NAMES: Final[Mapping[Datum, str]] = {
    Datum.WGS84: "WGS-84",
    Datum.GCJ02: "GCJ-02",
    Datum.BD09: "BD-09",
}


def message_for(reason: Reason, slip: Slip) -> str:
    """Return why a place is a candidate, in the active language."""
    return " ".join(str(text) for text in (_REASONS[reason], _SLIPS.get(slip)) if text)


def message_for_pair(datum: Datum, slip: Slip) -> str:
    """Return how a pair of degrees was read, in the active language."""
    names = {"datum": DATUM_NAMES[datum], "speaker": _SPEAKERS[datum]}
    text = _("A pair of degrees in %(datum)s, %(speaker)s.") % names
    return " ".join(str(part) for part in (text, _SLIPS.get(slip)) if part)
