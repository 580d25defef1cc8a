"""The main job in a browser: say how far one has come, and every page changes to match."""

import re

from playwright.sync_api import expect

PAGE = "/wiki/alias-investigations/"


def press(page, work, name):
    page.locator(f"#{work}").get_by_role("button", name=re.compile(rf"^{name}\b")).first.click()


def test_a_reader_says_how_far_they_are_and_pages_change(page, site, complaints):
    page.goto(site)
    expect(page.get_by_text("Reading with nothing watched yet")).to_be_visible()
    page.goto(site + PAGE)
    before = page.locator(".prose").inner_text()
    page.get_by_role("link", name="change", exact=True).click()
    press(page, "JJ", "1x13")
    expect(page.get_by_text("Reading with Jessica Jones up to 1x13")).to_be_visible()
    page.goto(site + PAGE)
    after = page.locator(".prose").inner_text()
    assert len(after) > len(before)
    assert ("Kilgrave" in before, "Kilgrave" in after) == (False, True)
    page.get_by_role("link", name="change", exact=True).click()
    press(page, "JJ", "Not started")
    page.goto(site + PAGE)
    assert page.locator(".prose").inner_text() == before
    assert complaints == []


def test_the_whole_way_works_without_javascript(browser, site):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site + "/progress/")
    press(page, "JJ", "1x05")
    expect(page.get_by_text("Reading with Jessica Jones up to 1x05")).to_be_visible()
    page.get_by_text("Skipped some").first.click()
    page.locator("#JJ").get_by_label("1x02", exact=True).uncheck()
    page.locator("#JJ").get_by_role("button", name="Exactly these").click()
    expect(page.get_by_text("up to 1x05 (with exceptions)")).to_be_visible()
    context.close()


def test_the_back_button_shows_nothing_of_another_lens(page, site):
    page.goto(site + "/progress/")
    press(page, "JJ", "All of it")
    page.goto(site + PAGE)
    assert "Kilgrave" in page.locator(".prose").inner_text()
    page.goto(site + "/progress/")
    press(page, "JJ", "Not started")
    for _ in range(4):
        if page.url == site + PAGE:
            break
        page.evaluate("setTimeout(() => history.back())")
        page.wait_for_timeout(500)
    assert page.url == site + PAGE
    assert "Kilgrave" not in page.locator(".prose").inner_text()


def test_signing_in_takes_the_place_along_and_out_leaves_none(page, site, reader):
    page.goto(site + "/progress/")
    press(page, "JJ", "1x13")
    page.get_by_role("link", name="Sign in").first.click()
    page.get_by_label("Name or e-mail").fill("trish")
    page.get_by_label("Password").fill("talk-to-me-42")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_text("Reading with Jessica Jones up to 1x13", exact=True)).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_text("Reading with nothing watched yet")).to_be_visible()


def test_hostile_text_opens_no_dialog(page, site):
    """The whole corpus on pages of the site, with the browser watching."""
    from tests.corpora import load
    from tests.factories import make_page

    dialogs = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    cases = load("xss.json")
    for number in range(0, len(cases), 60):
        body = "".join(f"{case['payload']}\n\n" for case in cases[number : number + 60])
        make_page(f"Hostile {number}", body.replace("]{", "]\\{"))
        page.goto(f"{site}/wiki/hostile-{number}/")
        expect(page.get_by_role("heading", level=1)).to_have_text(f"Hostile {number}")
        page.mouse.move(200, 300)
        page.keyboard.press("Tab")
    assert dialogs == []
