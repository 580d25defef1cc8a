"""Recent changes, contributions, watchlist, and their feeds."""

import re
from dataclasses import replace

import feedparser
import pytest

from tests.factories import make_page
from tests.pages.sending import send
from tests.pages.test_edit import see
from wiki.pages import watching
from wiki.pages.editing import save_page
from wiki.pages.models import FeedToken, Watch
from wiki.pages.state import state_of


@pytest.fixture
def pages(calendar, reader):
    """One page for all, one from 1x03 on, one edit hidden until 1x03; all by the reader."""
    hope = make_page("Hope", "Hope runs.\n", author=reader)
    make_page("Nuke", "A bomb.\n", gate="JJ 1x03", author=reader, summary="He becomes Nuke")
    state = replace(state_of(hope.current), body="Hope runs. [Dies.]{JJ 1x03}\n")
    save_page(state=state, page=hope, author=reader, summary="She dies")
    return hope


LISTS = ["/recent/", "/people/trish/", "/watchlist/"]


@pytest.mark.parametrize("path", LISTS)
def test_lists_show_what_their_reader_may_know_of(client, pages, reader, path):
    client.force_login(reader)
    for slug in ("hope",):
        client.post(f"/wiki/{slug}/watch/")
    Watch.objects.get_or_create(person=reader, page_id=pages.pk + 1)
    below = client.get(path).text
    see(client, "JJ 1x03")
    above = client.get(path).text
    for word in ("Nuke", "She dies", "He becomes Nuke"):
        assert (word in below, word in above) == (False, True)
    assert "Hope" in below


def test_a_person_without_visible_changes_is_like_nobody(client, calendar, reader):
    make_page("Nuke", gate="JJ 1x03", author=reader)
    assert client.get("/people/trish/").status_code == client.get("/people/nobody/").status_code == 404
    assert see(client, "JJ 1x03").get("/people/trish/").status_code == 200


def test_changes_are_grouped_by_day_and_page_and_filtered(client, pages, reader):
    send(client, "/wiki/hope/edit/", body="Hope walks.\n", summary="Small", is_minor="on")
    text = client.get("/recent/").text
    assert "2 changes" in text
    assert "Small" not in client.get("/recent/?minor=hide").text
    assert "Small" in client.get("/recent/?minor=only").text
    assert "Small" in client.get("/recent/?new=on").text
    assert client.get("/recent/?kind=nonsense&minor=x&before=%00").status_code == 200


def test_older_changes_follow_on_the_next_page(client, calendar, monkeypatch):
    monkeypatch.setattr("wiki.pages.changes.changes.__kwdefaults__", {"before": "", "count": 2})
    for number in range(5):
        make_page(f"Page {number}")
    titles, path = [], "/recent/"
    while path:
        text = client.get(path).text
        titles += re.findall(r">(Page \d)</a>", text)
        older = re.search(r'rel="next" href="([^"]*)"', text)
        path = "/recent/" + older[1].replace("&amp;", "&") if older else ""
    assert titles == [f"Page {number}" for number in (4, 3, 2, 1, 0)]


def test_recent_changes_cost_the_same_for_one_page_and_for_many(client, calendar, django_assert_num_queries):
    for count in (1, 3):
        for number in range(count):
            make_page(f"Page {count} {number}")
        with django_assert_num_queries(3):
            client.get("/recent/")


def test_unread_changes_are_counted_until_marked(client, pages, reader):
    client.force_login(reader)
    client.post("/wiki/hope/watch/")
    assert "unread" not in client.get("/watchlist/").text
    other = client.__class__()
    for body in ("One.\n", "Two.\n"):
        send(other, "/wiki/hope/edit/", body=body)
    assert "2 unread" in client.get("/watchlist/").text
    client.post("/watchlist/change/", {"action": "read"})
    assert "unread" not in client.get("/watchlist/").text
    client.post("/wiki/hope/watch/")
    assert "You watch no page yet" in client.get("/watchlist/").text


def test_public_feeds_use_the_empty_lens_and_tokens_their_owners(client, pages, reader):
    see(client, "JJ 1x03")
    public = feedparser.parse(client.get("/recent/atom/").content)
    assert [entry.title for entry in public.entries] == ["Hope created"]
    client.force_login(reader)
    see(client, "JJ 1x03")
    client.post("/watchlist/change/", {"action": "token"})
    token = FeedToken.objects.get().token
    anonymous = client.__class__()
    for path in (f"/recent/atom/{token}/", f"/people/trish/atom/{token}/"):
        response = anonymous.get(path)
        mine = feedparser.parse(response.content)
        assert [entry.title for entry in mine.entries] == ["Hope edited", "Nuke created", "Hope created"]
        assert response["Cache-Control"] == "private, no-store"
        assert not mine.bozo
    client.post("/watchlist/change/", {"action": "revoke"})
    assert anonymous.get(f"/recent/atom/{token}/").status_code == 404
    assert anonymous.get(f"/watchlist/atom/{token}/").status_code == 404


def test_a_new_token_ends_the_old_one(client, reader):
    client.force_login(reader)
    client.post("/watchlist/change/", {"action": "token"})
    old = watching.token_of(reader)
    client.post("/watchlist/change/", {"action": "token"})
    assert watching.owner_of(old) is None
    assert watching.owner_of(watching.token_of(reader)) == reader


def test_feeds_are_valid_with_hostile_words(client, calendar):
    send(client, "/wiki/new/", names__0__text="A & B \U0001f600", body="x\n", summary="]]> <script> & \x0b \ufffe")
    feed = feedparser.parse(client.get("/recent/atom/").content)
    assert (feed.bozo, feed.entries[0].title) == (False, "A & B \U0001f600 created")


def test_the_watchlist_is_for_people_with_an_account(client, pages):
    assert client.get("/watchlist/")["Location"].startswith("/accounts/login/")
    assert client.post("/wiki/hope/watch/")["Location"].startswith("/accounts/login/")
