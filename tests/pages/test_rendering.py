"""Renderings are shared by those to whom a page looks the same, and never stale."""

import pytest

from tests.factories import lens_at, make_page
from wiki.pages import reading
from wiki.pages.editing import save_page
from wiki.pages.models import Page, Revision
from wiki.pages.state import NameEntry, state_of
from wiki.spoilers.lens import Lens

SLUG = "alias-investigations"


def html(lens=Lens.empty, slug=SLUG):
    return reading.page(slug, lens).html.strip()


def change(page, **values):
    from dataclasses import replace

    page.refresh_from_db()
    return save_page(state=replace(state_of(page.current), **values), page=page)


def test_two_readers_with_equal_outcomes_share_one_rendering(calendar, django_assert_num_queries):
    make_page(body="[a]{JJ 1x02} b\n")
    first = reading.page(SLUG, lens_at("JJ 1x02"))
    further = lens_at("JJ 3x03", "DEF all", "ALIAS #1")
    with django_assert_num_queries(1):
        second = reading.page(SLUG, further)
    assert first == second


def test_readers_with_other_outcomes_do_not(calendar):
    make_page(body="[a]{JJ 1x02} b\n")
    assert (html(lens_at("JJ 1x02")), html(lens_at("JJ 1x01"))) == ("<p>a b</p>", "<p>b</p>")
    assert html(lens_at("JJ 1x02")) == "<p>a b</p>"


def test_an_edit_shows_at_once(calendar):
    page = make_page(body="a\n")
    assert html() == "<p>a</p>"
    change(page, body="b\n")
    assert html() == "<p>b</p>"


def test_a_gates_change_shows_at_once(calendar):
    page = make_page(body="[a]{JJ 1x02} b\n")
    assert html(lens_at("JJ 1x02")) == "<p>a b</p>"
    change(page, body="[a]{JJ 1x03} b\n")
    assert html(lens_at("JJ 1x02")) == "<p>b</p>"


def test_a_new_page_turns_links_to_it(calendar):
    make_page(body="[[Hope]]\n")
    assert "missing" in html()
    hope = make_page("Hope")
    assert "missing" not in html()
    change(hope, names=(NameEntry("Hope Shlottman"),))
    assert "missing" in html()


def test_a_name_that_gets_a_gate_turns_links_to_it(calendar):
    make_page(body="[[Hope]]\n")
    hope = make_page("Hope")
    assert "missing" not in html()
    change(hope, names=(NameEntry("Hope", "JJ 1x02"),))
    assert "missing" in html()
    assert "missing" not in html(lens_at("JJ 1x02"))


def test_a_link_that_the_records_missed_is_not_kept(calendar, django_assert_num_queries):
    """`[[` that comes together only when something between is hidden."""
    make_page(body="[[so]{JJ 1x02}[Hope]]\n")
    assert "missing" in html()
    make_page("Hope")
    assert "missing" not in html()


def test_turning_many_links_takes_few_statements(calendar, django_assert_max_num_queries):
    for number in range(30):
        make_page(f"Page {number}", "[[Hope]]\n")
    with django_assert_max_num_queries(30):
        make_page("Hope")


@pytest.mark.parametrize("lens", [Lens.empty, Lens.everything])
def test_what_is_cached_equals_what_is_made(calendar, lens):
    make_page(body="## H\n\n[a]{JJ 1x02} [[Hope]] b\n", tags=[("Places", "")])
    made, kept = reading.page(SLUG, lens), reading.page(SLUG, lens)
    assert made == kept
    assert type(kept.html).__name__ == "Html"


def test_a_rolled_back_save_leaves_nothing_in_the_cache(calendar):
    from django.db import transaction

    page = make_page(body="a\n")
    with transaction.atomic():
        change(page, body="[[secret]]\n")
        assert "secret" in html()
        transaction.set_rollback(True)
    assert html() == "<p>a</p>"
    change(page, body="b\n")
    assert html() == "<p>b</p>"
    assert Revision.objects.filter(page=page).count() == 2
    assert Page.objects.count() == 1
