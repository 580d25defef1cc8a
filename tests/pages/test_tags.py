import pytest
from django.urls import reverse

from tests.factories import lens_at, make_page
from wiki.pages import tagging
from wiki.pages.models import PageTag
from wiki.spoilers.lens import Lens


def titles(found):
    return [line.title for line in found.lines]


def ways(found):
    return [(way.name, way.slug, way.count) for way in found]


@pytest.fixture
def some(calendar):
    make_page("One", tags=[("Places", ""), ("Bars", ""), ("Closed", "JJ 1x02")])
    make_page("Two", tags=[("Places", ""), ("Bars", "")])
    make_page("Three", tags=[("Places", ""), ("Hotels", "")])
    make_page("Hidden", tags=[("Places", ""), ("Bars", ""), ("Secret", "")], gate="JJ 1x03")


def test_pages_that_carry_all_tags_are_listed_once(client, some):
    make_page("Four", tags=[("Places", ""), ("places", "JJ 1x01"), ("Bars", "")])
    assert titles(tagging.tagged("bars+places", lens_at("JJ 1x02"))) == ["Four", "One", "Two"]
    assert titles(tagging.tagged("bars+places", lens_at("JJ 1x03"))) == ["Four", "Hidden", "One", "Two"]
    assert "3 pages with all of these tags." in client.get("/tags/bars+places/").text


def test_tags_that_many_pages_share_lead_on(some):
    found = tagging.tagged("places", Lens.empty)
    assert ways(found.narrower) == [("Bars", "bars+places", 2), ("Hotels", "hotels+places", 1)]
    more = tagging.tagged("bars+places", lens_at("JJ 1x03"))
    assert ways(more.narrower) == [("Closed", "bars+closed+places", 1), ("Secret", "bars+places+secret", 1)]
    assert [tuple(way)[:2] for way in more.wider] == [("Bars", "places"), ("Places", "bars")]


@pytest.mark.parametrize("address", ["places+bars", "Bars+Places", "bars+places+bars", "+bars++places+"])
def test_tags_have_one_address(client, some, address):
    response = client.get(f"/tags/{address}/")
    assert (response.status_code, response["Location"]) == (302, "/tags/bars+places/")


@pytest.mark.parametrize(
    "address", ["bars+none", "bars+secret", "bars+closed", "hotels+bars", "a+b+c+d+e+f", "+", "++"]
)
def test_what_no_visible_page_carries_is_not_found(client, some, address):
    assert client.get(f"/tags/{address}/", follow=True).status_code == 404


def test_five_tags_are_the_most(client, calendar):
    make_page("All", tags=[(name, "") for name in "abcdef"])
    assert client.get("/tags/a+b+c+d+e/").status_code == 200
    assert client.get("/tags/a+b+c+d+e+f/").status_code == 404
    assert tagging.tagged("a+b+c+d+e", Lens.empty).narrower == ()


def test_a_tag_is_described_by_the_beginning_of_its_page(client, some):
    make_page("Bars", "Where one *drinks*[, and dies]{JJ 1x02}.\n\n## Later\n\nNot this.\n")
    text = client.get("/tags/bars/").text
    assert "<p>Where one <em>drinks</em>.</p>" in text
    assert ("and dies" in text, "Not this" in text) == (False, False)
    assert '<a href="/wiki/bars/">More about Bars</a>' in text
    assert "and dies" in str(tagging.tagged("bars", lens_at("JJ 1x02")).about.html)
    assert tagging.tagged("bars+places", Lens.empty).about is None


def test_a_hidden_page_describes_nothing(client, some):
    make_page("Bars", "Where one drinks.\n", gate="JJ 1x02")
    assert tagging.tagged("bars", Lens.empty).about is None
    assert tagging.tagged("bars", lens_at("JJ 1x02")).about.title == "Bars"


def test_a_described_tag_without_a_page_is_not_there(client, calendar):
    make_page("Bars", "Where one drinks.\n")
    assert client.get("/tags/bars/").status_code == 404


def test_lists_of_tags_are_cut_into_pages(client, calendar):
    for number in range(61):
        make_page(f"Page {number:03}", tags=[("Places", ""), ("Bars", "")])
    assert "Page 060" in client.get("/tags/bars+places/?page=2").text


@pytest.mark.parametrize("count", [1, 3])
def test_tags_together_take_a_constant_number_of_queries(client, calendar, django_assert_num_queries, count):
    for number in range(count):
        make_page(f"Page {number}", tags=[("Places", ""), ("Bars", ""), (f"Tag {number}", "")])
    make_page("Bars", "See [[Page 0]] and [[Page 1]].\n")
    with django_assert_num_queries(6):  # gates, synonyms, tags, how many, pages, narrower tags
        client.get("/tags/bars+places/")
    with django_assert_num_queries(9):  # and the page of its name: name, text, links
        client.get("/tags/bars/")


def test_other_methods_are_refused(client, some):
    assert client.post("/tags/bars/").status_code == 405


def test_records_of_tags_name_no_other_tag_without_synonyms(some):
    assert set(PageTag.objects.values_list("typed", "unless")) == {("", None)}


def test_the_list_of_tags_leads_moderators_to_synonyms(client, some, moderator):
    address = reverse("admin:pages_synonym_changelist")
    assert address not in client.get("/tags/").text
    client.force_login(moderator)
    assert address in client.get("/tags/").text
