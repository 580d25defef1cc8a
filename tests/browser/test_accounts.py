"""Signing up, the second factors, and what is left in a browser after somebody has signed out."""

import re
import time

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core import mail
from django.core.cache import cache
from playwright.sync_api import expect

from tests.accounts.doors import PASSWORD, code, make_person
from tests.accounts.test_second_factors import app_code


@pytest.fixture
def malcolm(site, django_user_model):
    return make_person(django_user_model)


def sign_in(page, site, name="malcolm"):
    page.goto(f"{site}/accounts/login/")
    page.get_by_label("Name or e-mail").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def reauthenticate(page):
    expect(page.get_by_role("heading", name="Is it you?")).to_be_visible()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()


def fill_in(page, site):
    page.set_default_timeout(8000)
    page.goto(f"{site}/accounts/signup/")
    page.get_by_label("Name", exact=True).fill("malcolm")
    page.get_by_label("E-mail address").fill("malcolm@example.com")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign up").click()


def test_a_newcomer_signs_up_with_the_code_and_is_useful_at_once(page, site, complaints):
    fill_in(page, site)
    expect(page.get_by_role("heading", name="Confirm your address")).to_be_visible()
    assert serious(page) == []
    page.get_by_label("Code").fill(code())
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_role("heading", name="How far are you?")).to_be_visible()
    page.locator("#JJ").get_by_role("button", name=re.compile("^1x13")).click()
    expect(page.get_by_text("Reading with Jessica Jones up to 1x13")).to_be_visible()
    page.goto(f"{site}/wiki/alias-investigations/edit/")
    expect(page.get_by_role("button", name="Save")).to_be_visible()
    expect(page.get_by_text("You are not signed in.")).to_have_count(0)
    assert complaints == []


def test_without_javascript_one_waits(browser, site, settings):
    settings.SIGN_UP_WAIT = 2
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 800})
    page = context.new_page()
    fill_in(page, site)
    expect(page.get_by_text("Please wait")).to_be_visible()
    assert page.get_by_label("Name", exact=True).input_value() == "malcolm"
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    time.sleep(2)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign up").click()
    page.get_by_label("Code").fill(code())
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_role("heading", name="How far are you?")).to_be_visible()
    context.close()


def serious(page):
    found = Axe().run(page).response["violations"]
    return [(one["id"], one["nodes"][0]["html"]) for one in found if one["impact"] in ("serious", "critical")]


OWN = ["/accounts/", "/accounts/profile/", "/accounts/name/", "/accounts/preferences/", "/accounts/sessions/"]
OWN += ["/accounts/email/", "/accounts/password/change/", "/accounts/2fa/", "/accounts/download/", "/accounts/logout/"]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_pages_of_an_account_are_within_reach_of_all(page, site, malcolm, theme):
    type(malcolm).objects.update(theme=theme)
    sign_in(page, site)
    found = {}
    for path in OWN:
        page.goto(site + path)
        ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert ground == {"light": "rgb(246, 243, 248)", "dark": "rgb(18, 13, 24)"}[theme], path
        if faults := serious(page):
            found[path] = faults
        for width in (360, 768, 1440):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (path, width)
    assert found == {}


def test_an_authenticator_app_and_a_recovery_code(page, site, malcolm, browser, complaints):
    sign_in(page, site)
    page.goto(f"{site}/accounts/2fa/totp/activate/")
    reauthenticate(page)
    expect(page.get_by_role("heading", name="Set up an authenticator app")).to_be_visible()
    page.wait_for_load_state("load")
    assert page.evaluate("document.querySelector('.qr').naturalWidth") > 0
    assert serious(page) == []
    secret = page.locator(".secret").inner_text()
    page.get_by_label("Authenticator code").fill(app_code(secret))
    page.get_by_role("button", name="Switch it on").click()
    recovery = page.locator(".codes code").first.inner_text()
    assert any("authenticator app was set up" in message.subject for message in mail.outbox)
    for second in (lambda: app_code(secret), lambda: recovery):
        cache.clear()  # the code was used a moment ago
        context = browser.new_context()
        other = context.new_page()
        sign_in(other, site)
        expect(other.get_by_role("heading", name="The second step")).to_be_visible()
        other.get_by_label("Code").fill(second())
        other.get_by_role("button", name="Sign in", exact=True).click()
        expect(other.get_by_role("button", name="Sign out")).to_be_visible()
        context.close()
    assert complaints == []


def test_a_passkey_signs_in_alone(page, site, malcolm, complaints):
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    sign_in(page, site)
    page.goto(f"{site}/accounts/2fa/passkeys/add/")
    reauthenticate(page)
    page.get_by_label("Name", exact=True).fill("Sofa")
    page.get_by_label("Sign in with it alone").check()
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    page.goto(f"{site}/accounts/2fa/passkeys/")
    expect(page.get_by_text("signs in without a password")).to_be_visible()
    assert serious(page) == []
    page.get_by_role("button", name="Sign out").click()
    page.goto(f"{site}/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    page.goto(f"{site}/accounts/2fa/passkeys/")
    page.get_by_role("link", name="Remove Sofa").click()
    page.get_by_label("Password")
    if page.get_by_role("heading", name="Is it you?").count():
        reauthenticate(page)
    page.get_by_role("button", name="Remove it").click()
    expect(page.get_by_text("You have no passkey.")).to_be_visible()
    assert complaints == []


@pytest.fixture
def with_back_cache(playwright, browser_type_launch_args):
    """Launch a browser that keeps whole pages for its back button, which Playwright switches off."""
    options = browser_type_launch_args | {"ignore_default_args": ["--disable-back-forward-cache"]}
    browser = playwright.chromium.launch(**options)
    yield browser
    browser.close()


def test_after_signing_out_the_back_button_shows_nothing_of_that_lens(
    with_back_cache, site, malcolm, django_user_model
):
    make_person(django_user_model, "ruben")
    page = with_back_cache.new_page()
    sign_in(page, site)
    page.goto(f"{site}/progress/")
    page.locator("#JJ").get_by_role("button", name="All of it").first.click()
    path = f"{site}/wiki/alias-investigations/"
    page.goto(path)
    assert "Kilgrave" in page.locator(".prose").inner_text()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_text("Reading with nothing watched yet")).to_be_visible()
    assert_nothing_behind(page, path)
    sign_in(page, site, "ruben")
    expect(page.get_by_role("link", name="ruben", exact=True)).to_be_visible()
    for _ in range(2):
        assert_nothing_behind(page, path)
    page.goto(path)
    assert "Kilgrave" not in page.locator(".prose").inner_text()


def assert_nothing_behind(page, path):
    """Go back through all that this tab has seen."""
    for _ in range(8):
        page.evaluate("setTimeout(() => history.back())")
        page.wait_for_timeout(250)
        if page.url == path:
            assert "Kilgrave" not in page.locator(".prose").inner_text()
        assert page.get_by_text("all of Jessica Jones").count() == 0
        assert page.get_by_role("link", name="malcolm", exact=True).count() == 0
