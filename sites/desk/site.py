"""The desk: Django's admin under its own name, with the frame of every page and who may see it."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, Final, ParamSpec, cast

from django.contrib.admin import AdminSite
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from sites.access import Right, scope_of
from sites.access.accounts import name_of
from sites.desk.accounts.sessions import WARNING_S, seconds_left

_P = ParamSpec("_P")
_View = Callable[Concatenate[HttpRequest, _P], HttpResponseBase]


class _Completion(AutocompleteJsonView):
    """Completes what a field refers to; Django's own fails on relations from the other side."""

    def process_request(self, request: HttpRequest) -> tuple[Any, ...]:
        """Return what is asked for."""
        process: Any = super().process_request  # type: ignore[misc] # missing in the stubs
        term, model_admin, field, to_field = process(request)
        if not field.concrete:
            raise PermissionDenied
        return term, model_admin, field, to_field


class DeskSite(AdminSite):
    """The admin site of the staff."""

    site_header = _("Staff desk of the service points")
    site_title = _("Staff desk")
    index_title = _("What would you like to do?")
    # It would take a quarter of a small screen: the first page leads everywhere.
    enable_nav_sidebar = False
    index_template = "service_sites/desk/home.html"

    @override
    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """Return what every page knows: how long the session lasts, whether there is a region."""
        context: dict[str, Any] = super().each_context(request)
        if request.user.is_authenticated:
            context["session_seconds"] = seconds_left(request)
            context["session_warning"] = WARNING_S
            context["person"] = name_of(request.user)
            context["has_no_region"] = scope_of(request.user).is_empty
        return context

    @override
    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        """Return what a field may refer to."""
        return cast("HttpResponse", _Completion.as_view(admin_site=self)(request))

    def view_for(self, *rights: Right) -> Callable[[_View[_P]], _View[_P]]:
        """Return the decorator of a view for staff who have one of these rights.

        Others get 403; who is not logged in is sent to the login.
        """

        def decorate(view: _View[_P]) -> _View[_P]:
            @wraps(view)
            def checked(
                request: HttpRequest, *args: _P.args, **kwargs: _P.kwargs
            ) -> HttpResponseBase:
                if not any(map(request.user.has_perm, rights)):
                    raise PermissionDenied
                return view(request, *args, **kwargs)

            return cast("_View[_P]", self.admin_view(checked))

        return decorate

    def page(
        self,
        request: HttpRequest,
        template: str,
        title: str | Promise,
        *,
        model: type[Model] | None = None,
        status: int = 200,
        **context: Any,
    ) -> TemplateResponse:
        """Return a page in the frame of the desk; the way to it leads over the list of `model`.

        `template` is one of ``service_sites/desk/``.
        """
        frame = {**self.each_context(request), "title": title}
        if model is not None:
            frame["opts"] = model._meta
        name = f"service_sites/desk/{template}"
        return TemplateResponse(request, name, {**frame, **context}, status=status)


def person_of(request: HttpRequest) -> User:
    """Return who is logged in; raises ``PermissionDenied`` if nobody is."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


desk: Final = DeskSite(name="desk")
desk.empty_value_display = cast("str", _("none"))
