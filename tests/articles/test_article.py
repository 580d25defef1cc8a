"""An article as its readers see it: what stands around the text, and what other sites are told."""

import datetime
import json
import re
from unittest import mock

import html5lib
import msgspec_schemaorg.models as words
import pytest
from django.utils import timezone

from articles.suggesting import suggested
from tests.factories import make_article, make_character, make_claim, make_page
from tests.pages.sending import fields, send
from tests.pages.test_edit import see
from wiki.spoilers.calendar import current
from wiki.spoilers.editing import save_release
from wiki.spoilers.models import Release

URL = "/news/it-returns/"
XHTML = "{http://www.w3.org/1999/xhtml}"


@pytest.fixture
def article(calendar):
    make_character("Trish Walker")
    return make_article(
        "It returns",
        ("standfirst", "There will be more."),
        ("kind", "News"),
        ("authors", "Ann Writer"),
        ("authors", "Bob Writer"),
        ("works", "JJ"),
        ("about", "Trish Walker"),
        ("sources", ("The announcement", "https://example.com/a", "Press", "2016-01-17")),
        ("sources", ("Who is to blame", "", "Press", ""), "JJ 1x03"),
        ("corrections", ("2016-02-01", "The year was wrong.")),
        body="It was said. [He is gone.]{JJ 1x03}\n",
        names=[("He is gone, it returns", "JJ 1x03", "title")],
        tags=[("Renewals",), ("Deaths", "JJ 1x03")],
    )


def test_an_article_tells_who_when_and_from_where(client, article):
    text = client.get(URL).text
    for told in (
        'By <a href="/news/authors/ann-writer/">Ann Writer</a>, <a href="/news/authors/bob-writer/">Bob Writer</a>',
        '<time datetime="2016-01-18T09:00:00+00:00">18 January 2016</time>',
        "There will be more.",
        '<a href="https://example.com/a" rel="nofollow ugc noopener">The announcement</a>, Press, 17 January 2016',
        "<strong>1 February 2016</strong> The year was wrong.",
        '<a href="/characters/trish-walker/">Trish Walker</a>',
        '<a href="/works/JJ/">Jessica Jones (all releases)</a>',
        '<a href="/news/tags/renewals/">Renewals</a>',
        "1 minute to read",
    ):
        assert told in text, told
    assert "updated" not in text


def test_a_headline_has_a_variant_without_spoilers(client, article):
    below = client.get(URL).text
    assert "He is gone" not in below
    assert "Deaths" not in below
    assert "Who is to blame" not in below
    above = see(client, "JJ 1x03")
    assert above.get(URL)["Location"] == "/news/he-is-gone-it-returns/"
    text = above.get("/news/he-is-gone-it-returns/").text
    assert text.count("He is gone") >= 4
    assert "Who is to blame" in text


def test_an_article_that_was_changed_since_says_so_to_those_who_see_the_change(client, article):
    tomorrow = timezone.now() + datetime.timedelta(days=1)
    with mock.patch.object(timezone, "now", return_value=tomorrow):
        other = see(client.__class__(), "JJ 1x03")
        body = fields(other.get("/wiki/he-is-gone-it-returns/edit/"))["body"]
        send(other, "/wiki/he-is-gone-it-returns/edit/", body=body.replace("He is gone.", "He is dead."))
    assert "updated <time" not in client.get(URL).text
    assert "updated <time" in see(client, "JJ 1x03").get("/news/he-is-gone-it-returns/").text


def test_neighbours_are_the_visible_ones(client, article):
    make_article("Long before", published="2015-01-01T00:00Z")
    make_article("Just before", published="2016-01-17T00:00Z", gate="JJ 1x03")
    make_article("Just after", published="2016-01-19T00:00Z")
    make_article("Not out", published="2016-01-18T10:00Z", status="Draft")
    neighbour = re.compile(r'rel="(prev|next)" href="[^"]*">([^<]*)<')
    assert neighbour.findall(client.get(URL).text) == [("prev", "Long before"), ("next", "Just after")]
    text = see(client, "JJ 1x03").get("/news/he-is-gone-it-returns/").text
    assert neighbour.findall(text)[0] == ("prev", "Just before")


def test_the_reading_time_is_that_of_the_visible_text(client, calendar):
    hidden = "::: spoiler JJ 1x03\n" + "word " * 900 + "\n:::\n"
    make_article("Long", body="word " * 300 + "\n\n" + hidden)
    assert "2 minutes to read" in client.get("/news/long/").text
    assert "6 minutes to read" in see(client, "JJ 1x03").get("/news/long/").text


def linked(client, url):
    """Give what the linked data of a page tells of it, as a browser’s parser reads it: all but the way to it."""
    tree = html5lib.parse(client.get(url).content.decode())
    blocks = [one for one in tree.iter(f"{XHTML}script") if one.get("type") == "application/ld+json"]
    told = [data for one in blocks if (data := json.loads(one.text))["@type"] != "BreadcrumbList"]
    assert len(told) == 1
    return told[0]


def meta(client, url):
    tree = html5lib.parse(client.get(url).content.decode())
    found = {one.get("property"): one.get("content") for one in tree.iter(f"{XHTML}meta") if one.get("property")}
    links = {one.get("rel"): one.get("href") for one in tree.iter(f"{XHTML}link")}
    return found | {"canonical": links.get("canonical")}


def faults(data):
    """List what schema.org does not know: types, and properties that their type has not."""
    kind = getattr(words, data["@type"], None)
    if kind is None:
        return [data["@type"]]
    own = [f"{data['@type']}.{name}" for name in data.keys() - {"@context"} - set(kind.__struct_encode_fields__)]
    parts = [part for value in data.values() for part in (value if isinstance(value, list) else [value])]
    return own + [fault for part in parts if isinstance(part, dict) for fault in faults(part)]


def test_the_check_of_linked_data_bites():
    people = [{"@type": "Person", "nam": "y"}, {"@type": "Persona"}]
    wrong = {"@type": "NewsArticle", "headlines": "x", "author": people}
    assert sorted(faults(wrong)) == ["NewsArticle.headlines", "Person.nam", "Persona"]


def test_other_sites_are_told_in_words_that_they_know(client, article):
    data = linked(client, URL)
    assert faults(data) == []
    assert (data["@type"], data["headline"]) == ("NewsArticle", "It returns")
    assert data["datePublished"] == "2016-01-18T09:00:00+00:00"
    assert [one["name"] for one in data["author"]] == ["Ann Writer", "Bob Writer"]
    told = meta(client, URL)
    assert told["og:title"] == "It returns"
    assert told["og:url"] == told["canonical"] == data["url"] == "http://testserver/news/it-returns/"
    assert told["article:published_time"] == data["datePublished"]


def test_a_review_is_told_as_one(client, calendar):
    make_article("Good", ("kind", "Review"), ("works", "JJ"))
    data = linked(client, "/news/good/")
    assert (faults(data), data["@type"]) == ([], "Review")
    assert data["itemReviewed"]["name"] == "Jessica Jones"


def test_hostile_words_stay_words(client, calendar):
    words = "\"quotes\" & 'apostrophes' -- </ script > \\u003c \U0001f600"
    title = "“</script” & 'so' \"on\" \\".replace("<", "")
    make_article(title, ("standfirst", f"<!-- <script> {words}"), ("authors", "</script><script>alert(1)"))
    url = next(iter(re.findall(r'<h2><a href="(/news/[^"]+)"', client.get("/news/").text)))
    data = linked(client, url)
    assert data["headline"] == title
    assert data["description"] == f"<!-- <script> {words}"
    assert data["author"][0]["name"] == "</script><script>alert(1)"
    assert meta(client, url)["og:description"] == data["description"]
    assert "<script>alert" not in client.get(url).text


def test_an_article_costs_the_same_with_one_of_everything_and_with_three(client, calendar, django_assert_num_queries):
    make_article("Before", published="2015-01-01T00:00Z")
    for count in (1, 3):
        names = [f"Claim {count} {number}" for number in range(count)]
        for name in names:
            make_claim(name, ("statuses", ("Debunked", "2017"), "", "https://example.com/"))
        values = [("claims", (name, "Speculation", "")) for name in names]
        values += [(field, value) for field, value in (("works", "JJ"), ("works", "DEF"), ("works", "ALIAS"))][:count]
        make_article(f"Article {count}", *values, body="".join(f"[[{name}]] " for name in names) + "\n")
        client.get(f"/news/article-{count}/")
        with django_assert_num_queries(19):
            client.get(f"/news/article-{count}/")


def test_a_kind_of_page_that_is_no_article_is_not_shown_as_one(client, calendar):
    make_page("Agency")
    make_claim("It comes")
    assert client.get("/news/agency/")["Location"] == "/wiki/agency/"
    assert client.get("/news/claims/agency/")["Location"] == "/wiki/agency/"
    assert client.get("/news/it-comes/")["Location"] == "/news/claims/it-comes/"
    assert client.get("/wiki/it-comes/")["Location"] == "/news/claims/it-comes/"
    assert client.post("/news/it-comes/").status_code == 405


def test_a_gate_is_offered_and_not_imposed(client, calendar):
    """What was out of its works by its date; nothing is behind it unless somebody says so."""
    make_article("Plans", ("works", "JJ"), ("works", "ALIAS"), body="He dies.\n")
    page = client.get("/wiki/plans/edit/")
    assert "<code>JJ all and ALIAS all</code>" in page.text
    sent = fields(page) | {"behind": "JJ all and ALIAS all"}
    again = client.post("/wiki/plans/edit/", sent)
    assert fields(again)["body"] == "::: spoiler JJ all and ALIAS all\r\nHe dies.\r\n:::\r\n"
    assert "He dies." in client.get("/news/plans/").text  # nothing is saved yet
    client.post("/wiki/plans/edit/", fields(again))
    assert "He dies." not in client.get("/news/plans/").text


def test_the_offer_goes_by_the_date_of_the_article(calendar):
    for label, day in (("2x01", 1), ("2x02", 2), ("2x03", 3), ("3x01", 9), ("3x02", 9), ("3x03", 9)):
        release = Release.objects.get(work__code="JJ", label=label)
        release.date = datetime.date(2018, 3, day)
        save_release(release)

    def offered(day, *codes):
        return suggested(codes, datetime.date.fromisoformat(day), current())

    assert offered("2015-11-19", "JJ") == ""
    assert offered("2015-11-20", "JJ") == "JJ s1"
    assert offered("2018-03-01", "JJ") == "JJ s1 and JJ 2x01"
    assert offered("2018-03-03", "JJ", "DEF", "JJ") == "JJ s1 and JJ s2 and DEF all"
    assert offered("2018-03-09", "JJ", "FILM", "NONE") == "JJ all"


def test_what_is_shared_spoils_nobody(client, article):
    """Who knows more shares the address of the headline without spoilers; it leads each to the one they know."""
    data = linked(see(client, "JJ 1x03"), "/news/he-is-gone-it-returns/")
    told = meta(client, "/news/he-is-gone-it-returns/")
    assert told["canonical"] == told["og:url"] == data["url"] == f"http://testserver{URL}"
    assert client.__class__().get(URL).status_code == 200
    assert client.get(URL)["Location"] == "/news/he-is-gone-it-returns/"


def test_news_and_claims_are_not_among_the_pages_in_front(client, article):
    make_claim("It comes")
    assert "Trish Walker" in client.get("/").text
    assert "It comes" not in client.get("/").text
    assert "There will be more" not in client.get("/").text
