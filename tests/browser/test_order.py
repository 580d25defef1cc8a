"""Keeping order with a browser: a first edit that waits, a spoiler that is reported, a vandal who is rolled back."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.test_accounts import PASSWORD, sign_in
from wiki.accounts import roles
from wiki.pages.editing import save_page
from wiki.pages.models import Page, Revision
from wiki.pages.state import NameEntry, PageState


@pytest.fixture
def people(site, django_user_model):
    """Somebody new, and a moderator."""
    found = {}
    for name, role in (("malcolm", None), ("hogarth", roles.Role.MODERATOR)):
        person = django_user_model.objects.create_user(name, password=PASSWORD)
        if role:
            roles.give(person, role)
        found[name] = person
    return found


@pytest.fixture
def windows(browser, people, site):
    """Give browsers of their own, signed in."""
    contexts = []

    def opened(name="", **options):
        contexts.append(browser.new_context(**options))
        window = contexts[-1].new_page()
        if name:
            sign_in(window, site, name)
            window.wait_for_url(lambda url: "/accounts/login/" not in url)
        return window

    yield opened
    for context in contexts:
        context.close()


def test_a_first_edit_waits_until_a_moderator_approves_it(windows, site, settings):
    settings.REVIEW_PEOPLE = "new"
    page = windows("malcolm")
    page.goto(f"{site}/wiki/alias-investigations/edit/")
    page.get_by_label("Text", exact=True).fill("A detective agency in Hell's Kitchen, on the fourth floor.\n")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="An edit that waits")).to_be_visible()
    reader, desk = windows(), windows("hogarth")
    reader.goto(f"{site}/wiki/alias-investigations/")
    expect(reader.get_by_text("on the fourth floor")).to_have_count(0)
    desk.goto(f"{site}/admin/")
    desk.get_by_role("link", name="Queue (1)").click()
    desk.get_by_role("link", name="Work from the top").click()
    expect(desk.locator("ins").first).to_be_visible()
    desk.get_by_role("button", name="Approve").click()
    expect(desk.get_by_text("Nothing waits.")).to_be_visible()
    reader.reload()
    expect(reader.get_by_text("on the fourth floor")).to_be_visible()
    page.goto(f"{site}/notifications/")
    expect(page.get_by_text("Your edit of Alias Investigations was approved")).to_be_visible()


def test_a_reported_spoiler_is_gone_within_one_request(windows, site):
    reader, page = windows(), windows("malcolm")
    for window in (reader, page):
        window.goto(f"{site}/wiki/alias-investigations/")
    words = page.locator(".prose p").first.inner_text().split(".")[0]
    page.locator(".prose p").first.evaluate(
        "node => { const range = document.createRange(); range.selectNodeContents(node);"
        " const marked = getSelection(); marked.removeAllRanges(); marked.addRange(range); }"
    )
    page.get_by_role("link", name="Report what you marked").click()
    expect(page.locator(".passage input:checked")).to_have_count(1)
    page.get_by_label("Hide it until somebody has seen").fill("JJ 1x05")
    page.get_by_role("button", name="Report it").click()
    expect(page.get_by_text("Thank you. It is hidden from everybody who has not seen JJ 1x05")).to_be_visible()
    reader.reload()
    expect(reader.get_by_text(words)).to_have_count(0)


def test_a_vandal_of_fifty_edits_is_gone_in_four_clicks(windows, site, people, django_user_model):
    for number in range(50):
        state = PageState(names=(NameEntry(f"Rubbish {number}"),), body="Rubbish.\n")
        save_page(state=state, author=people["malcolm"])
    desk = windows("hogarth")
    desk.goto(f"{site}/recent/")
    desk.get_by_role("link", name="malcolm").first.click()
    desk.get_by_role("link", name="Roll back and block …").click()
    expect(desk.get_by_text("On 50 pages:")).to_be_visible()
    desk.get_by_role("button", name="Roll back").click()
    expect(desk.get_by_text("What malcolm did is rolled back.")).to_be_visible()
    assert Page.objects.filter(names__slug__startswith="rubbish").count() == 0
    assert Revision.objects.filter(action="delete", author=people["hogarth"]).count() == 50


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(windows, site, scheme, settings):
    settings.REVIEW_PEOPLE = "new"
    page = windows("malcolm", color_scheme=scheme)
    page.goto(f"{site}/wiki/alias-investigations/edit/")
    page.get_by_label("Text", exact=True).fill("An agency.\n")
    page.get_by_role("button", name="Save").click()
    desk = windows("hogarth", color_scheme=scheme)
    places = [(page, page.url), (page, "/waiting/"), (page, "/report/alias-investigations/"), (page, "/reports/")]
    places += [(desk, "/log/"), (desk, "/moderation/clean/malcolm/"), (desk, "/admin/queue/")]
    for window, path in places:
        window.goto(path if path.startswith("http") else f"{site}{path}")
        found = Axe().run(window).response["violations"]
        serious = [(one["id"], [node["html"] for node in one["nodes"]]) for one in found if one["impact"] in SERIOUS]
        assert (path, serious) == (path, [])


SERIOUS = ("serious", "critical")
