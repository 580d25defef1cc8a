"""People write at the same time: nothing that anybody typed is lost, nothing hidden is shown."""

import pytest
from playwright.sync_api import expect

from tests.factories import make_page
from tests.pages.sending import source

BODY = (
    "Hope runs in the park.\n\n"
    "She meets [her father]{JJ 2x03 else a stranger} at noon. [He is Kilgrave’s.]{JJ 1x09}\n\n"
    "::: spoiler JJ 1x10\nShe dies that night.\n:::\n\nThe end.\n"
)
EDIT = "/wiki/hope/edit/"


@pytest.fixture
def hope(site):
    return make_page("Hope", BODY)


@pytest.fixture
def visit(browser, site):
    """Open browsers, each as far along as `until` in Jessica Jones; close them before the site goes."""
    contexts = []

    def open_one(until=None, **options):
        contexts.append(browser.new_context(**options))
        page = contexts[-1].new_page()
        if until:
            page.goto(f"{site}/progress/")
            page.locator("#JJ").get_by_role("button", name=until).first.click()
        return page

    yield open_one
    for context in contexts:
        context.close()


def change(page, old, new):
    area = page.locator("#id_body")
    text = area.input_value()
    assert old in text
    area.fill(text.replace(old, new))


def test_three_people_edit_the_same_page_and_no_word_is_lost(visit, site, hope):
    first, second = (visit("1x13") for _ in range(2))
    below = visit(viewport={"width": 360, "height": 800})
    for page in (first, second, below):
        page.goto(site + EDIT)
    assert "dies that" not in below.content()
    change(first, "Hope runs", "Hope walks slowly")
    first.get_by_role("button", name="Save").click()
    expect(first.get_by_text("Hope walks slowly")).to_be_visible()
    change(second, "She dies that night", "She dies in the morning")
    second.get_by_role("button", name="Save").click()
    expect(second.get_by_text("both are in it now")).to_be_visible()
    change(below, "Hope runs", "Hope dances")
    change(below, "a stranger", "an odd stranger")
    below.get_by_role("button", name="Save").click()
    expect(below.get_by_role("heading", name="Two edits meet")).to_be_visible()
    assert below.evaluate("document.documentElement.scrollWidth") <= 360
    expect(below.locator(".clash del")).to_contain_text("walks")
    assert "morning" not in below.content()
    change(below, "Hope dances in the park.\nHope walks slowly in", "Hope walks slowly, then dances in")
    below.get_by_role("button", name="Save").click()
    expect(below.get_by_text("then dances")).to_be_visible()
    expected = BODY.replace("runs", "walks slowly, then dances").replace("that night", "in the morning")
    assert source(hope) == expected.replace("a stranger", "an odd stranger")


def test_what_is_typed_without_an_account_stays_in_this_browser(visit, site, hope):
    page = visit()
    page.goto(site + EDIT)
    page.locator("#id_body").press_sequentially("More. ")
    page.wait_for_timeout(1300)
    page.goto(site + EDIT)
    assert "More." not in page.locator("#id_body").input_value()
    page.get_by_role("button", name="Restore it").click()
    assert "More." in page.locator("#id_body").input_value()


def test_what_is_typed_with_an_account_is_kept_on_the_server(visit, site, hope, django_user_model):
    django_user_model.objects.create_user("malcolm", password="ducasse-42")
    for number in range(2):
        page = visit()
        page.goto(site + "/accounts/login/")
        page.get_by_label("Name or e-mail").fill("malcolm")
        page.get_by_label("Password").fill("ducasse-42")
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.goto(site + EDIT)
        if number == 0:
            with page.expect_response("**/draft/"):
                page.locator("#id_body").press_sequentially("More. ")
    page.get_by_role("link", name="Restore it").click()
    assert "More." in page.locator("#id_body").input_value()


def test_the_editor_helps_and_its_keys_keep_their_meaning(page, site, hope, complaints):
    page.goto(site + EDIT)
    area = page.locator("#id_body")
    expect(page.locator(".markdownx-preview")).to_contain_text("Hope runs")
    area.fill("See [[alias inv")
    area.press("e")
    page.get_by_role("option", name="Alias Investigations").first.click()
    assert area.input_value().strip() == "See [[Alias Investigations]]"
    expect(page.locator(".markdownx-preview a")).to_have_text("Alias Investigations")
    area.select_text()
    page.get_by_role("button", name="Spoiler …").click()
    page.get_by_label("Until somebody has finished").select_option("JJ 1x05")
    page.get_by_role("button", name="Hide it").click()
    assert area.input_value().strip() == "[See [[Alias Investigations]] ]{JJ 1x05}"
    page.get_by_label("Preview as").select_option("JJ 1x05")
    expect(page.locator(".markdownx-preview")).to_contain_text("See Alias Investigations")
    area.fill("One [x]{JJ 9x99}")
    expect(page.locator(".markdownx-preview")).to_contain_text("Line 1, column 9")
    before = area.input_value()
    area.press("Tab")
    assert area.input_value() == before
    assert page.evaluate("document.activeElement.id") != "id_body"
    assert complaints == []


def test_everything_is_written_without_javascript(visit, site, hope):
    page = visit(java_script_enabled=False)
    page.goto(site + EDIT)
    change(page, "The end.", "The very end.")
    page.get_by_role("button", name="Preview").click()
    expect(page.locator(".previewed")).to_contain_text("The very end.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("The very end.")).to_be_visible()
    assert source(hope) == BODY.replace("The end", "The very end")
