"""How often somebody may do what: counted for each, told with how long to wait, and nothing that was typed is lost."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import RequestFactory

from tests.factories import make_character, make_page
from tests.pages.sending import fields, send, source
from wiki.pages import limits
from wiki.pages.models import Revision


@pytest.fixture
def few(settings):
    settings.LIMITS = settings.LIMITS | dict.fromkeys(settings.LIMITS, "1/hour")


def test_who_saves_very_often_waits_and_keeps_the_text(client, calendar, few):
    page = make_page("Hope", "0.\n")
    send(client, "/wiki/hope/edit/", body="1.\n")
    response = send(client, "/wiki/hope/edit/", body="My long text.\n")
    assert (response.status_code, "My long text." in response.text, source(page)) == (429, True, "1.\n")
    assert 0 < int(response["Retry-After"]) <= 3600
    assert limits.TOO_OFTEN in response.text


def test_each_account_and_each_address_has_its_own(client, reader, calendar, few):
    page = make_page("Hope", "0.\n")
    for number, address in enumerate(("203.0.113.1", "203.0.113.2"), 1):
        browser = client.__class__(REMOTE_ADDR=address)
        send(browser, "/wiki/hope/edit/", body=f"{number}.\n")
        assert source(page) == f"{number}.\n"
    client.force_login(reader)
    send(client, "/wiki/hope/edit/", body="3.\n")
    assert source(page) == "3.\n"


def test_a_report_and_a_grid_are_kept_as_well(client, reader, calendar, few):
    make_page("Hope")
    make_character("Luke")
    client.force_login(reader)
    for expected in (302, 429):
        response = client.post("/report/hope/", {"what": "other", "note": "My long note"})
        assert response.status_code == expected
    assert ("My long note" in response.text, "Retry-After" in response) == (True, True)
    for expected in (302, 429):
        values = fields(client.get("/characters/luke/appearances/JJ/1/"), "data-grid") | {"summary": "My words"}
        response = client.post("/characters/luke/appearances/JJ/1/", values)
        assert response.status_code == expected
    assert "My words" in response.text


def test_a_page_that_costs_much_is_shown_again_later(client, calendar, few):
    for accept, words in (("text/html", "A little slower, please"), ("*/*", limits.TOO_OFTEN)):
        for expected in (200, 429):
            response = client.get("/characters/", headers={"Accept": accept}, REMOTE_ADDR=f"203.0.113.{len(accept)}")
            assert response.status_code == expected
        assert (words in response.text, "Retry-After" in response) == (True, True)


@pytest.mark.parametrize("signed_in", [False, True])
@pytest.mark.parametrize(
    "path",
    [
        *("/wiki/hope/diff/previous/{0}/", "/wiki/hope/at/{0}/", "/wiki/hope/history/", "/wiki/hope/undo/{0}/"),
        *("/wiki/hope/restore/{0}/", "/special/", "/special/wanted/", "/random/", "/sitemap.xml"),
    ],
)
def test_what_crawlers_should_not_read_has_an_end(client, reader, calendar, few, path, signed_in):
    """Old states, comparisons and special pages: counted by account, or by address without one."""
    make_page("Hope", "0.\n")
    path = path.format(Revision.objects.get().public_id)
    browsers = [client, client.__class__(REMOTE_ADDR="203.0.113.9")]
    if signed_in:
        for browser in browsers:
            browser.force_login(reader)
    first, again = client.get(path), client.get(path)
    assert (first.status_code in (200, 302), again.status_code) == (True, 429)
    assert 0 < int(again["Retry-After"]) <= 3600
    # From another address: somebody else, or the same account again.
    assert (browsers[1].get(path).status_code == 429) == signed_in


@pytest.mark.parametrize(
    "path",
    [
        "/recent/",
        "/recent/atom/",
        "/people/trish/",
        "/people/trish/atom/",
        "/names/?q=h",
        "/wiki/hope/links/",
        "/wiki/",
    ],
)
def test_what_is_looked_for_among_all_pages_has_an_end(client, reader, calendar, few, path):
    make_page("Hope", "0.\n", author=reader)
    assert [client.get(path).status_code for _ in range(2)] == [200, 429]


def test_two_rates_hold_at_once(rf, settings):
    settings.LIMITS = {"edit": "2/minute 3/day"}
    request = RequestFactory().get("/")
    request.user = type("Nobody", (), {"is_authenticated": False})()
    assert [limits.over(request, "edit") > 0 for _ in range(4)] == [False, False, True, True]


def test_no_count_is_lost_when_many_ask_at_once():
    with ThreadPoolExecutor(8) as pool:
        counts = list(pool.map(lambda _: limits._count("limit:test", 60), range(64)))
    assert sorted(counts) == list(range(1, 65))


def test_a_rate_that_is_none_is_named(settings):
    with pytest.raises(ImproperlyConfigured, match=r"edit=often is no rate"):
        limits._rate("edit", "often")
