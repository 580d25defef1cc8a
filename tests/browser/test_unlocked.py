"""One click at the top of a page: what it opened, marked until it is read, on a phone and by the keyboard."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.factories import make_page

BODY = "Hope runs.\n\n## Later\n\n[She stops.]{JJ 1x03} [She falls.]{JJ 1x09}\n"
AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}


def at(page, site, label):
    page.goto(f"{site}/progress/")
    page.locator("#JJ").get_by_role("button", name=label, exact=False).first.click()
    page.wait_for_url("**/progress/**")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_step_is_taken_read_and_taken_back_on_a_phone(browser, site, scheme, settings):
    make_page("Hope", BODY)
    context = browser.new_context(viewport={"width": 360, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    at(page, site, "1x02")
    page.clock.install()
    page.goto(f"{site}/wiki/hope/")
    button = page.get_by_role("button", name="I’ve just finished 1x03")
    button.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/unlocked/")
    expect(page.get_by_role("link", name="Hope", exact=True)).to_be_visible()
    _is_sound(page)
    page.get_by_role("link", name="Later She stops.").click()
    page.wait_for_url("**/wiki/hope/#h-later")
    expect(page.locator("[data-new]")).to_have_count(1)
    _is_sound(page)
    with page.expect_response("**/unlocked/read/"):
        page.clock.run_for(6000)
    page.reload()
    expect(page.locator("[data-new]")).to_have_count(0)
    page.goto(f"{site}/unlocked/")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("status")).to_contain_text("You are back where you were.")
    page.goto(f"{site}/wiki/hope/")
    expect(page.get_by_text("She stops.")).to_have_count(0)
    context.close()


def _is_sound(page):
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert Axe().run(page, options=AXE).response["violations"] == []
