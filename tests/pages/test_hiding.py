"""Hiding text, summary or author of a revision from all but moderators or administrators."""

import pytest

from tests.factories import make_page
from wiki.accounts import roles
from wiki.moderation.models import LogEntry
from wiki.pages.models import Revision


@pytest.fixture
def hope(calendar, admin, reader):
    found = make_page("Hope", "Before.\n", author=admin, summary="Begun")
    make_page("Hope", "An insult.\n", page=found, author=reader, summary="Her address")
    make_page("Hope", "After.\n", page=found, author=admin, summary="Mended")
    return found


@pytest.fixture
def ids(hope):
    return list(Revision.objects.order_by("pk").values_list("public_id", flat=True))


@pytest.fixture
def moderator(client, django_user_model):
    person = django_user_model.objects.create_user("hogarth")
    roles.give(person, roles.Role.MODERATOR)
    browser = client.__class__()
    browser.force_login(person)
    return browser


def hide(browser, revision, **eyes):
    return browser.post(f"/wiki/hope/hide/{revision}/", {"reason": "It names somebody"} | eyes)


def everything(browser, ids):
    paths = ["/wiki/hope/", "/wiki/hope/history/", "/recent/", "/recent/atom/", "/people/trish/", "/people/trish/atom/"]
    paths += [f"/wiki/hope/at/{one}/" for one in ids]
    paths += [f"/wiki/hope/diff/{a}/{b}/" for a in ("previous", *ids) for b in ids]
    return " ".join(browser.get(path).text for path in paths)


def test_a_hidden_text_is_gone_from_everywhere_but_for_moderators(moderator, client, ids):
    assert "insult" in everything(client, ids)
    assert hide(moderator, ids[1], text="moderators")["Location"] == "/wiki/hope/history/"
    assert "insult" not in everything(client, ids)
    assert "text hidden" in client.get("/wiki/hope/history/").text
    for act in ("undo", "restore"):
        assert client.post(f"/wiki/hope/{act}/{ids[1]}/").status_code == 404
    assert "insult" in moderator.get(f"/wiki/hope/at/{ids[1]}/").text


def test_a_difference_skips_what_is_hidden(moderator, client, ids):
    hide(moderator, ids[1], text="moderators")
    shown = client.get(f"/wiki/hope/diff/previous/{ids[2]}/").text
    assert ("Before" in shown, "After" in shown, "insult" in shown) == (True, True, False)


def test_a_hidden_summary_and_author_are_gone_from_everywhere(moderator, client, ids):
    assert ("Her address" in everything(client, ids), "trish" in everything(client, ids)) == (True, True)
    hide(moderator, ids[1], summary="moderators", author="moderators")
    shown = everything(client, ids)
    assert ("Her address" in shown, "insult" in shown, "author hidden" in shown) == (False, True, True)
    assert client.get("/people/trish/").status_code == 404
    assert "trish" not in client.get("/wiki/hope/history/").text
    assert "trish" not in client.get("/wiki/hope/").text


def test_what_is_for_administrators_moderators_do_not_see(moderator, client, admin, ids):
    assert hide(moderator, ids[1], text="administrators").status_code == 403
    administrator = client.__class__()
    administrator.force_login(admin)
    hide(administrator, ids[1], text="administrators")
    assert "insult" not in everything(moderator, ids)
    assert "insult" in everything(administrator, ids)
    assert hide(moderator, ids[1], text="").status_code == 404


def test_it_is_shown_again(moderator, client, ids):
    hide(moderator, ids[1], text="moderators", summary="moderators")
    hide(moderator, ids[1], text="", summary="")
    assert "insult" in everything(client, ids)


def test_what_the_page_says_now_is_not_hidden(moderator, client, ids):
    response = hide(moderator, ids[2], text="moderators")
    assert (response.status_code, "what the page says now" in response.text) == (422, True)
    assert "After" in client.get("/wiki/hope/").text


def test_only_moderators_hide(client, reader, ids):
    client.force_login(reader)
    assert hide(client, ids[1], text="moderators").status_code == 403
    assert client.get(f"/wiki/hope/hide/{ids[1]}/").status_code == 403


def test_hiding_nothing_is_refused_and_not_logged(moderator, ids):
    assert "Choose what to hide" in hide(moderator, ids[1]).text
    assert LogEntry.objects.count() == 0
    hide(moderator, ids[1], text="moderators")
    assert "Choose what to hide" in hide(moderator, ids[1], text="moderators").text
    assert LogEntry.objects.count() == 1
    assert hide(moderator, ids[1])["Location"] == "/wiki/hope/history/"
