"""An outlet moves with its address: what changes is shown, chosen and saved, on any screen."""

import pytest
from playwright.sync_api import expect

from sites.access import Role
from sites.changes.fields import stored_position
from sites.models import ServicePoint
from tests.browser.conftest import Visit, Visitor
from tests.browser.staff import log_in
from tests.browser.test_accessibility import findings

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OUTLETS = "/desk/service_sites/servicepoint/"
SCREENS = [{"width": 360, "height": 740}, {"width": 1440, "height": 900}]


def is_legible(visit: Visit, *, scripts: bool = True) -> bool:
    """Return whether everybody can use the page, and nothing stands beside the screen."""
    page = visit.page
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert visit.complaints == []
    if scripts:
        assert findings(page) == []
        # What the tool itself said.
        visit.complaints.clear()
    return True


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
@pytest.mark.parametrize("size", SCREENS, ids=["phone", "office"])
def test_what_an_address_brings_along_is_shown_before_it_is_saved(
    visitor: Visitor, size: dict[str, int], *, scripts: bool
) -> None:
    visit = visitor(viewport=size, java_script_enabled=scripts)
    page = visit.page
    log_in(page, "li", Role.DATA)
    point = ServicePoint.objects.get(serial=49)
    page.goto(f"{OUTLETS}{point.pk}/change/")
    page.locator("#id_address").fill("白沙镇新沙路1号")
    page.locator("#id_address").press("Enter")
    preview = page.get_by_role("alert").filter(has_text="尚未保存")
    expect(preview).to_be_in_viewport()
    expect(preview).to_contain_text("油溪镇 → 白沙镇")
    assert is_legible(visit, scripts=scripts)
    point.refresh_from_db()
    assert point.address == "油溪镇建新路46号"
    preview.get_by_role("button", name="没有错，保存").click()
    expect(page.locator(".messagelist .success").first).to_be_visible()
    point.refresh_from_db()
    assert (point.address, point.town and point.town.key) == ("白沙镇新沙路1号", "baisha")


@pytest.mark.parametrize("size", SCREENS, ids=["phone", "office"])
def test_a_pin_asks_what_becomes_of_it(visitor: Visitor, size: dict[str, int]) -> None:
    visit = visitor(viewport=size)
    page = visit.page
    log_in(page, "li", Role.DATA)
    point = ServicePoint.objects.get(serial=49)
    page.goto(f"{OUTLETS}{point.pk}/position/")
    page.locator("#id_longitude").fill("106.145")
    page.locator("#id_latitude").fill("29.209")
    page.locator("#id_precision").select_option("rooftop")
    page.get_by_role("button", name="保存图钉").click()
    expect(page.locator(".messagelist .success").first).to_be_visible()
    page.goto(f"{OUTLETS}{point.pk}/change/")
    page.locator("#id_address").fill("油溪镇建新路99号")
    page.locator("#id_address").press("Enter")
    preview = page.get_by_role("alert").filter(has_text="尚未保存")
    expect(preview).to_contain_text("图钉")
    assert is_legible(visit)
    save = preview.get_by_role("button", name="没有错，保存")
    save.click()
    expect(preview, "nobody has chosen").to_be_visible()
    preview.get_by_label("取下").check()
    save.click()
    expect(page.locator(".messagelist .success").first).to_be_visible()
    point.refresh_from_db()
    position = stored_position(point)
    assert position is not None
    assert (point.address, position.precision) == ("油溪镇建新路99号", "town")


@pytest.mark.parametrize("size", SCREENS, ids=["phone", "office"])
def test_a_new_outlet_is_read_from_its_name_and_address(
    visitor: Visitor, size: dict[str, int]
) -> None:
    visit = visitor(viewport=size)
    page = visit.page
    log_in(page, "li", Role.DATA)
    page.goto(f"{OUTLETS}add/")
    page.locator("#id_region").select_option("500116")
    page.locator("#id_name").fill("农商行珞璜大桥支行")
    page.locator("#id_address").fill("珞璜镇园区大道8号")
    page.locator("#id_phone").fill("47212963")
    page.locator("#id_address").press("Enter")
    preview = page.get_by_role("alert").filter(has_text="尚未保存")
    expect(preview).to_contain_text("珞璜镇")
    expect(page.locator("#id_town")).not_to_have_value("")
    expect(page.locator("#id_operator")).to_have_value("cqrcb")
    assert is_legible(visit)
    preview.get_by_role("button", name="没有错，保存").click()
    expect(page.locator(".messagelist .success").first).to_be_visible()
    point = ServicePoint.objects.get(name="农商行珞璜大桥支行")
    assert (point.serial, point.precision) == (58, "town")
