"""Lists of articles: by month, by tag, by work, by author, and on the pages of works."""

import re

import pytest

from articles import lists
from tests.factories import lens_at, make_article, make_page
from tests.pages.test_edit import see
from wiki.spoilers.lens import Lens


@pytest.fixture
def articles(calendar):
    make_article("First", ("kind", "News"), ("works", "JJ"), ("authors", "Ann"), published="2016-01-18T09:00Z")
    make_article(
        "Second", ("kind", "Review"), ("works", "DEF"), ("works", "JJ", "JJ 1x03"), published="2016-02-01T00:00Z"
    )
    make_article(
        "Third", ("kind", "News"), ("authors", "Bob"), gate="JJ 1x03", published="2016-02-29T23:59Z", tags=[("Deaths",)]
    )
    make_article("Waiting", ("works", "JJ"), ("authors", "Ann"), status="In review", tags=[("Deaths",)])
    make_page("No article", tags=[("Deaths",), ("Places",)])


def headlines(response):
    return re.findall(r'<h2><a href="/news/[^"]+">([^<]+)</a></h2>', response.text)


PATHS = {
    "/news/": (["Second", "First"], ["Third", "Second", "First"]),
    "/news/?kind=review": (["Second"], ["Second"]),
    "/news/?kind=nonsense": (["Second", "First"], ["Third", "Second", "First"]),
    "/news/archive/2016-01/": (["First"], ["First"]),
    "/news/archive/2016-02/": (["Second"], ["Third", "Second"]),
    "/news/archive/2017-05/": ([], []),
    "/news/works/JJ/": (["First"], ["Second", "First"]),
    "/news/works/DEF/": (["Second"], ["Second"]),
    "/news/works/ALIAS/": ([], []),
    "/news/authors/ann/": (["First"], ["First"]),
}


@pytest.mark.parametrize("path", PATHS)
def test_a_list_holds_what_is_out_and_seen_the_newest_first(client, articles, path):
    below, above = PATHS[path]
    assert headlines(client.get(path)) == below
    assert headlines(see(client, "JJ 1x03").get(path)) == above


@pytest.mark.parametrize("path", ["/news/authors/bob/", "/news/tags/deaths/"])
def test_who_and_what_nobody_knows_of_is_not_found(client, articles, path):
    assert client.get(path).status_code == 404
    assert headlines(see(client, "JJ 1x03").get(path)) == ["Third"]


@pytest.mark.parametrize(
    "path",
    [
        "/news/archive/2016-13/",
        "/news/archive/x/",
        "/news/archive/9999-12/",
        "/news/archive/0001-01/",
        "/news/works/NO/",
        "/news/tags/places/",
        "/news/authors/nobody/",
        "/news/tags/no%00thing/",
    ],
)
def test_odd_addresses_are_not_found_or_empty(client, articles, path):
    response = client.get(path)
    assert (response.status_code, headlines(response)) in ((404, []), (200, []), (302, []))


def test_codes_are_in_capitals(client, articles):
    assert client.get("/news/works/jj/")["Location"] == "/news/works/JJ/"


def test_months_are_counted_as_one_sees_them(calendar, articles):
    def counted(lens):
        return [(f"{month.first:%Y-%m}", month.count) for month in lists.Newsroom(lens).months()]

    assert counted(Lens.empty) == [("2016-02", 1), ("2016-01", 1)]
    assert counted(lens_at("JJ 1x03")) == [("2016-02", 2), ("2016-01", 1)]


def test_long_lists_have_pages(client, calendar):
    for number in range(lists.PER_PAGE + 1):
        make_article(f"Number {number}", ("kind", "News"), published=f"2016-01-{number + 1:02}T00:00Z")
    first = client.get("/news/?kind=news")
    assert headlines(first)[0] == f"Number {lists.PER_PAGE}"
    assert 'href="?kind=news&amp;page=2"' in first.text
    assert headlines(client.get("/news/?kind=news&page=2")) == ["Number 0"]


def test_a_work_shows_its_news(client, articles):
    assert re.findall(r'<a href="/news/[a-z]+/">([A-Z][a-z]+)</a>', client.get("/works/JJ/").text) == ["First"]
    assert "Second" in see(client, "JJ 1x03").get("/works/JJ/").text
    assert "All news about" not in client.get("/works/ALIAS/").text


@pytest.mark.parametrize("what", ["", "archive/2016-01/", "tags/news/", "works/JJ/", "authors/ann/"])
def test_lists_take_the_same_number_of_queries_for_one_and_for_three(client, calendar, django_assert_num_queries, what):
    taken = []
    for count in (1, 2):
        for number in range(count):
            make_article(f"News {count} {number}", ("works", "JJ"), ("authors", "Ann"), tags=[("News",)])
        with django_assert_num_queries(8, exact=False) as captured:
            client.get(f"/news/{what}")
        taken.append(len(captured))
    assert taken[0] == taken[1]


def test_headlines_show_standfirst_authors_and_picture_as_one_sees_them(client, calendar):
    make_article("Plans", ("standfirst", "Something."), ("standfirst", "He dies.", "JJ 1x03"), ("authors", "Ann"))
    assert "Something." in client.get("/news/").text
    assert "He dies." not in client.get("/news/").text
    text = see(client, "JJ 1x03").get("/news/").text
    assert ("Something." in text, "He dies." in text) == (False, True)
