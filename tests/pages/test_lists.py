import pytest

from tests.factories import lens_at, make_page
from wiki.pages import reading, tagging
from wiki.spoilers.lens import Lens


def titles(lines):
    return [line.title for line in lines]


def test_all_pages_are_listed_by_the_name_one_knows_them_by(calendar):
    make_page("Zebra", names=[("Aardvark", "JJ 1x02", "title")])
    make_page("Middle", names=[("Alias name", "", "alias")])
    make_page("Hidden", gate="JJ 1x03")
    assert titles(reading.all_pages(Lens.empty)) == ["Middle", "Zebra"]
    assert titles(reading.all_pages(lens_at("JJ 1x02"))) == ["Aardvark", "Middle"]
    assert titles(reading.all_pages(lens_at("JJ 1x03"))) == ["Aardvark", "Hidden", "Middle"]


def test_a_page_known_only_by_an_alias_is_listed_by_it(calendar):
    make_page("Title", gate="JJ 1x02", names=[("Alias", "", "alias")])
    assert titles(reading.all_pages(Lens.empty)) == ["Alias"]


def test_long_lists_are_cut_into_pages(client, calendar):
    for number in range(reading.PER_PAGE + 1):
        make_page(f"Page {number:03}")
    first, last = client.get("/wiki/").text, client.get("/wiki/?page=2").text
    assert ("Page 000" in first, "Page 060" in first) == (True, False)
    assert ("Page 000" in last, "Page 060" in last) == (False, True)
    assert "Page 1 of 2" in first
    assert client.get("/wiki/?page=99").text == last


@pytest.mark.parametrize("number", ["x", "", "-1", "0", "1e9", "9" * 400, "\0"])
def test_any_number_of_a_list_page_answers(client, calendar, number):
    make_page()
    assert client.get("/wiki/", {"page": number}).status_code == 200


def test_what_links_here_lists_visible_links_on_visible_pages(client, calendar):
    make_page(names=[("Agency", "JJ 1x02", "alias")])
    make_page("Open", "[[Alias Investigations]]\n")
    make_page("Gated link", "[[[Alias Investigations]]]{JJ 1x03}\n")
    make_page("Else link", "[x]{JJ 1x03 else [[Alias Investigations]]}\n")
    make_page("Hidden page", "[[Alias Investigations]]\n", gate="JJ 1x03")
    make_page("By alias", "[[Agency]]\n")

    def listed(lens):
        return titles(reading.links_here("alias-investigations", lens)[1])

    assert listed(Lens.empty) == ["Else link", "Open"]
    assert listed(lens_at("JJ 1x02")) == ["By alias", "Else link", "Open"]
    assert listed(lens_at("JJ 1x03")) == ["By alias", "Gated link", "Hidden page", "Open"]
    assert client.get("/wiki/none/links/").status_code == 404
    assert "No page links to Open." in client.get("/wiki/open/links/").text


def test_tags_are_listed_with_visible_uses_only(client, calendar):
    make_page("One", tags=[("Places", "")])
    make_page("Two", tags=[("places", ""), ("Closed", "JJ 1x02")])
    make_page("Three", tags=[("Places", ""), ("Secret", "")], gate="JJ 1x03")
    assert [tuple(tag) for tag in tagging.tags(Lens.empty)] == [("Places", "places", 2)]
    assert [tag.slug for tag in tagging.tags(lens_at("JJ 1x03"))] == ["closed", "places", "secret"]
    assert client.get("/tags/closed/").status_code == 404
    assert client.get("/tags/Closed/", follow=True).status_code == 404
    client.post("/progress/", {"work": "JJ", "until": "1x02"})
    assert titles(tagging.tagged("closed", lens_at("JJ 1x02")).lines) == ["Two"]
    assert "<h1>Closed</h1>" in client.get("/tags/closed/").text


def test_a_tag_is_called_what_visible_pages_call_it(calendar):
    make_page("Hidden", tags=[("AAA", "")], gate="JJ 1x03")
    make_page("Seen", tags=[("aaa", "")])
    assert tagging.tags(Lens.empty)[0].name == "aaa"


def test_home_leads_into_works_and_pages(client, calendar):
    make_page(body="A detective agency [of one]{JJ 1x02}.\n")
    text = client.get("/").text
    assert "<p>A detective agency.</p>" in text
    assert 'href="/works/JJ/"' in text


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("path", "queries"),
    [("/wiki/", 3), ("/tags/", 2), ("/tags/places/", 7), ("/wiki/page-0/links/", 4), ("/", 28)],
)
def test_lists_take_a_constant_number_of_queries(client, calendar, django_assert_num_queries, count, path, queries):
    for number in range(count):
        body = "[[Page 0]]\n" if number else "[a]{JJ 1x02}\n"
        make_page(f"Page {number}", body, tags=[("Places", ""), (f"Tag {number}", "JJ 1x02")])
    make_page("Last", "[[Page 0]]\n")
    client.get("/wiki/page-0/")
    with django_assert_num_queries(queries):
        client.get(path)
