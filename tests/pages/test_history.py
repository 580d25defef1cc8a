import datetime
from dataclasses import replace

import pytest

from tests.factories import lens_at, make_page
from wiki.pages import history, reading
from wiki.pages.editing import save_page
from wiki.pages.models import Revision
from wiki.pages.state import NameEntry, TagEntry, state_of
from wiki.spoilers.lens import Lens


def day(number):
    return datetime.datetime(2026, 1, number, tzinfo=datetime.UTC)


def edit(page, author, when, **values):
    page.refresh_from_db()
    save_page(state=replace(state_of(page.current), **values), page=page, author=author, saved_at=day(when))


def credits_for(lens):
    view = reading.page("alias-investigations", lens)
    return view.contributors, view.updated_at


def test_a_revision_is_visible_if_its_projection_differs(calendar, django_user_model):
    """Contributors and date follow from that one rule."""
    one, two, three = (django_user_model.objects.create_user(name) for name in ("one", "two", "three"))
    page = make_page(body="She leaves.\n", author=one, saved_at=day(1))
    edit(page, two, 2, body="She [secretly]{JJ 1x02} leaves.\n")
    edit(page, three, 3, body="She [secretly]{JJ 1x02} leaves.\n\n::: spoiler JJ 1x03\nFor good.\n:::\n")
    assert credits_for(Lens.empty) == (("one",), day(1))
    assert credits_for(lens_at("JJ 1x02")) == (("one", "two"), day(2))
    assert credits_for(lens_at("JJ 1x03")) == (("one", "two", "three"), day(3))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a\n\n\n\nb\n", "a\n\n::: spoiler JJ 1x02\nx\n:::\n\nb\n"),
        ("He left :)\n", "He left [dead]{JJ 1x02} :)\n"),
        ("line  \nnext\n", "line  [x]{JJ 1x02}\nnext\n"),
        ("Quoi ?\n", "Quoi [donc]{JJ 1x02} ?\n"),
    ],
)
def test_hidden_words_that_move_white_space_are_no_visible_change(calendar, django_user_model, before, after):
    page = make_page(body=before, saved_at=day(1))
    edit(page, django_user_model.objects.create_user("two"), 2, body=after)
    assert credits_for(Lens.empty) == ((), day(1))
    assert credits_for(lens_at("JJ 1x02")) == (("two",), day(2))


def test_hidden_names_and_tags_are_no_visible_change(calendar, django_user_model):
    page = make_page(author=django_user_model.objects.create_user("one"), saved_at=day(1))
    other = django_user_model.objects.create_user("two")
    edit(page, other, 2, names=(NameEntry("Alias Investigations"), NameEntry("Jones", "JJ 1x02", "alias")))
    edit(page, other, 3, tags=(TagEntry("Closed", "JJ 1x02"),))
    assert credits_for(Lens.empty) == (("one",), day(1))
    assert credits_for(lens_at("JJ 1x02")) == (("one", "two"), day(3))


def test_moving_a_gate_shows_to_those_who_see_it(calendar):
    page = make_page(body="He [dies]{JJ 1x02}.\n", saved_at=day(1))
    edit(page, None, 2, body="He [dies]{JJ 1x03}.\n")
    revisions = list(Revision.objects.order_by("pk"))
    assert [len(history.visible(revisions, lens)) for lens in (Lens.empty, lens_at("JJ 1x02"), lens_at("JJ 1x03"))] == [
        1,
        2,
        2,
    ]


def test_revisions_form_a_chain_that_the_database_keeps(calendar):
    from django.db import IntegrityError, transaction

    page = make_page(body="a\n")
    edit(page, None, 2, body="b\n")
    first, second = Revision.objects.order_by("pk")
    assert (first.parent, second.parent) == (None, first)
    for parent in (None, first):
        with pytest.raises(IntegrityError), transaction.atomic():
            Revision.objects.create(page=page, parent=parent, names=[], tags=[], sheet={}, body="", digest="x")
