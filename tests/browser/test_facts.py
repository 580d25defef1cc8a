"""A fan who knows no markup writes facts, makes a mistake, mends it, and sees the picture change with the bookmark."""

from playwright.sync_api import expect

from tests.factories import make_character


def test_facts_are_written_and_mended(page, site, complaints):
    make_character("Reva Connors")
    page.goto(f"{site}/wiki/new/?kind=character&name=Hope+Harper")
    page.locator("#id_names-0-kind").select_option("title")
    page.locator("#id_body").fill("A student.")
    powers = page.locator('[data-entries="sheet-powers"]')
    page.locator("#id_sheet-powers-0-text").fill("None")
    expect(powers.locator(".entry")).to_have_count(2)
    powers.get_by_role("button", name="More lines").click()
    expect(powers.locator(".entry")).to_have_count(3)
    assert page.evaluate("document.activeElement.id") == "id_sheet-powers-2-text"
    page.locator("#id_sheet-relationships-0-page").press_sequentially("Reva")
    expect(page.locator("#page-names option")).to_have_count(1)  # with fewer letters there are others
    expect(page.locator("#page-names option")).to_have_attribute("value", "Reva Connors")
    page.locator("#id_sheet-relationships-0-page").fill("Reva Connors")
    page.locator("#id_sheet-relationships-0-kind").select_option("friend")
    page.locator("#id_sheet-status-0-text").select_option("Alive")
    page.locator("#id_sheet-debut_date-0-text").fill("2015-02-31")
    page.get_by_role("button", name="Save").click()
    fault = page.get_by_role("alert").get_by_role("link", name="Date of first issue")
    expect(fault).to_be_visible()
    fault.click()
    assert page.evaluate("document.activeElement.id") == "id_sheet-debut_date-0-text"
    page.keyboard.press("Control+a")
    page.keyboard.type("2015-11")
    page.get_by_role("button", name="Save").click()
    box = page.get_by_label("Facts about Hope Harper")
    expect(box).to_contain_text("November 2015")
    expect(box).to_contain_text("Alive")
    expect(page.get_by_role("link", name="Reva Connors")).to_be_visible()
    assert [one for one in complaints if "422" not in one] == []


def test_the_picture_changes_as_the_bookmark_moves(page, site):
    make_character("Reva Connors")
    told = [("relationships", ("Reva Connors", "lover")), ("relationships", ("Reva Connors", "killer"), "JJ 1x06")]
    make_character("Cole", *told)
    words = page.locator(".drawing .says")
    page.goto(f"{site}/characters/cole/relations/")
    expect(words).to_have_text(["lovers"])
    page.goto(f"{site}/works/JJ/1x06/")
    page.get_by_role("button", name="I have seen everything up to here").click()
    page.goto(f"{site}/characters/cole/relations/")
    expect(words).to_have_text(["killed"])
    page.get_by_label("As of").select_option("JJ 1x05")
    page.get_by_role("button", name="Show").click()
    expect(words).to_have_text(["lovers"])


def test_facts_are_written_without_javascript(browser, site):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 800})
    make_character("Cole", ("status", "Alive"))
    page = context.new_page()
    page.goto(f"{site}/wiki/cole/edit/")
    page.locator(".facts summary").click()
    page.locator('[data-entries="sheet-powers"]').get_by_role("button", name="More lines").click()
    page.locator("#id_sheet-powers-3-text").fill("None")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_label("Facts about Cole")).to_contain_text("None")
    context.close()
