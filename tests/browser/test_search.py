"""The search box: suggestions by the keyboard and the mouse, given up in time, and no script at all."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}


@pytest.fixture
def box(page, site):
    page.goto(f"{site}/")
    return page.get_by_role("banner").get_by_role("combobox", name="Search this wiki")


@pytest.fixture
def options(page):
    return page.get_by_role("banner").get_by_role("option")


def test_suggestions_are_a_combobox_for_keyboard_and_screen_reader(page, site, box, options, complaints):
    box.press_sequentially("trish")
    expect(options.first).to_have_text("Trish Talk")
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("banner").locator("[aria-live=polite]")).to_have_text("2 suggestions")
    assert Axe().run(page, options=AXE).response["violations"] == []
    box.press("ArrowDown")
    box.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", options.nth(1).get_attribute("id"))
    box.press("ArrowDown")
    expect(box).not_to_have_attribute("aria-activedescendant", re.compile("."))
    box.press("ArrowUp")
    box.press("Enter")
    page.wait_for_url(f"{site}/characters/trish-walker/")
    assert complaints == []


def test_escape_closes_the_list_and_an_arrow_opens_it_again(box, options):
    box.press_sequentially("trish")
    expect(options).to_have_count(2)
    box.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("trish")
    box.press("ArrowDown")
    expect(options).to_have_count(2)
    box.press("Tab")
    expect(options).to_have_count(0)


def test_enter_searches_for_what_was_typed_after_an_option_was_chosen(page, site, box, options):
    box.press_sequentially("trish")
    expect(options).to_have_count(2)
    box.press("ArrowDown")
    box.press_sequentially(" radio")
    box.press("Enter")
    page.wait_for_url(f"{site}/search/?q=trish+radio")


def test_an_answer_that_comes_late_is_not_shown(page, site, box, options):
    held = []
    page.route("**/search/suggest/**", lambda route: held.append(route))
    with page.expect_request("**/search/suggest/**"):
        box.press_sequentially("trish")
    with page.expect_event("requestfailed"):
        box.press("Escape")
    expect(options).to_have_count(0)
    page.unroute("**/search/suggest/**")
    with page.expect_response("**/search/suggest/**"):
        box.fill("luke")
    expect(options.first).to_have_text("Luke Cage")


def test_only_the_main_button_of_the_mouse_chooses(page, site, box, options):
    box.press_sequentially("trish")
    options.nth(1).click(button="right")
    assert page.url == f"{site}/"
    options.nth(1).click()
    page.wait_for_url(f"{site}/characters/trish-walker/")


def test_what_was_found_is_seen_at_once_on_a_telephone(page, site):
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{site}/search/?q=jones")
    first = page.get_by_role("main").get_by_role("listitem").filter(has=page.get_by_role("heading")).first
    assert first.bounding_box()["y"] < 740 - 100
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_the_box_searches_without_a_script(browser, site):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 800})
    page = context.new_page()
    page.goto(f"{site}/")
    page.get_by_role("searchbox", name="Search this wiki").fill("killgrave")
    page.get_by_role("button", name="Search").click()
    page.wait_for_url(f"{site}/search/?q=killgrave")
    expect(page.get_by_role("main").get_by_role("link", name="Kilgrave").first).to_be_visible()
    context.close()
