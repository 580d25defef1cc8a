"""Models in the admin, through the moderator's lens: lists, searches, and edits that are revisions."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import make_article, make_character, make_page
from tests.pages.sending import send, source
from tests.pages.test_edit import see
from tests.pages.test_images import picture, upload
from wiki.moderation.models import LogEntry, Report
from wiki.pages import keeping
from wiki.pages.models import Pending, Revision

LISTS = {
    "pages": "/admin/pages/page/",
    "characters": "/admin/characters/characterpage/",
    "articles": "/admin/articles/articlepage/",
    "claims": "/admin/articles/claimpage/",
    "edits": "/admin/pages/pending/",
    "pictures": "/admin/pages/image/",
    "reports": "/admin/moderation/report/",
    "log": "/admin/moderation/logentry/",
    "rules": "/admin/moderation/rule/",
    "blocks": "/admin/moderation/block/",
    "catches": "/admin/moderation/catch/",
}


@pytest.fixture
def things(newcomer, moderator, calendar, settings):
    """One of everything, and one of everything that is behind JJ 1x02."""
    settings.REVIEW_PEOPLE = "nobody"
    see(newcomer, "JJ 1x02")
    for title, gate in (("Seen", ""), ("Hidden", "JJ 1x02")):
        page = make_page(f"{title} page", gate=gate)
        make_character(f"{title} character", gate=gate)
        make_article(f"{title} article", ("works", "JJ"), gate=gate)
        upload(newcomer, picture(), alt=f"{title} picture", gate=gate)
        keeping.protect(page.pk, level="open", person=moderator, reason=f"{title} reason")
        newcomer.post(f"/report/{title.lower()}-page/", {"what": "other", "note": "Look at it"})
        settings.REVIEW_PEOPLE = "new"
        send(newcomer, f"/wiki/{title.lower()}-page/edit/", body="After.\n")
        settings.REVIEW_PEOPLE = "nobody"


@pytest.mark.parametrize("name", ["pages", "characters", "articles", "edits", "pictures", "reports", "log"])
def test_a_list_holds_what_the_moderator_sees(desk, things, name):
    shown = desk.get(LISTS[name]).text
    assert ("Seen" in shown, "Hidden" in shown) == (True, False)
    assert "Hidden" in see(desk, "JJ 1x02").get(LISTS[name]).text


@pytest.mark.parametrize("name", ["pages", "characters", "edits", "pictures", "reports", "log"])
def test_a_list_asks_the_same_number_of_times_however_long_it_is(desk, things, name):
    see(desk, "JJ 1x02")
    with CaptureQueriesContext(connection) as many:
        desk.get(LISTS[name])
    for model in (Pending, Report):
        model.objects.filter(page__names__slug="hidden-page").delete()
    assert len(many) < 36
    with CaptureQueriesContext(connection) as few:
        desk.get(LISTS[name])
    assert len(few) == len(many)


@pytest.mark.parametrize("name", LISTS)
def test_lists_are_for_moderators(newcomer, desk, things, name):
    assert desk.get(LISTS[name]).status_code == 200
    assert newcomer.get(LISTS[name])["Location"].startswith("/admin/login/")


def test_pages_are_found_by_their_names(desk, things):
    found = desk.get(LISTS["pages"] + "?q=seen+char").text
    assert ("Seen character" in found, "Seen page" in found) == (True, False)
    for words in ("hidden", "::", "%00", "zz"):
        assert "1 page" not in desk.get(f"{LISTS['pages']}?q={words}").text


def test_nothing_else_is_asked_of_hidden_columns(desk, things):
    for query in ("names__text__startswith=H", "current__body__contains=x", "gate=1"):
        assert desk.get(f"{LISTS['pages']}?{query}").status_code in (302, 400)


def test_an_edit_in_the_admin_is_a_revision(desk, moderator, things):
    path = "/admin/pages/page/seen-page/change/"
    response = send(desk, "/wiki/seen-page/edit/", start=desk.get(path), body="By the admin.\n")
    assert response.status_code == 302
    last = Revision.objects.order_by("-pk")[0]
    assert (last.author, source(last.page)) == (moderator, "By the admin.\n")


def test_a_character_is_added_in_the_admin(desk, things):
    response = desk.get("/admin/characters/characterpage/add/", follow=True)
    assert "Write a new page: character" in response.text
    send(desk, "/wiki/new/", start=response, names__0__text="Jeri", body="A lawyer.\n")
    assert desk.get("/characters/jeri/").status_code == 200


def test_nothing_is_changed_or_deleted_beside_the_functions_that_may(desk, things):
    before = LogEntry.objects.count()
    for name in ("pages", "edits", "pictures", "reports", "log"):
        for pk in (1, "seen-page"):
            assert desk.post(f"{LISTS[name]}{pk}/delete/", {"post": "yes"}).status_code in (302, 403, 404)
        desk.post(LISTS[name], {"action": "delete_selected", "_selected_action": [1], "post": "yes"})
    desk.post(f"{LISTS['log']}{LogEntry.objects.first().pk}/change/", {"why": "Nothing"})
    assert (LogEntry.objects.count(), LogEntry.objects.filter(why="Nothing").count()) == (before, 0)
