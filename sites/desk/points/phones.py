"""Phone numbers in the desk: what is said about them, checked while typed, found right."""

from collections.abc import Iterable, Mapping
from typing import Final

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from sites.access import Right, scope_of
from sites.access.accounts import person_texts
from sites.changes.author import Author
from sites.changes.edit_conflicts import changed_since
from sites.changes.phone_messages import phone_message
from sites.corrections import Sharer, sharers_of, verify
from sites.desk.site import desk
from sites.models import Provenance, Region, ServicePoint
from sites.phones.numbers import Phone, PhoneError, parse_phone
from sites.web.keys import row_key

_LONGEST_PHONE: Final = 200
DUE: Final = "due"


@desk.view_for(Right.CHANGE_POINTS, Right.CHANGE_PHONES)
def check_phone(request: HttpRequest) -> JsonResponse:
    """Return what is to be said about a number, as JSON: ``{"kind": …, "text": …}``.

    The number belongs to an outlet (`point`) or to a new one of a region (`region`).
    """
    text = request.GET.get("phone", "")[:_LONGEST_PHONE]
    point = _asked_point(request)
    region = point.region if point is not None else _asked_region(request)
    response = JsonResponse(_answer(request, text, point, region))
    response["Cache-Control"] = "no-store"
    return response


def _asked_point(request: HttpRequest) -> ServicePoint | None:
    text = request.GET.get("point", "")
    if not text:
        return None
    key = row_key(text)
    if key is None:
        raise BadRequest("no outlet has such a key")
    points = scope_of(request.user).restrict(ServicePoint.objects.select_related("region"))
    return get_object_or_404(points, pk=key)


def _asked_region(request: HttpRequest) -> Region:
    regions = scope_of(request.user).restrict(Region.objects.all())
    return get_object_or_404(regions, pk=request.GET.get("region", ""))


def _answer(
    request: HttpRequest, text: str, point: ServicePoint | None, region: Region
) -> dict[str, str]:
    try:
        phone = parse_phone(text, region.area_code)
    except PhoneError as error:
        return {"kind": "error", "text": phone_message(error)}
    if not phone.text:
        return {"kind": "warn", "text": _("Without a number nobody can call the outlet.")}
    if sharers := _others_with(request, phone, point):
        return {"kind": "warn", "text": shared_text(sharers)}
    if point is not None and phone.text == point.phone:
        return {"kind": "", "text": ""}
    return {"kind": "ok", "text": _("Can be dialled: %(phone)s") % {"phone": phone.text}}


def _others_with(request: HttpRequest, phone: Phone, point: ServicePoint | None) -> list[Sharer]:
    """Return the other outlets, of those that the person knows, that have a number."""
    known = scope_of(request.user).restrict(ServicePoint.objects.all())
    found = sharers_of([phone], known).get(phone, [])
    return [one for one in found if point is None or one.pk != point.pk]


def verify_number(request: HttpRequest, key: str, seen: int) -> None:
    """Verify the number that the person saw; a correction sent with it has done so already.

    `seen` is the data version that it was shown with. Raises `BadRequest` if no outlet that they
    know has the key and a number.
    """
    points = ServicePoint.objects.select_related("region").select_for_update(of=("self",))
    held = scope_of(request.user).restrict(points)
    number = row_key(key)
    point = held.filter(pk=number).first() if number is not None else None
    if point is None or not point.phone:
        raise BadRequest("there is no such number")
    changed = changed_since([point], seen).get(point.pk, {})
    origin = point.provenance_of("phone")
    said = {"outlet": point.name, "phone": point.phone}
    if "phone" not in changed:
        verify(point, "phone", Author.staff(request.user))
        text = _("%(outlet)s: %(phone)s was verified. Nothing was changed.")
        messages.success(request, text % said)
    elif origin is None or origin.verified_by != request.user.get_username():
        text = _("%(outlet)s: somebody else has meanwhile changed the number to %(phone)s.")
        messages.error(request, text % said)


def say_number(request: HttpRequest, point: ServicePoint, former: str) -> None:
    """Say what the number was and what it is now: whoever mistyped it sees so at once."""
    said = {"outlet": point.name, "old": former or "—", "new": point.phone or "—"}
    messages.success(request, _("%(outlet)s: phone %(old)s → %(new)s") % said)


def warn_of_sharers(request: HttpRequest, point: ServicePoint) -> None:
    """Say so if another outlet has the number that was just saved."""
    if point.phone and (others := _others_with(request, stored_phone(point), point)):
        said = {"outlet": point.name, "phone": point.phone, "text": shared_text(others)}
        messages.warning(request, _("%(outlet)s, %(phone)s: %(text)s") % said)


def stored_phone(point: ServicePoint) -> Phone:
    """Return an outlet's number as it is stored."""
    return Phone(point.phone, point.phone_e164)


def due_text() -> str:
    """Return the words for numbers that are to be verified."""
    months = settings.PHONE_VERIFIED_MONTHS
    return _("due: not verified for %(months)d months") % {"months": months}


def age_labels() -> dict[str, str]:
    """Return the words for the spans of `phone_ages`."""
    months = settings.PHONE_VERIFIED_MONTHS
    return {
        "fresh": _("within %(months)d months") % {"months": months},
        "aging": _("%(from)d to %(to)d months ago") % {"from": months, "to": 2 * months},
        "old": _("more than %(months)d months ago") % {"months": 2 * months},
        "never": _("never"),
    }


def verifiers_of(points: Iterable[ServicePoint]) -> dict[str, str]:
    """Return who verified the numbers of these outlets, by login."""
    origins = (point.provenance_of("phone") for point in points)
    return person_texts(one.verified_by for one in origins if one is not None and one.verified_by)


def number_facts(point: ServicePoint, verifiers: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return what is known about an outlet's number, each fact with its kind."""
    origin = point.provenance_of("phone")
    if not point.phone:
        return [("warn", _("no number"))]
    if origin is None or origin.verified_at is None:
        facts = [("warn", _("never verified"))]
    else:
        facts = [("ok", verified_text(origin, verifiers))]
    if origin is not None and origin.locked:
        facts.append(("lock", _("Imports do not overwrite it.")))
    return facts


def verified_text(origin: Provenance, verifiers: Mapping[str, str]) -> str:
    """Return when a number was verified, and by whom if that is known."""
    day = f"{localtime(origin.verified_at):%Y-%m-%d}"
    verifier = verifiers.get(origin.verified_by, origin.verified_by)
    return " ".join(filter(None, [day, verifier]))


def shared_text(sharers: list[Sharer]) -> str:
    """Return the warning that others have a number."""
    names = "、".join(sharer.name for sharer in sharers[:3])
    if len(sharers) > 3:
        names = _("%(names)s and %(count)d more") % {"names": names, "count": len(sharers) - 3}
    return _("The same number as: %(names)s") % {"names": names}


def blanking_question(name: str) -> SafeString:
    """Return the question before a number is taken off, with the box `name` that answers it."""
    return format_html(
        '{} <label><input type="checkbox" name="{}" value="1"> {}</label>',
        _("Without a number nobody can call the outlet. Enter one, or say that there is none:"),
        name,
        _("the outlet has no number"),
    )
