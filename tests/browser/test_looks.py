"""What a page looks like to people: nothing overflows, nothing is out of reach, axe finds nothing serious."""

import pytest
from axe_playwright_python.sync_playwright import Axe

PAGES = [
    "/",
    "/wiki/",
    "/wiki/alias-investigations/",
    "/wiki/jessica-jones-season-1/",
    "/wiki/alias-investigations/links/",
    "/wiki/no-such-page/",
    "/wiki/alias-investigations/edit/",
    "/wiki/alias-investigations/history/",
    "/wiki/alias-investigations/images/",
    "/wiki/alias-investigations/move/",
    "/wiki/new/",
    "/recent/",
    "/special/",
    "/special/newest/",
    "/tags/",
    "/tags/places/",
    "/tags/characters+villains/",
    "/search/",
    "/search/?q=jones",
    "/search/?q=kilgraev",
    "/search/?q=kind:claim+tag:villains",
    "/unlocked/",
    "/on-this-day/11-20/",
    "/works/",
    "/works/JJ/",
    "/works/JJ/1x03/",
    "/characters/",
    "/characters/relations/",
    "/characters/trish-walker/",
    "/characters/trish-walker/counterparts/",
    "/characters/trish-walker/appearances/",
    "/characters/trish-walker/appearances/JJ/1/",
    "/characters/performers/rachael-taylor/",
    "/wiki/new/?kind=character",
    "/news/",
    "/news/jessica-jones-will-return-for-a-second-season/",
    "/news/works/JJ/",
    "/news/claims/",
    "/news/claims/jessica-jones-season-2-comes-in-2017/",
    "/works/calendar/",
    "/progress/",
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/password/reset/",
]
# What a colour scheme changes is the contrast.
RULES = {"light": None, "dark": {"runOnly": ["color-contrast"]}}
WIDTHS = [360, 768, 1440, 1600]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(browser, site, scheme):
    context = browser.new_context(color_scheme=scheme, viewport={"width": 768, "height": 900})
    page = context.new_page()
    page.goto(site + "/progress/")
    page.locator("#JJ").get_by_role("button", name="All of it").click()
    found = {}
    for path in PAGES:
        page.goto(site + path)
        violations = Axe().run(page, options=RULES[scheme]).response["violations"]
        serious = [
            (one["id"], one["nodes"][0]["html"]) for one in violations if one["impact"] in ("serious", "critical")
        ]
        if serious:
            found[path] = serious
    context.close()
    assert found == {}


def test_nothing_overflows_at_any_width(page, site):
    wide = []
    for path in PAGES:
        page.goto(site + path)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            if page.evaluate("document.documentElement.scrollWidth") > width:
                wide.append((path, width))
    assert wide == []


def test_every_control_is_reached_by_keyboard_and_shows_it(page, site):
    page.goto(site + "/wiki/alias-investigations/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    reached = set()
    for _ in range(60):
        if page.evaluate("document.activeElement === document.body"):
            break
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        name = page.evaluate("document.activeElement.getAttribute('href') ?? document.activeElement.name")
        assert outline == "solid", name
        reached.add(name)
        page.keyboard.press("Tab")
    assert {"/", "/wiki/", "/works/", "/tags/", "q", "/accounts/login/", "/progress/"} <= reached
    page.goto(site + "/wiki/alias-investigations/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_a_place_can_be_set_by_keyboard(page, site):
    page.goto(site + "/progress/")
    page.locator("#JJ button[value='1x03']").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/progress/#JJ")
    assert "up to 1x03" in page.locator(".reading-line").inner_text()


def test_motion_is_reduced_on_request(browser, site):
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    page.goto(site)
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    assert page.evaluate("getComputedStyle(document.querySelector('a')).transitionDuration") == "0s"
    context.close()


def test_paper_gets_the_text_without_the_frame(page, site):
    page.goto(site + "/wiki/alias-investigations/")
    page.emulate_media(media="print")
    assert page.locator(".nav").is_hidden()
    assert page.locator(".prose").is_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_text_keeps_to_a_readable_measure(page, site):
    page.set_viewport_size({"width": 1600, "height": 900})
    page.goto(site + "/wiki/alias-investigations/")
    width = page.locator(".prose p").first.bounding_box()["width"]
    size = float(page.evaluate("parseFloat(getComputedStyle(document.querySelector('.prose p')).fontSize)"))
    assert 45 < width / (size * 0.5) < 85


def test_the_admin_works_under_the_policy(page, site, admin, complaints):
    page.goto(site + "/admin/")
    page.get_by_label("Name or e-mail").fill("jeri")
    page.get_by_label("Password").fill("hogarth-and-42")
    page.get_by_role("button", name="Sign in", exact=True).click()
    for path in ("/admin/", "/admin/spoilers/work/", "/admin/spoilers/release/", "/admin/spoilers/release/add/"):
        page.goto(site + path)
    assert complaints == []
