"""An article on its way: written, handed in, shown to a friend, published, and read with and without a bookmark."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth import get_user_model
from playwright.sync_api import expect


@pytest.fixture
def people(browser, site):
    """Sign a writer and an editor in, each in a browser of their own. Left open, it would outlive the server."""
    make = get_user_model().objects
    make.create_user("ann", password="ann-42-words")
    make.create_superuser("jeri", password="jeri-42-words")
    contexts = [browser.new_context(viewport={"width": 900, "height": 900}) for _ in range(2)]
    yield [signed_in(context, site, name) for context, name in zip(contexts, ("ann", "jeri"), strict=True)]
    for context in contexts:
        context.close()


def signed_in(context, site, name):
    page = context.new_page()
    page.goto(f"{site}/accounts/login/")
    page.get_by_label("Name or e-mail").fill(name)
    page.get_by_label("Password").fill(f"{name}-42-words")
    page.get_by_role("button", name="Sign in", exact=True).click()
    return page


def test_an_article_is_written_shown_and_published(page, site, people, complaints):
    ann, jeri = people
    ann.goto(f"{site}/wiki/new/?kind=article&name=A+fourth+season")
    ann.locator("#id_names-0-kind").select_option("title")
    ann.locator("#id_body").fill("It is said that there will be more.")
    ann.locator("#id_sheet-standfirst-0-text").fill("Nothing is certain.")
    ann.locator("#id_sheet-sources-0-title").fill("An interview")
    ann.locator("#id_sheet-claims-0-claim").fill("There is a fourth season")
    ann.locator("#id_sheet-claims-0-status").select_option("Rumoured")
    ann.get_by_role("button", name="Save").click()
    expect(ann.get_by_text("Draft.", exact=True)).to_be_visible()
    ann.get_by_role("link", name="Take the next step").click()
    ann.get_by_role("button", name="Make a link").click()
    address = ann.locator(".links a").get_attribute("href")
    ann.get_by_role("button", name="Hand in for review").click()
    expect(ann.locator(".lede")).to_have_text("In review")
    page.goto(address)
    expect(page.get_by_text("A preview.")).to_be_visible()
    assert page.goto(f"{site}/news/a-fourth-season/").status == 404
    jeri.goto(f"{site}/news/desk/")
    jeri.get_by_role("link", name="next step").click()
    assert not _serious(jeri)
    jeri.get_by_role("button", name="Publish").click()
    expect(jeri.get_by_text("“A fourth season”: published.")).to_be_visible()
    page.goto(f"{site}/news/")
    page.get_by_role("link", name="A fourth season").click()
    expect(page.get_by_text("Rumoured then.")).to_be_visible()
    expect(page.get_by_role("link", name="There is a fourth season")).to_be_visible()
    assert [one for one in complaints if "404" not in one] == []


def _serious(page):
    violations = Axe().run(page).response["violations"]
    return [(one["id"], one["nodes"][0]["html"]) for one in violations if one["impact"] in ("serious", "critical")]


def test_what_came_of_a_claim_shows_as_the_bookmark_moves(page, site):
    article = f"{site}/news/jessica-jones-will-return-for-a-second-season/"
    page.goto(article)
    expect(page.get_by_text("Nuke")).to_have_count(0)
    page.goto(f"{site}/works/JJ/1x13/")
    page.get_by_role("button", name="I have seen everything up to here").click()
    page.goto(article)
    claim = page.locator(".told li", has_text="Will Simpson becomes Nuke")
    expect(claim).to_contain_text("Open question then.")
    expect(claim.locator(".verdict")).to_have_count(0)
    page.goto(f"{site}/works/JJ/2x02/")
    page.get_by_role("button", name="I have seen everything up to here").click()
    page.goto(article)
    expect(claim.locator(".verdict")).to_have_text("false")


def test_a_gate_is_put_around_the_text_without_javascript(browser, site):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 800})
    page = context.new_page()
    page.goto(f"{site}/wiki/jessica-jones-season-2-what-is-known-so-far/edit/")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    offer = page.get_by_role("button", name="Put the whole text behind it")
    gate = offer.get_attribute("value")
    assert gate == "JJ s1 and DD s1 and DD s2"
    offer.click()
    assert page.locator("#id_body").input_value().startswith(f"::: spoiler {gate}\n")
    context.close()
