"""Accounts of the staff: who may manage whose, which roles may be given, and their regions."""

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission, User
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from sites.access.scope import scope_of
from sites.models import Region, StaffRegion


def roles_given_by(manager: User) -> QuerySet[Group]:
    """Return the roles that somebody may give: those with no right beyond the person's own."""
    roles = Group.objects.all()
    if manager.is_superuser:
        return roles
    own = Permission.objects.filter(group__user=manager)
    return roles.exclude(permissions__in=Permission.objects.exclude(pk__in=own.values("pk")))


def accounts_managed_by(manager: User) -> QuerySet[User]:
    """Return the accounts that somebody may manage: none that may do more, or elsewhere.

    Of other people's, an account without a region is left to those who work for every region.
    """
    accounts = User.objects.all()
    if manager.is_superuser:
        return accounts
    stronger = Group.objects.exclude(pk__in=roles_given_by(manager).values("pk"))
    weaker = accounts.filter(is_superuser=False, user_permissions=None).exclude(
        pk__in=User.objects.filter(groups__in=stronger).values("pk")
    )
    scope = scope_of(manager)
    if scope.adcodes is None:
        return weaker
    elsewhere = StaffRegion.objects.exclude(region__in=scope.adcodes)
    neighbours = StaffRegion.objects.filter(region__in=scope.adcodes)
    return weaker.exclude(pk__in=elsewhere.values("user")).filter(
        Q(pk=manager.pk) | Q(pk__in=neighbours.values("user"))
    )


def regions_given_by(manager: User) -> QuerySet[Region]:
    """Return the regions that somebody may assign: those that they work for."""
    return scope_of(manager).restrict(Region.objects.all())


def name_of(account: User) -> str:
    """Return the person's name as it is written in Chinese, else the account's."""
    return f"{account.last_name}{account.first_name}" or account.get_username()


def person_text(account: User) -> str:
    """Return who an account is, for colleagues: the name with the login, which tells namesakes."""
    name, login = name_of(account), account.get_username()
    return login if name == login else _("%(name)s (%(login)s)") % {"name": name, "login": login}


def person_texts(logins: Iterable[str]) -> dict[str, str]:
    """Return who the accounts with these logins are; a login that has none stands for itself."""
    wanted = set(logins)
    found = {a.get_username(): person_text(a) for a in User.objects.filter(username__in=wanted)}
    return {login: found.get(login, login) for login in wanted}


def regions_of(account: User) -> QuerySet[Region]:
    """Return the regions that are assigned to an account."""
    return Region.objects.filter(pk__in=StaffRegion.objects.filter(user=account).values("region"))


@transaction.atomic
def assign_regions(account: User, regions: Iterable[Region]) -> None:
    """Assign these regions to an account, and no others."""
    wanted = {region.pk for region in regions}
    assigned = StaffRegion.objects.filter(user=account)
    assigned.exclude(region__in=wanted).delete()
    missing = wanted - set(assigned.values_list("region_id", flat=True))
    StaffRegion.objects.bulk_create(
        StaffRegion(user=account, region_id=adcode) for adcode in sorted(missing)
    )
