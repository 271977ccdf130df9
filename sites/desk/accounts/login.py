"""What stands between a person and the desk: the lock after failures, the second factor."""

from typing import Any

import segno
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_otp import login as remember_factor
from django_otp.models import Device

from sites.access import second_factor
from sites.desk.accounts.sessions import is_verified
from sites.desk.site import desk


def locked_out(
    request: HttpRequest,
    _response: HttpResponse | None,
    _credentials: dict[str, Any] | None = None,
) -> HttpResponse:
    """Return the page that says for how long; the same for names that do not exist."""
    minutes = settings.LOGIN_LOCKOUT_MINUTES
    response = TemplateResponse(
        request,
        "service_sites/desk/locked.html",
        {
            "minutes": minutes,
            "title": _("Too many failed logins"),
            "site_title": _("Staff desk"),
            "site_header": _("Staff desk of the service points"),
        },
        status=429,
        headers={"Retry-After": str(minutes * 60)},
    )
    return response.render()


class CodeForm(forms.Form):
    """One code."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autofocus": True}),
    )

    def refuse(self) -> None:
        """Say that the code was not right."""
        text = _("This code is wrong, or there were too many tries: wait a little, take the next.")
        self.add_error("code", text)


def enter_code(request: HttpRequest) -> HttpResponse:
    """Return the page that asks for a code after the password; a right one opens the desk."""
    user = _member(request)
    if user is None:
        return HttpResponseRedirect(reverse("desk:login"))
    if is_verified(request) or not second_factor.has_factor(user):
        return HttpResponseRedirect(way_on(request))
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        device = second_factor.verify(user, form.cleaned_data["code"])
        if device is not None:
            _open(request, device)
            return HttpResponseRedirect(way_on(request))
        form.refuse()
    return _page(request, "enter_code.html", _("Second factor"), form=form)


def manage_second_factor(request: HttpRequest) -> HttpResponse:
    """Return the page on which a person switches the second factor on and off."""
    user = _member(request)
    if user is None:
        return HttpResponseRedirect(reverse("desk:login"))
    # Whoever has one has given it: before that, no address of the desk leads here.
    if second_factor.has_factor(user):
        return _change(request, user)
    return _begin(request, user)


def _begin(request: HttpRequest, user: User) -> HttpResponse:
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        confirmed = second_factor.confirm(user, form.cleaned_data["code"])
        if confirmed is not None:
            device, codes = confirmed
            _open(request, device)
            return _codes(request, codes)
        form.refuse()
    setup = second_factor.begin(user)
    image = segno.make(setup.address, error="m").svg_data_uri(scale=5, border=4, light="white")
    context = {"setup": setup, "image": image, "is_forced": second_factor.is_forced(user)}
    title = _("Switch on the second factor")
    return _page(request, "second_factor_setup.html", title, form=form, **context)


def _change(request: HttpRequest, user: User) -> HttpResponse:
    form = CodeForm(request.POST or None)
    action = request.POST.get("action", "")
    if request.method == "POST" and form.is_valid():
        if action not in {"codes", "off"}:
            raise BadRequest("there is no such action")
        if second_factor.verify(user, form.cleaned_data["code"]) is None:
            form.refuse()
        elif action == "codes":
            return _codes(request, second_factor.renew_codes(user))
        else:
            second_factor.forget(user)
            messages.success(request, _("The second factor was switched off."))
            return HttpResponseRedirect(reverse("desk:second_factor"))
    return _page(request, "second_factor.html", _("Second factor"), form=form)


def _codes(request: HttpRequest, codes: list[str]) -> HttpResponse:
    title = _("Codes for the day when the telephone is missing")
    return _page(request, "recovery_codes.html", title, codes=codes)


def _page(request: HttpRequest, template: str, title: str, **context: Any) -> HttpResponse:
    response = desk.page(request, template, title, next=way_on(request), **context)
    # Keys and codes are on these pages.
    response.headers["Cache-Control"] = "no-store"
    return response


def _member(request: HttpRequest) -> User | None:
    user = request.user
    return user if isinstance(user, User) and user.is_staff else None


def _open(request: HttpRequest, device: Device) -> None:
    """Let the session know, under a new key: the old one was worth less."""
    remember_factor(request, device)
    request.session.cycle_key()


def way_on(request: HttpRequest) -> str:
    """Return where to go on: an address of this host, the desk without one."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        return wanted
    return reverse("desk:index")
