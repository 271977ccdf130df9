"""Programs that write, in the desk: given a token, which is shown once, and cut off."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from typing_extensions import override

from sites.access import Right, scope_of
from sites.access.clients import issue_token, revoke_token
from sites.desk.bases import ReadOnlyAdmin, person_column
from sites.desk.site import desk, person_of
from sites.models import ApiClient, ClientScope, Region


class ClientForm(forms.Form):
    """What a new program is called, what it may do, and where."""

    name = forms.CharField(
        label=_("program"),
        max_length=100,
        help_text=_("stands in the history for good, so say which program and whose"),
    )
    scopes = forms.MultipleChoiceField(
        label=_("may"), choices=ClientScope.choices, widget=CheckboxSelectMultiple
    )
    regions = forms.ModelMultipleChoiceField(
        label=_("regions"), queryset=Region.objects.none(), widget=CheckboxSelectMultiple
    )

    def __init__(self, data: Any = None, *, regions: QuerySet[Region]) -> None:
        super().__init__(data)
        field = self.fields["regions"]
        if isinstance(field, forms.ModelMultipleChoiceField):
            field.queryset = regions

    def clean_name(self) -> str:
        """Return the name, which no program has or had."""
        name: str = self.cleaned_data["name"]
        if ApiClient.objects.filter(name=name).exists():
            raise forms.ValidationError(_("There is or was a program of this name already."))
        return name


class ClientAdmin(ReadOnlyAdmin[ApiClient]):
    """The programs; only who may manage them sees them."""

    class Media:
        css = {"all": ["service_sites/desk/desk.css"]}

    change_form_template = "service_sites/desk/client.html"
    list_display = (
        "name",
        "scope_texts",
        "region_texts",
        "hint",
        "created_at",
        "last_used_at",
        "revoked_at",
    )
    fields = (*list_display[:5], "creator", "last_used_at", "revoked_at", "revoker")
    creator = person_column("created_by", _("created by"))
    revoker = person_column("revoked_by", _("revoked by"))
    list_filter = (("revoked_at", admin.EmptyFieldListFilter),)

    @override
    def has_module_permission(self, request: HttpRequest) -> bool:
        """Return whether the person may manage programs."""
        return request.user.has_perm(Right.MANAGE_CLIENTS)

    @override
    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return whether the person may manage programs."""
        return self.has_module_permission(request)

    @override
    def has_add_permission(self, request: HttpRequest) -> bool:
        """Return whether the person may manage programs."""
        return self.has_module_permission(request)

    @override
    def get_queryset(self, request: HttpRequest) -> QuerySet[ApiClient]:
        """Return each program of the person's regions once."""
        return super().get_queryset(request).distinct().prefetch_related("regions")

    @admin.display(description=_("may"))
    def scope_texts(self, client: ApiClient) -> str:
        """Return what the program may do."""
        return "、".join(str(ClientScope(scope).label) for scope in client.scopes)

    @admin.display(description=_("regions"))
    def region_texts(self, client: ApiClient) -> str:
        """Return where the program may write."""
        return "、".join(region.name for region in client.regions.all())


@desk.view_for(Right.MANAGE_CLIENTS)
def add_client(request: HttpRequest) -> HttpResponse:
    """Return the form of a new program; a POST returns its token, shown this once."""
    regions = scope_of(request.user).restrict(Region.objects.all())
    form = ClientForm(request.POST if request.method == "POST" else None, regions=regions)
    if not form.is_valid():
        title = _("Give a program a token")
        return desk.page(request, "new_client.html", title, model=ApiClient, form=form)
    asked = form.cleaned_data
    scopes = [ClientScope(text) for text in asked["scopes"]]
    client, token = issue_token(asked["name"], scopes, asked["regions"], user=person_of(request))
    # No page of the desk is stored by a browser or a proxy: neither is the token.
    title = _("The token")
    return desk.page(request, "new_client.html", title, model=ApiClient, client=client, token=token)


@desk.view_for(Right.MANAGE_CLIENTS)
@require_POST
def revoke_client(request: HttpRequest, key: int) -> HttpResponse:
    """End a token for good."""
    clients = scope_of(request.user).restrict(ApiClient.objects.all()).distinct()
    client = get_object_or_404(clients, pk=key)
    if revoke_token(client, user=person_of(request)):
        messages.success(request, _("The token is worth nothing from now on."))
    return redirect("desk:service_sites_apiclient_changelist")
