"""Members of staff in a real browser."""

import re
from typing import Final

from django.contrib.auth.models import Group, Permission, User
from playwright.sync_api import Page, expect

from sites.access import ROLES, Role
from sites.models import StaffRegion

PASSWORD: Final = "a long enough one"


def account(name: str, role: Role) -> User:
    """Make somebody of a role who works for 江津区; emptying the database took the roles, too."""
    user = User.objects.create_user(name, password=PASSWORD, is_staff=True)
    group, _made = Group.objects.get_or_create(name=role)
    codenames = [right.codename for right in ROLES[role]]
    group.permissions.set(Permission.objects.filter(codename__in=codenames))
    user.groups.add(group)
    StaffRegion.objects.create(user=user, region_id="500116")
    return user


def log_in(page: Page, name: str, role: Role = Role.PHONES) -> None:
    """Make an account and log it in, by keyboard alone."""
    account(name, role)
    page.goto("/desk/")
    page.locator("#id_username").fill(name)
    page.locator("#id_password").fill(PASSWORD)
    page.locator("#id_password").press("Enter")
    expect(page).to_have_url(re.compile("/desk/$"))
