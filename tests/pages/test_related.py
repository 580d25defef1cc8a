import pytest
from django.core.cache import cache

from tests.factories import lens_at, make_page
from wiki.pages import related
from wiki.pages.editing import write_state
from wiki.pages.slots import PageRef
from wiki.pages.state import PageState
from wiki.spoilers.lens import Lens


def of(page, lens=None):
    return [known.title for known in related.related(PageRef(page.pk, "page", 0), lens or Lens.empty)]


def test_pages_are_related_by_tags_and_links_that_both_show(calendar):
    page = make_page(
        "Page", "[[Hope]] [[Luke]] [a]{JJ 1x02 else [[Else]]}\n", tags=[("Bars", ""), ("Closed", "JJ 1x02")]
    )
    make_page("By tag", tags=[("bars", "")])
    make_page("By gated tag", tags=[("Closed", "")])
    make_page("Its own gate", tags=[("Bars", "JJ 1x03")])
    make_page("By link", "[[Luke]]\n")
    make_page("By both", "[[Luke]]\n", tags=[("Bars", "")])
    make_page("By else", "[[Else]]\n")
    make_page("Hidden", "[[Luke]] [[Hope]]\n", tags=[("Bars", "")], gate="JJ 1x03")
    assert of(page) == ["By both", "By else", "By link", "By tag"]
    assert of(page, lens_at("JJ 1x02")) == ["By both", "By gated tag", "By link", "By tag"]
    more = ["Hidden", "By both", "By gated tag", "By link", "By tag", "Its own gate"]
    assert of(page, lens_at("JJ 1x03")) == more


def test_six_are_shown_and_ties_go_by_title(calendar):
    page = make_page("Page", tags=[("Bars", "")])
    for name in "hgfedcba":
        make_page(f"Bar {name}", tags=[("Bars", "")])
    assert of(page) == [f"Bar {name}" for name in "abcdef"]


def test_what_many_have_in_common_relates_nobody(calendar, monkeypatch):
    monkeypatch.setattr(related, "COMMON", 2)
    page = make_page("Page", "[[Luke]]\n", tags=[("Bars", "")])
    make_page("Other", tags=[("Bars", "")])
    make_page("Hidden", "[[Luke]]\n", tags=[("Bars", "")], gate="JJ 1x03")
    make_page("Linking", "[[Luke]]\n")
    assert of(page) == ["Linking", "Other"]
    assert of(page, lens_at("JJ 1x03")) == []


def test_it_follows_changes_of_other_pages(client, calendar, reader):
    make_page("Page", tags=[("Bars", "")])
    assert "Related pages" not in client.get("/wiki/page/").text
    other = make_page("Other", tags=[("Bars", "")])
    assert '<a href="/wiki/other/">Other</a>' in client.get("/wiki/page/").text
    about = {"author": reader, "lens": Lens.everything, "summary": "Gone", "action": "delete"}
    write_state(page=other.pk, state=PageState(), **about)
    assert "Related pages" not in client.get("/wiki/page/").text


def test_it_follows_changes_of_the_calendar(client, calendar):
    from wiki.spoilers import editing
    from wiki.spoilers.models import Release

    make_page("Page", tags=[("Bars", "")])
    make_page("Other", tags=[("Bars", "")], gate="JJ 1x03")
    client.post("/progress/", {"work": "JJ", "until": "1x03"})
    assert ">Other<" in client.get("/wiki/page/").text
    editing.remove_releases(Release.objects.filter(label="1x03", work__code="JJ"))
    assert ">Other<" not in client.get("/wiki/page/").text


@pytest.mark.parametrize("count", [1, 3])
def test_it_takes_two_queries_and_then_none(calendar, django_assert_num_queries, count):
    page = make_page("Page", "[[Luke]]\n", tags=[("Bars", "")])
    for number in range(count):
        make_page(f"Bar {number}", "[[Luke]]\n", tags=[("Bars", "")])
    ref = PageRef(page.pk, "page", 0, "a state")
    lens = Lens.empty  # of one moment: as time goes by, what comes out by itself is looked for anew
    with django_assert_num_queries(2):
        related.related(ref, lens)
    with django_assert_num_queries(0):
        related.related(ref, lens)
    cache.clear()
    assert len(of(page)) == count
