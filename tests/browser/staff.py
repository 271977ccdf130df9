"""Members of staff in a real browser."""

import re

from playwright.sync_api import Page, expect

from sites.access import Role
from tests.factories import PASSWORD, make_staff


def log_in(page: Page, name: str, role: Role = Role.PHONES) -> None:
    """Make an account and log it in, by keyboard alone."""
    make_staff(name, role)
    sign_in(page, name)


def sign_in(page: Page, name: str, path: str = "/desk/") -> None:
    """Open a page of the desk and log in to an account that is there, by keyboard alone."""
    page.goto(f"/desk/login/?next={path}")
    page.locator("#id_username").fill(name)
    page.locator("#id_password").fill(PASSWORD)
    page.locator("#id_password").press("Enter")
    # Not in the address of the page to log in, which ends with it, too.
    expect(page).to_have_url(re.compile(f"^[^?]*{re.escape(path)}"))
    page.wait_for_load_state()
