"""The desk in a real browser: the policy holds against attacks, and its own pages keep to it."""

from time import time

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.test import Client
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice
from playwright.sync_api import Page, expect

from sites.access.passwords import note_given
from tests.browser.conftest import Visitor
from tests.browser.test_accessibility import findings
from tests.desk.test_scope import addresses
from tests.factories import PASSWORD, make_staff

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Of these no browser opens an address that was typed: they answer forms and scripts.
NO_PAGES = {
    *("logout", "autocomplete", "session", "jsi18n"),
    *("service_sites_servicepoint_bulk", "service_sites_servicepoint_check_phone"),
}


def enter(page: Page, server: str) -> User:
    """Log a superuser in, by a session that exists already."""
    user = make_staff("root", superuser=True)
    client = Client()
    client.force_login(user)
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": server}
    page.context.add_cookies([cookie])  # type: ignore[list-item]
    return user


def log_in(page: Page, password: str) -> None:
    page.goto("/desk/login/?next=/desk/")
    page.get_by_label("用户名").fill("root")
    page.get_by_label("密码").fill(password)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_no_page_of_the_desk_breaks_the_policy(visitor: Visitor, server: str) -> None:
    """The tab's console would complain, which fails the test at its end."""
    visit = visitor()
    user = enter(visit.page, server)
    seen = 0
    for address in addresses():
        if address.arguments or address.name in NO_PAGES:
            continue
        for url in address.urls(lambda _one: []):
            if url.endswith(".csv"):
                continue
            visit.page.goto(url)
            # That some pages are refused even to a superuser is no complaint.
            visit.complaints[:] = [one for one in visit.complaints if "status of 403" not in one]
            assert visit.complaints == [], url
            seen += 1
    assert seen > 15
    for path in (f"auth/user/{user.pk}/change/", "service_sites/servicepoint/1/change/"):
        visit.page.goto(f"/desk/{path}")
        assert visit.complaints == [], path


def test_injected_markup_does_not_run(visitor: Visitor, server: str) -> None:
    visit = visitor()
    page = visit.page
    enter(page, server)
    reached: list[str] = []
    page.route("https://evil.example/**", lambda route: reached.append(route.request.url))
    for url in ("/desk/", "/desk/login/", "/"):
        page.goto(url)
        page.evaluate(
            """() => {
              document.body.insertAdjacentHTML("beforeend",
                "<img src='data:image/gif;base64,x' onerror='window.hacked = 1'>");
              const script = document.createElement("script");
              script.textContent = "window.hacked = 2";
              document.body.append(script);
              const foreign = document.createElement("script");
              foreign.src = "https://evil.example/x.js";
              document.body.append(foreign);
            }"""
        )
        page.wait_for_timeout(200)
        assert page.evaluate("window.hacked") is None, url
    assert sum("Content Security Policy" in text for text in visit.complaints) >= 9
    assert reached == []
    # Asked for, and stopped before it left the browser.
    visit.requests[:] = [one for one in visit.requests if "evil.example" not in one]
    visit.complaints.clear()


def test_no_page_can_be_framed(visitor: Visitor, server: str) -> None:
    visit = visitor()
    page = visit.page
    enter(page, server)
    for url in ("/desk/", "/desk/login/", "/"):
        page.route("**/frame", lambda route: route.fulfill(body="<iframe id=one></iframe>"))
        page.goto(f"{server}/frame")
        with page.expect_console_message(lambda message: "frame-ancestors" in message.text):
            page.evaluate("(url) => { document.getElementById('one').src = url; }", url)
        # A page of the same origin could be read: what is there is the browser's own refusal.
        page.wait_for_function("document.getElementById('one').contentDocument === null")
    assert sum("frame-ancestors" in text for text in visit.complaints) == 3
    visit.complaints.clear()


def test_lockout_is_told_and_found_by_no_rule_of_axe(visitor: Visitor) -> None:
    visit = visitor(viewport={"width": 320, "height": 640})
    page = visit.page
    make_staff("root", superuser=True)
    page.goto("/desk/login/")
    assert findings(page) == []
    for _attempt in range(5):
        log_in(page, "wrong")
    expect(page.get_by_role("alert")).to_contain_text("15 分钟")
    assert findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    log_in(page, PASSWORD)
    expect(page.get_by_role("alert")).to_contain_text("15 分钟")
    visit.complaints[:] = [one for one in visit.complaints if "status of 429" not in one]


def test_a_given_password_is_replaced_by_keyboard_alone(visitor: Visitor) -> None:
    visit = visitor(viewport={"width": 320, "height": 640})
    page = visit.page
    note_given(make_staff("root", superuser=True))
    log_in(page, PASSWORD)
    expect(page.get_by_label("旧密码")).to_be_focused()
    assert visit.complaints == []
    assert findings(page) == []
    # What axe itself does with sheets that import others.
    visit.complaints.clear()
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    for number, text in enumerate((PASSWORD, "another long one", "another long one")):
        if number:
            page.keyboard.press("Tab")
        page.keyboard.type(text)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator(".messagelist")).to_contain_text("密码已修改")
    expect(page.locator("#user-tools")).to_be_visible()


def test_the_second_factor_by_keyboard_alone(visitor: Visitor, server: str) -> None:
    visit = visitor(viewport={"width": 360, "height": 740})
    page = visit.page
    user = enter(page, server)
    page.goto("/desk/second-factor/")
    assert findings(page) == []
    picture = page.get_by_role("img", name="二维码")
    assert picture.evaluate("(one) => one.complete && one.naturalWidth > 100")
    device = TOTPDevice.objects.get(user=user)
    page.get_by_label("验证码").focus()
    page.keyboard.type(f"{totp(device.bin_key, t0=30):06d}")
    page.keyboard.press("Enter")
    expect(page.locator(".codes li")).to_have_count(10)
    assert findings(page) == []
    code = page.locator(".codes code").first.inner_text()
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    page.context.clear_cookies()
    log_in(page, PASSWORD)
    expect(page.get_by_label("验证码")).to_be_focused()
    assert findings(page) == []
    page.keyboard.type(code)
    page.keyboard.press("Enter")
    expect(page.locator("#user-tools")).to_be_visible()


def test_the_end_of_the_session_is_announced(visitor: Visitor, server: str) -> None:
    page = visitor().page
    enter(page, server)
    page.goto("/desk/")

    def idle(seconds: int) -> None:
        stored = Session.objects.get()
        data = stored.get_decoded()
        data["active_at"] = int(time()) - seconds
        stored.session_data = Session.objects.encode(data)
        stored.save()

    look = "document.dispatchEvent(new Event('visibilitychange'))"
    box = page.locator("#session-end")
    expect(box).to_be_hidden()
    idle(30 * 60 - 100)
    page.evaluate(look)
    expect(box).to_be_visible()
    assert findings(page) == []
    page.get_by_role("button", name="继续工作").click()
    expect(box).to_be_hidden()
    idle(30 * 60 + 1)
    page.evaluate(look)
    page.wait_for_url("**/desk/login/**")


@pytest.mark.parametrize("width", [320, 1440])
def test_the_pages_about_accounts(visitor: Visitor, server: str, width: int) -> None:
    visit = visitor(viewport={"width": width, "height": 800})
    page = visit.page
    user = enter(page, server)
    for path in ("", "add/", f"{user.pk}/change/"):
        page.goto(f"/desk/auth/user/{path}")
        main = page.locator("#content")
        expect(main).to_be_visible()
        assert visit.complaints == [], path
        assert findings(page) == [], path
        # What axe itself does with sheets that import others.
        visit.complaints.clear()
