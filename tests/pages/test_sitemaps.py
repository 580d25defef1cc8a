"""The map for search engines: whole, in parts, through the empty lens, and dated by what that lens sees."""

import datetime
from unittest import mock
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from tests.factories import make_article, make_character, make_page
from tests.pages.test_edit import see
from wiki.pages import kinds, sitemaps
from wiki.pages.editing import save_page
from wiki.pages.models import Name, Revision
from wiki.pages.state import NameEntry, PageState, SheetEntry

MAPS = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
FIRST = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
LATER = datetime.datetime(2021, 1, 1, tzinfo=datetime.UTC)


def told(client, path):
    """Give the addresses of a map, each with when it changed."""
    response = client.get(path)
    assert (response.status_code, response["Content-Type"]) == (200, "application/xml")
    tree = ElementTree.fromstring(response.content)
    return {one.findtext(f"{MAPS}loc"): one.findtext(f"{MAPS}lastmod") for one in tree}


def save(title, body, at, page=None, gate="", **options):
    state = PageState(names=(NameEntry(title, gate),), body=body, **options)
    return save_page(state=state, page=page, saved_at=at).page


def test_the_map_lists_what_is_there_for_who_has_seen_nothing(client, calendar):
    make_page("Agency", names=[("Alias", "", "alias"), ("Father’s agency", "JJ 1x03", "title")])
    make_page("Hidden", gate="JJ 1x03")
    make_character("Luke & Co")
    make_article("It returns")
    make_article("Not yet", status="Draft")
    for browser in (client, see(client.__class__(), "JJ 1x03")):
        assert list(told(browser, "/sitemap-pages-1.xml")) == [
            "http://testserver/wiki/agency/",
            "http://testserver/characters/luke-co/",
        ]
        assert list(told(browser, "/sitemap-articles-1.xml")) == ["http://testserver/news/it-returns/"]
    works = list(told(client, "/sitemap-works-1.xml"))
    assert works[:3] == [f"http://testserver/{path}" for path in ("", "works/", "works/JJ/")]
    assert "http://testserver/works/ALIAS/%231/" in works


def test_a_change_that_is_hidden_from_all_crawlers_does_not_date_a_page(client, calendar):
    page = save("Agency", "Open.\n", FIRST)
    save("Agency", "Open.\n\n::: spoiler JJ 1x02\nHidden.\n:::\n", LATER, page)
    assert told(client, "/sitemap-pages-1.xml") == {"http://testserver/wiki/agency/": "2020-01-01T00:00:00+00:00"}
    save("Agency", "Open indeed.\n\n::: spoiler JJ 1x02\nHidden.\n:::\n", LATER, page)
    assert told(client, "/sitemap-pages-1.xml") == {"http://testserver/wiki/agency/": "2021-01-01T00:00:00+00:00"}


def test_a_page_that_was_hidden_is_dated_by_when_it_was_not_any_more(client, calendar):
    page = save("Agency", "Words.\n", FIRST, gate="JJ 1x02")
    assert client.get("/sitemap-pages-1.xml").status_code == 404
    save("Agency", "Words.\n", LATER, page)
    assert list(told(client, "/sitemap-pages-1.xml").values()) == ["2021-01-01T00:00:00+00:00"]


def test_an_article_is_not_dated_before_it_was_out(client, calendar):
    sheet = (SheetEntry("status", ("Published",)), SheetEntry("published", ("2022-05-01T09:00Z",)))
    save_page(state=PageState((NameEntry("Later"),), (), sheet, "Words.\n"), kind="article", saved_at=FIRST)
    assert told(client, "/sitemap-articles-1.xml") == {"http://testserver/news/later/": "2022-05-01T09:00:00+00:00"}


def test_the_map_is_cut_into_parts_that_miss_nothing(client, calendar, monkeypatch):
    monkeypatch.setattr(sitemaps, "PART", 2)
    for name in ("Delta", "Alpha", "Echo", "Bravo", "Charlie"):
        make_page(name)
    make_page("Hidden", gate="JJ 1x02")
    parts = [path.partition("testserver")[2] for path in told(client, "/sitemap.xml")]
    assert [path for path in parts if "pages" in path] == [f"/sitemap-pages-{number}.xml" for number in (1, 2, 3)]
    listed = [[path.split("/")[-2] for path in told(client, f"/sitemap-pages-{number}.xml")] for number in (1, 2, 3)]
    assert listed == [["alpha", "bravo"], ["charlie", "delta"], ["echo"]]
    works = [path for part in parts if "works" in part for path in told(client, part)]
    assert (len(works), len(set(works))) == (2 + 4 + 16, 2 + 4 + 16)
    for path in ("/sitemap-pages-4.xml", "/sitemap-pages-0.xml", "/sitemap-nothing-1.xml", "/sitemap-works-99.xml"):
        assert client.get(path).status_code == 404


def test_a_name_that_two_pages_have_is_listed_once_as_it_leads(client, calendar):
    make_page("Luke")
    make_character("Luke")
    make_page("Mike", names=[], gate="JJ 1x02")
    make_character("Mike")
    assert [path.partition("testserver")[2] for path in told(client, "/sitemap-pages-1.xml")] == [
        "/wiki/luke/",
        "/characters/mike/",
    ]
    assert client.get("/characters/luke/")["Location"] == "/wiki/luke/"


@pytest.mark.parametrize("title", ["Ärger & Co", "日本 — “x”", "a'b(c)!*,;=:@~$", "50% off", "Ünï/cødé?", "C + D"])
def test_an_address_in_the_map_is_the_one_that_leads_there(client, calendar, title):
    (path,) = (told(client, "/sitemap-pages-1.xml") if make_page(title) else {}).keys()
    name = Name.objects.get()
    assert path == f"http://testserver{kinds.url('page', name.slug)}"
    assert client.get(path.removeprefix("http://testserver")).status_code == 200


def test_a_new_page_is_in_the_map_at_once(client, calendar):
    make_page("Alpha")
    assert len(told(client, "/sitemap-pages-1.xml")) == 1
    make_page("Beta")
    assert len(told(client, "/sitemap-pages-1.xml")) == 2
    make_article("Soon", status="Scheduled", published="2030-01-01T00:00Z")
    assert client.get("/sitemap-articles-1.xml").status_code == 404
    with mock.patch.object(timezone, "now", return_value=datetime.datetime(2030, 1, 2, tzinfo=datetime.UTC)):
        assert len(told(client, "/sitemap-articles-1.xml")) == 1


def test_the_map_may_be_cached_publicly_whoever_asks(client, reader, calendar):
    make_page()
    client.force_login(reader)
    see(client, "JJ 1x03")
    for path in ("/sitemap.xml", "/sitemap-pages-1.xml"):
        response = client.get(path)
        assert (response["Cache-Control"], response["Vary"]) == ("public, no-cache", "Cookie")
        assert client.get(path, headers={"If-None-Match": response["ETag"]}).status_code == 304


def test_what_takes_a_cookie_away_is_not_kept_by_others(client, reader, calendar):
    see(client, "JJ 1x03")
    client.force_login(reader)  # the cookie of before goes now
    response = client.get("/sitemap.xml")
    assert (bool(response.cookies), response["Cache-Control"]) == (True, "private, no-store")


@pytest.mark.parametrize("count", [1, 3])
def test_a_part_takes_a_constant_number_of_queries(client, calendar, django_assert_num_queries, count):
    for number in range(count):
        make_page(f"Page {number}")
        make_article(f"News {number}")
    client.get("/sitemap.xml")
    with django_assert_num_queries(5):
        client.get("/sitemap-pages-1.xml")
    with django_assert_num_queries(6):
        client.get("/sitemap-articles-1.xml")
    assert Revision.objects.count() == 2 * count
