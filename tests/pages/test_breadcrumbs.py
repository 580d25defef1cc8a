"""The way back from a page: shown to people and told to search engines, by the names that the reader knows."""

import json
import re

import html5lib

from tests.factories import make_article, make_character, make_claim, make_page
from tests.pages.test_edit import see

XHTML = "{http://www.w3.org/1999/xhtml}"
HOME = "http://127.0.0.1:8000/"


def shown(client, path):
    """Give what people see of the way: labels and addresses."""
    nav = re.search(r'<nav class="breadcrumbs" aria-label="Breadcrumb">(.*?)</nav>', client.get(path).text, re.S)[1]
    found = re.findall(r'<li(?: aria-current="page")?>(?:<a href="([^"]*)">)?([^<]*)', nav)
    return [(label, url) for url, label in found]


def told(client, path):
    """Give what machines read of the way."""
    tree = html5lib.parse(client.get(path).content.decode())
    blocks = [one.text for one in tree.iter(f"{XHTML}script") if one.get("type") == "application/ld+json"]
    (data,) = [one for one in map(json.loads, blocks) if one["@type"] == "BreadcrumbList"]
    assert [one["position"] for one in data["itemListElement"]] == list(range(1, len(data["itemListElement"]) + 1))
    return [(one["name"], one.get("item")) for one in data["itemListElement"]]


def test_each_kind_of_page_leads_back_to_its_list(client, calendar):
    make_page("Agency")
    make_character("Luke")
    make_article("It returns")
    make_claim("It comes")
    for path, label, url in (
        ("/wiki/agency/", "Pages", "/wiki/"),
        ("/characters/luke/", "Characters", "/characters/"),
        ("/news/it-returns/", "News", "/news/"),
        ("/news/claims/it-comes/", "Claims", "/news/claims/"),
    ):
        title = path.split("/")[-2].replace("-", " ").capitalize()
        assert shown(client, path) == [("Home", "/"), (label, url), (title, "")]
        assert told(client, path) == [("Home", HOME), (label, HOME + url[1:]), (title, None)]


def test_a_release_leads_back_through_its_work(client, calendar):
    found = [("Home", "/"), ("Works", "/works/"), ("Marvel&#x27;s Jessica Jones", "/works/JJ/"), ("1x02", "")]
    assert shown(client, "/works/JJ/1x02/") == found
    assert told(client, "/works/JJ/1x02/")[2] == ("Marvel's Jessica Jones", f"{HOME}works/JJ/")
    assert [label for label, _ in told(client, "/works/JJ/")] == ["Home", "Works", "Marvel's Jessica Jones"]


def test_tags_and_days_lead_back_to_their_lists(client, calendar):
    make_page("Agency", tags=[("Places", ""), ("Work", "")])
    assert told(client, "/tags/places/") == [("Home", HOME), ("Tags", f"{HOME}tags/"), ("Places", None)]
    assert [label for label, _ in told(client, "/tags/places+work/")] == ["Home", "Tags", "Places + Work"]
    assert told(client, "/on-this-day/11-20/")[1:] == [("Works", f"{HOME}works/"), ("On this day", None)]


def test_the_last_name_is_the_one_that_the_reader_knows(client, calendar):
    make_page("Stranger", names=[("Her father", "JJ 1x03", "title")])
    assert told(client, "/wiki/stranger/")[-1] == ("Stranger", None)
    assert "father" not in client.get("/wiki/stranger/").text
    see(client, "JJ 1x03")
    assert told(client, "/wiki/her-father/")[-1] == ("Her father", None)


def test_hostile_names_stay_names(client, calendar):
    title = "“</script”&'so'\"on\"\\".replace("<", "")
    page = make_page(title)
    path = client.get("/sitemap-pages-1.xml").text.partition("testserver")[2].partition("<")[0]
    assert told(client, path)[-1] == (title, None)
    assert page.names.count() == 1


def test_what_is_not_out_has_no_place_among_the_news(client, admin, calendar):
    make_article("Not yet", status="Draft")
    client.force_login(admin)
    text = client.get("/news/not-yet/").text
    assert ("Not yet" in text, "BreadcrumbList" in text) == (True, False)
