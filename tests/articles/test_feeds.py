"""Feeds and sitemaps: valid, whole, and through the lens of who they are for."""

import datetime
from unittest import mock
from xml.etree import ElementTree

import feedparser
import pytest
from django.utils import timezone

from tests.factories import make_article, make_page
from tests.pages.test_edit import see
from wiki.pages.models import FeedToken

HOSTILE = "“A” & B; 'so' \"on\" \\ &amp; \U0001f600"
MAPS = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"


@pytest.fixture
def articles(calendar):
    body = "See [[Agency]] and [this](#there).\n\n```\none\ntwo\n```\n\n[He dies.]{JJ 1x03}\n"
    values = [("works", "JJ"), ("authors", "Ann"), ("standfirst", "<b>&</b> ]]>")]
    make_article(HOSTILE, *values, body=body, tags=[("News",)], names=[("He dies", "JJ 1x03", "title")])
    make_article("Hidden", *values, gate="JJ 1x03", published="2016-03-01T00:00Z", tags=[("News",)])
    make_article("Waiting", *values, status="Draft", tags=[("News",)])
    make_page("Agency")


FEEDS = [f"/news/{what}feed/{form}/" for what in ("", "tags/news/", "works/JJ/") for form in ("atom", "rss")]


@pytest.mark.parametrize("path", FEEDS)
def test_a_feed_is_valid_and_holds_headline_standfirst_and_text(client, articles, path):
    feed = feedparser.parse(client.get(path).content)
    assert (feed.bozo, [entry.title for entry in feed.entries]) == (False, [HOSTILE])
    entry = feed.entries[0]
    assert entry.summary.replace("&lt;", "<") in ("<b>&</b> ]]>", "<b>&amp;</b> ]]&gt;", "<b>&amp;</b> ]]>")
    assert entry.link.startswith("http://testserver/news/")
    text = entry.content[0].value
    assert 'href="http://testserver/wiki/agency/"' in text
    assert f'href="{entry.link}#there"' in text
    assert "one\ntwo" in text
    assert "dies" not in text
    assert entry.author == "Ann" or "Ann" in str(entry)
    assert feed.feed.title.startswith("Alias: News")


@pytest.mark.parametrize("path", FEEDS)
def test_a_token_opens_what_its_owner_sees(client, articles, reader, path):
    client.force_login(reader)
    see(client, "JJ 1x03")
    FeedToken.objects.create(person=reader, token="mine")
    anonymous = client.__class__()
    response = anonymous.get(f"{path}mine/")
    feed = feedparser.parse(response.content)
    assert (feed.bozo, [entry.title for entry in feed.entries]) == (False, ["Hidden", "He dies"])
    assert "He dies." in feed.entries[1].content[0].value
    assert response["Cache-Control"] == "private, no-store"
    assert anonymous.get(f"{path}forged/").status_code == 404
    assert len(feedparser.parse(client.get(path).content).entries) == 1  # without a token, nobody’s lens


def test_an_entry_keeps_its_id_when_its_headline_opens(client, articles, reader):
    client.force_login(reader)
    see(client, "JJ 1x03")
    FeedToken.objects.create(person=reader, token="mine")
    mine = feedparser.parse(client.get("/news/feed/atom/mine/").content).entries[1].id
    assert feedparser.parse(client.get("/news/feed/atom/").content).entries[0].id == mine


@pytest.mark.parametrize("path", ["/news/feed/atom/", "/news/feed/rss/"])
def test_a_feed_without_entries_is_valid_and_always_the_same(client, calendar, path):
    first = client.get(path)
    assert not feedparser.parse(first.content).bozo
    with mock.patch.object(timezone, "now", return_value=timezone.now() + datetime.timedelta(days=1)):
        assert client.get(path).content == first.content


@pytest.mark.parametrize("path", ["/news/feed/json/", "/news/tags/no/feed/atom/", "/news/works/NO/feed/rss/"])
def test_feeds_of_nothing_are_not_found(client, articles, path):
    assert client.get(path).status_code == 404


def test_a_feed_takes_a_constant_number_of_queries_when_warm(client, calendar, django_assert_num_queries):
    for count in (1, 3):
        for number in range(count):
            make_article(f"News {count} {number}")
        client.get("/news/feed/atom/")
        with django_assert_num_queries(3):
            client.get("/news/feed/atom/")


def located(response):
    tree = ElementTree.fromstring(response.content)
    return [one.text for one in tree.iter(f"{MAPS}loc")]


def test_sitemaps_are_nobodys_whoever_asks(client, articles):
    see(client, "JJ 1x03")
    parts = [f"http://testserver/sitemap-{name}-1.xml" for name in ("works", "articles", "pages")]
    assert located(client.get("/sitemap.xml")) == parts
    assert len(located(client.get("/sitemap-articles-1.xml"))) == 1
    assert located(client.get("/sitemap-pages-1.xml")) == ["http://testserver/wiki/agency/"]
    assert client.get("/sitemap-nothing-1.xml").status_code == 404


def test_the_news_sitemap_holds_two_days(client, articles):
    assert located(client.get("/news/sitemap.xml")) == []
    with mock.patch.object(timezone, "now", return_value=datetime.datetime(2016, 1, 20, tzinfo=datetime.UTC)):
        response = client.get("/news/sitemap.xml")
    assert response["Content-Type"] == "application/xml"
    assert len(located(response)) == 1
    tree = ElementTree.fromstring(response.content)
    assert [one.text for one in tree.iter(f"{NEWS}title")] == [HOSTILE]
    assert [one.text for one in tree.iter(f"{NEWS}publication_date")] == ["2016-01-18T09:00:00+00:00"]
    assert [[one.text for one in publication] for publication in tree.iter(f"{NEWS}publication")] == [["Alias", "en"]]
