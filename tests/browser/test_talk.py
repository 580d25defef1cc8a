"""Two people at different episodes talk about one page, each with what they may know."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.factories import make_page
from wiki.spoilers.models import Bookmark, Release

BODY = "Hope runs. [She stops.]{JJ 1x02} [She falls.]{JJ 1x09}\n"
AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}


@pytest.fixture
def hope(site):
    return make_page("Hope", BODY)


@pytest.fixture
def enter(browser, site, hope, django_user_model):
    """Open a browser of somebody who has come as far as `until`."""
    contexts = []

    def open_one(name, until, **options):
        person = django_user_model.objects.create_user(name, password="a-long-pass-42")
        release = Release.objects.get(work__code="JJ", label=until)
        Bookmark.objects.create(user=person, work=release.work, until=release)
        contexts.append(browser.new_context(**options))
        page = contexts[-1].new_page()
        page.goto(f"{site}/accounts/login/?next=/talk/hope/")
        page.fill("[name=username], [name=login]", name)
        page.fill("[name=password]", "a-long-pass-42")
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.wait_for_url("**/talk/hope/")
        return page

    yield open_one
    for context in contexts:
        context.close()


def say(page, text):
    page.get_by_label("What do you want to say?").fill(text)
    page.get_by_role("button", name="Say it").click()


@pytest.mark.parametrize("has_script", [True, False])
def test_two_people_at_different_episodes_talk_on_one_page(enter, site, has_script):
    near = enter("malcolm", "1x02", java_script_enabled=has_script)
    far = enter("trish", "1x09", java_script_enabled=has_script, viewport={"width": 360, "height": 800})
    expect(near.get_by_label("For who has seen")).to_have_value("JJ 1x02")
    say(near, "She stops so *suddenly*.")
    expect(near.locator(".comment")).to_contain_text("She stops so suddenly.")
    expect(far.get_by_label("For who has seen")).to_have_value("JJ 1x09")
    say(far, "And then she falls.")
    expect(far.locator(".comment")).to_have_count(2)
    near.reload()
    expect(near.locator(".comment")).to_have_count(1)
    assert "falls" not in near.content()
    far.locator(".comment", has_text="suddenly").get_by_role("link", name="Answer").click()
    far.get_by_label("What do you want to say?").fill("It took me by surprise, @malcolm.")
    far.get_by_label("For who has seen").fill("JJ 1x02")
    far.get_by_role("button", name="Answer").click()
    expect(far.locator(".replies .comment")).to_contain_text("It took me by surprise")
    assert far.evaluate("document.documentElement.scrollWidth") <= 360
    near.goto(site + "/wiki/hope/")
    expect(near.locator(".tabs .count")).to_have_text("2")
    notices = near.get_by_role("link", name="Notices")
    expect(notices).to_contain_text("1")
    notices.click()
    near.get_by_role("link", name="trish mentioned you on Hope").click()
    expect(near.locator(".replies .comment")).to_contain_text("It took me by surprise")
    near.goto(site + "/notifications/")
    if has_script:  # following it marked it as read
        expect(near.get_by_role("link", name="Notices")).not_to_contain_text("1")
    else:
        near.get_by_role("button", name="Mark as read").click()
        expect(near.get_by_role("link", name="Notices")).not_to_contain_text("1")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_in_talk_and_notices(enter, site, hope, scheme, django_user_model):
    from tests.factories import make_comment

    page = enter("trish", "1x09", color_scheme=scheme)
    other = django_user_model.objects.create_user("malcolm")
    first = make_comment(hope, "@trish, **look**.", author=other)
    make_comment(hope, "Again, @trish.", "JJ 1x02", author=other, answers=first)
    paths = ("/talk/", "/talk/hope/", f"/talk/hope/{first.pk}/reply/", "/notifications/", "/notifications/preferences/")
    found = {}
    for path in paths:
        page.goto(site + path)
        violations = Axe().run(page, options=AXE).response["violations"]
        if serious := [one["id"] for one in violations if one["impact"] in ("serious", "critical")]:
            found[path] = serious
    assert found == {}
