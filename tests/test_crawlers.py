"""What search engines are told: which addresses are closed to them, and which one is a page’s own."""

import re

import pytest

from tests.factories import make_article, make_character, make_claim, make_page
from tests.pages.test_edit import see
from tests.worlds import world as worlds
from tests.worlds.catalogue import requests
from wiki import crawlers


def rules(text):
    """Read the rules for everybody, as (is allowed, pattern)."""
    return [
        (line.startswith("Allow"), line.partition(": ")[2])
        for line in text.splitlines()
        if line.startswith(("Allow: ", "Disallow: "))
    ]


def may_read(rules, path):
    """Judge a path as RFC 9309 says: the longest rule counts, and of two equally long ones the kind one."""
    fitting = [(len(rule), is_allowed) for is_allowed, rule in rules if _fits(rule, path)]
    return max(fitting, default=(0, True))[1]


def _fits(rule, path):
    return re.match(re.escape(rule).replace(r"\*", ".*").replace(r"\$", "$"), path) is not None


@pytest.fixture
def robots(client, db):
    response = client.get("/robots.txt")
    assert (response.status_code, response["Content-Type"]) == (200, "text/plain; charset=utf-8")
    return response.text


OPEN = [
    *("/", "/wiki/", "/wiki/?page=2", "/wiki/hope/", "/wiki/edit/", "/tags/", "/tags/places/", "/images/a.png"),
    *("/characters/", "/characters/?page=3", "/characters/luke/", "/characters/performers/mike/", "/news/"),
    *("/news/it-returns/", "/news/claims/", "/news/claims/a-claim/", "/news/feed/atom/", "/news/archive/2016-01/"),
    *("/works/", "/works/JJ/", "/works/JJ/1x01/", "/works/calendar/", "/static/css/base.css"),
    *("/sitemap.xml", "/sitemap-pages-2.xml", "/news/sitemap.xml", "/robots.txt", "/favicon.ico"),
]
CLOSED = [
    *("/wiki/hope/history/", "/wiki/hope/diff/a/b/", "/wiki/hope/at/a/", "/wiki/hope/edit/", "/wiki/hope/undo/a/"),
    *("/wiki/hope/restore/a/", "/wiki/new/", "/wiki/hope/links/", "/special/", "/special/wanted/", "/special/random/"),
    *("/recent/", "/recent/atom/", "/names/?q=a", "/people/trish/", "/watchlist/", "/waiting/", "/admin/", "/log/"),
    *("/admin/pages/page/", "/accounts/", "/accounts/login/", "/talk/hope/abc/edit/", "/report/hope/", "/progress/"),
    *("/characters/?status=dead", "/characters/?page=2&status=dead", "/characters/luke/?as_of=JJ+1x01"),
    *("/characters/luke/appearances/JJ/1/", "/news/claims/?status=debunked", "/news/desk/", "/news/preview/abc/"),
    *("/news/it-returns/status/", "/news/feed/atom/a-token/", "/notifications/", "/markdownx/upload/"),
]


@pytest.mark.parametrize("path", OPEN)
def test_what_people_read_is_open(robots, path):
    assert may_read(rules(robots), path)


@pytest.mark.parametrize("path", CLOSED)
def test_what_costs_much_or_is_somebodys_own_is_closed(robots, path):
    assert not may_read(rules(robots), path)


def test_the_rules_name_the_map(robots):
    assert robots.startswith("User-agent: *\n")
    assert robots.endswith("\nSitemap: http://testserver/sitemap.xml\n")


def test_every_closed_route_is_named_by_a_rule_and_marked_when_asked(client, db):
    """A new route is closed until an app opens it: by the rules and by the header alike."""
    base, _ = worlds.prepare()
    asked = {route: wanted for route, wanted in requests([base]).items() if route != "errors"}
    told = rules(client.get("/robots.txt").text)
    for route, wanted in asked.items():
        path = next((path for method, path, _ in wanted if method == "GET"), None)
        if path is not None and route not in crawlers._open:
            assert not may_read(told, path), route
            assert client.get(path).get("X-Robots-Tag", "").startswith("noindex"), route


def test_an_open_address_is_marked_only_when_it_is_asked_something(client, calendar):
    make_character("Luke")
    assert "X-Robots-Tag" not in client.get("/characters/luke/")
    assert "X-Robots-Tag" not in client.get("/characters/?page=2")
    assert client.get("/characters/?status=dead")["X-Robots-Tag"] == "noindex"
    assert client.get("/characters/?page=2&sort=newest")["X-Robots-Tag"] == "noindex"


def test_the_rules_are_the_same_for_everybody(client, admin, calendar):
    anonymous = client.get("/robots.txt")
    client.force_login(admin)
    assert see(client, "JJ 1x03").get("/robots.txt").content == anonymous.content
    assert client.get("/robots.txt")["Cache-Control"] == "public, no-cache"
    assert client.post("/robots.txt").status_code == 405


CANONICAL = re.compile(r'<link rel="canonical" href="([^"]+)">')


def canonical(response):
    return CANONICAL.findall(response.text)


def test_a_page_names_its_own_address_without_what_was_asked(client, calendar, settings):
    settings.SITE_URL = "https://alias.example"
    make_page("Ärger & Co")
    make_character("Luke")
    for path in ("/wiki/%C3%A4rger-co/", "/wiki/%C3%A4rger-co/?utm=1", "/characters/luke/?as_of="):
        response = client.get(path)
        assert response.status_code == 200
        assert canonical(response) == [f"https://alias.example{path.partition('?')[0]}"]
    assert canonical(client.get("/characters/?status=x&page=2")) == ["https://alias.example/characters/"]
    assert canonical(client.get("/", headers={"Host": "127.0.0.1"})) == ["https://alias.example/"]


@pytest.mark.parametrize("path", ["/wiki/none/", "/no/such/", "/wiki/luke/history/", "/accounts/login/", "/special/"])
def test_what_is_closed_or_not_there_has_no_address_of_its_own(client, calendar, path):
    make_character("Luke")
    assert canonical(client.get(path)) == []


def test_a_page_is_its_own_under_the_name_that_its_reader_knows(client, calendar):
    make_page("Stranger", names=[("Her father", "JJ 1x03", "title")])
    assert canonical(client.get("/wiki/stranger/")) == ["http://127.0.0.1:8000/wiki/stranger/"]
    see(client, "JJ 1x03")
    assert canonical(client.get("/wiki/stranger/", follow=True)) == ["http://127.0.0.1:8000/wiki/her-father/"]


def test_an_article_has_one_address(client, calendar):
    make_article("It returns")
    make_article("Not yet", status="Draft")
    assert canonical(client.get("/news/it-returns/")) == ["http://testserver/news/it-returns/"]


def test_one_page_has_one_address_of_each_kind(client, calendar):
    make_claim("It comes")
    assert canonical(client.get("/news/claims/it-comes/")) == ["http://127.0.0.1:8000/news/claims/it-comes/"]
