"""Phone numbers in the desk: checked while they are typed, found right with one press."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final, cast

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sites.access import scope_of
from sites.access.accounts import person_texts
from sites.changes.author import Author
from sites.changes.edit_conflicts import changed_since
from sites.changes.phone_messages import phone_message
from sites.corrections import Sharer, due, of_age, phone_ages, sharers_of, verify
from sites.desk.bases import OwnFilters
from sites.desk.points.conflict_form import SeenField
from sites.models import Provenance, Region, ServicePoint
from sites.phones.numbers import Phone, PhoneError, parse_phone
from sites.web.keys import row_key

if TYPE_CHECKING:
    from sites.desk.bases import ModelAdmin

    PointAdminBase = ModelAdmin[ServicePoint]
else:
    PointAdminBase = object

_VERIFY: Final = "_verify"
_LONGEST_PHONE: Final = 200
DUE: Final = "due"


class PhoneAgeFilter(admin.SimpleListFilter):
    """How long ago the numbers of active outlets were verified."""

    title = gettext_lazy("phone verified")
    parameter_name = "phone_age"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Return the spans, and what is due, which is two or three of them."""
        return [(DUE, due_text()), *age_labels().items()]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[ServicePoint]
    ) -> QuerySet[ServicePoint]:
        """Return the active outlets with a number whose verification lies in the span."""
        if self.value() == DUE:
            return due(queryset, settings.PHONE_VERIFIED_MONTHS)
        for age in phone_ages(settings.PHONE_VERIFIED_MONTHS):
            if age.key == self.value():
                return of_age(queryset, age)
        return queryset


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


class PointChangeList(OwnFilters):
    """The list, which knows who verified its numbers and the other outlets that have them."""

    def get_results(self, request: HttpRequest) -> None:
        """Fetch the page's outlets, and in two more queries what their own rows do not say."""
        super().get_results(request)
        shown = list(self.result_list)
        phones = {point.pk: _stored_phone(point) for point in shown}
        sharers = sharers_of(
            set(phones.values()), scope_of(request.user).restrict(ServicePoint.objects.all())
        )
        verifiers = verifiers_of(shown)
        for point in shown:
            others = [one for one in sharers.get(phones[point.pk], ()) if one.pk != point.pk]
            cast("Any", point).sharers = others
            cast("Any", point).verifiers = verifiers


def _stored_phone(point: ServicePoint) -> Phone:
    return Phone(point.phone, point.phone_e164)


class PhonePages(PointAdminBase):
    """What the list and the page of an outlet know about its number."""

    def get_urls(self) -> list[URLPattern]:
        """Return the addresses, with the one that a script asks while somebody types."""
        view = self.admin_site.admin_view(self.check_phone_view)
        name = "service_sites_servicepoint_check_phone"
        return [path("check-phone/", view, name=name), *super().get_urls()]

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        """Return the class of the list."""
        return PointChangeList

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        """Return the columns; with the button for those who may verify numbers."""
        columns = tuple(map(str, super().get_list_display(request)))
        if self.has_change_permission(request):
            return columns
        return tuple(column for column in columns if column != "still_right")

    @admin.display(description=gettext_lazy("number verified"))
    def phone_state(self, point: ServicePoint) -> SafeString:
        """Return who verified the number and when, whether it is locked, who else has it."""
        sharers: list[Sharer] = getattr(point, "sharers", [])
        lines = number_facts(point, getattr(point, "verifiers", {}))
        if sharers:
            lines.append(("warn", shared_text(sharers)))
        return format_html_join("", '<div class="fact fact-{}">{}</div>', lines)

    @admin.display(description=gettext_lazy("check"))
    def still_right(self, point: ServicePoint) -> SafeString | str:
        """Return the button that says that the number is right as it stands."""
        if not point.phone or not point.is_active:
            return ""
        return format_html(
            '<button class="button verify" type="submit" name="{}" value="{}" aria-label="{}">'
            "{}</button>",
            _VERIFY,
            point.pk,
            _("The number of %(outlet)s is right") % {"outlet": point.name},
            _("Number is right"),
        )

    def check_phone_view(self, request: HttpRequest) -> HttpResponse:
        """Return what is to be said about a number, as JSON: ``{"kind": …, "text": …}``.

        The number belongs to an outlet (`point`) or to a new one of a region (`region`).
        """
        if not self.has_change_permission(request):
            raise PermissionDenied
        text = request.GET.get("phone", "")[:_LONGEST_PHONE]
        point = self._asked_point(request)
        region = point.region if point is not None else self._asked_region(request)
        answer = self._answer(request, text, point, region)
        response = JsonResponse(answer)
        response["Cache-Control"] = "no-store"
        return response

    def _asked_point(self, request: HttpRequest) -> ServicePoint | None:
        text = request.GET.get("point", "")
        if not text:
            return None
        key = row_key(text)
        if key is None:
            raise BadRequest("no outlet has such a key")
        return get_object_or_404(self.get_queryset(request), pk=key)

    def _asked_region(self, request: HttpRequest) -> Region:
        regions = scope_of(request.user).restrict(Region.objects.all())
        return get_object_or_404(regions, pk=request.GET.get("region", ""))

    def _answer(
        self, request: HttpRequest, text: str, point: ServicePoint | None, region: Region
    ) -> dict[str, str]:
        try:
            phone = parse_phone(text, region.area_code)
        except PhoneError as error:
            return {"kind": "error", "text": phone_message(error)}
        if not phone.text:
            return {"kind": "warn", "text": _("Without a number nobody can call the outlet.")}
        if sharers := self.others_with(request, phone, point):
            return {"kind": "warn", "text": shared_text(sharers)}
        if point is not None and phone.text == point.phone:
            return {"kind": "", "text": ""}
        return {"kind": "ok", "text": _("Can be dialled: %(phone)s") % {"phone": phone.text}}

    def others_with(
        self, request: HttpRequest, phone: Phone, point: ServicePoint | None
    ) -> list[Sharer]:
        """Return the other outlets, of those that the person knows, that have a number."""
        found = sharers_of([phone], self.get_queryset(request)).get(phone, [])
        return [one for one in found if point is None or one.pk != point.pk]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Return the list; with the button for a number everything typed is saved, too."""
        key = request.POST.get(_VERIFY, "")
        if request.method != "POST" or not key:
            return _with_focus(request, super().changelist_view(request, extra_context))
        if not self.has_change_permission(request):
            raise PermissionDenied
        row, seen = _row_of(request, key), _seen(request)
        sent = request.POST.copy()
        sent["_save"] = "1"
        cast("Any", request).POST = sent
        with transaction.atomic():
            response = super().changelist_view(request, extra_context)
            if isinstance(response, HttpResponseRedirect):
                self._verify(request, key, seen)
                return HttpResponseRedirect(f"{response.url}#id_{row}-phone")
        return response

    def verify_shown(self, request: HttpRequest, point: ServicePoint, seen: int) -> None:
        """Verify the number of an outlet's page if that is the button that was pressed.

        `seen` is the data version that the page was shown with.
        """
        if _VERIFY in request.POST:
            self._verify(request, str(point.pk), seen)

    def _verify(self, request: HttpRequest, key: str, seen: int) -> None:
        """Verify the number that the person saw; a correction sent with it has done so already."""
        held = self.get_queryset(request).select_for_update(of=("self",))
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

    def say_number(self, request: HttpRequest, point: ServicePoint, former: str) -> None:
        """Say what the number was and what it is now: whoever mistyped it sees so at once."""
        said = {"outlet": point.name, "old": former or "—", "new": point.phone or "—"}
        messages.success(request, _("%(outlet)s: phone %(old)s → %(new)s") % said)

    def warn_of_sharers(self, request: HttpRequest, point: ServicePoint) -> None:
        """Say so if another outlet has the number that was just saved."""
        phone = _stored_phone(point)
        if point.phone and (others := self.others_with(request, phone, point)):
            said = {"outlet": point.name, "phone": point.phone, "text": shared_text(others)}
            messages.warning(request, _("%(outlet)s, %(phone)s: %(text)s") % said)


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


def _row_of(request: HttpRequest, key: str) -> str:
    """Return the prefix of the list's row about an outlet; `BadRequest` if there is none."""
    for name, value in request.POST.items():
        if value == key and name.startswith("form-") and name.endswith("-id"):
            return name.removesuffix("-id")
    raise BadRequest("the list has no such row")


def _seen(request: HttpRequest) -> int:
    """Return the data version that the list was shown with; `BadRequest` if it does not say."""
    try:
        seen: int = SeenField().clean(request.POST.get("form-seen"))
    except ValidationError as error:
        raise BadRequest("the list does not say what was seen") from error
    return seen


def _with_focus(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Put the cursor into the first number found: whoever searched for one is to type next."""
    changelist = (getattr(response, "context_data", None) or {}).get("cl")
    formset = getattr(changelist, "formset", None)
    if request.method == "GET" and request.GET.get("q") and formset is not None and formset.forms:
        formset.forms[0].fields["phone"].widget.attrs["autofocus"] = True
    return response
