"""Notices in the site: who is told of what, and when it is there for them."""

import re

import pytest

from tests.factories import make_comment, make_page
from tests.pages.test_edit import see
from wiki.discussion import following, writing
from wiki.discussion.writing import Said, change
from wiki.notifications import categories, reading
from wiki.notifications.categories import Category, Receiver, Told
from wiki.notifications.models import Notice
from wiki.notifications.telling import tell
from wiki.pages import watching
from wiki.pages.editing import save_page
from wiki.pages.state import NameEntry, PageState
from wiki.spoilers.lens import Lens


def lines(client):
    """Give what stands on the page of notices, and the number in the header."""
    text = client.get("/notifications/").text
    count = re.search(r'unread-count">(\d+)<', text)
    found = re.findall(r'<p class="notice-what">(<span class="badge">new</span> )?<a href="([^"]+)">([^<]+)</a>', text)
    return [(line, bool(new), url) for new, url, line in found], int(count[1]) if count else 0


def test_somebody_who_is_answered_is_told_and_led_there(client, hope, trish, malcolm):
    first = make_comment(hope, "Has she?", author=trish)
    reply = make_comment(hope, "She has.", author=malcolm, answers=first)
    client.force_login(trish)
    assert lines(client) == ([("malcolm answered on Hope", True, f"/talk/hope/{reply.pk}/")], 1)
    assert "She has." in client.get("/notifications/").text
    client.force_login(malcolm)  # follows the thread, but is not told of what they said themselves
    assert lines(client) == ([], 0)


def test_somebody_who_is_called_is_told_once(client, hope, trish, malcolm):
    following.follow_page(trish, hope.pk)
    made = make_comment(hope, "@trish, have you seen it?", author=malcolm)
    change(made, Said("@trish, @malcolm, have you?", "", malcolm, Lens.everything))
    client.force_login(trish)
    assert [line for line, *_ in lines(client)[0]] == ["malcolm mentioned you on Hope"]


def test_who_follows_a_talk_is_told_of_all_that_is_said(client, hope, trish, malcolm):
    following.follow_page(trish, hope.pk)
    first = make_comment(hope, "One", author=malcolm)
    make_comment(hope, "Two", author=malcolm, answers=first)
    client.force_login(trish)
    assert [line for line, *_ in lines(client)[0]] == ["malcolm wrote on Hope"] * 2


def test_a_call_behind_a_gate_calls_only_who_sees_it(client, hope, trish, malcolm):
    make_comment(hope, "Well. [@trish, she dies!]{JJ 1x02}", author=malcolm)
    client.force_login(trish)
    assert lines(client) == ([], 0)
    see(client, "JJ 1x02")
    assert [line for line, *_ in lines(client)[0]] == ["malcolm mentioned you on Hope"]


def test_who_watches_a_page_is_told_of_changes_that_they_can_see_in_one_line(client, hope, trish, malcolm):
    watching.watch(trish, hope)
    for number in range(3):
        body = f"Hope runs. {'Again. ' * number}[She stops{number}.]{{JJ 1x02}}\n"
        save_page(state=PageState((NameEntry("Hope"),), body=body), page=hope, author=malcolm, summary="Why")
        hope.refresh_from_db()
    client.force_login(trish)
    [(line, is_new, _)], count = lines(client)
    assert (line, is_new, count) == ("2 changes of Hope", True, 1)
    see(client, "JJ 1x02")
    assert [line for line, *_ in lines(client)[0]] == ["3 changes of Hope"]
    client.force_login(malcolm)
    assert lines(client) == ([], 0)


def test_what_one_cannot_see_yet_is_told_once_one_can_and_in_one_line(client, hope, trish, malcolm, run_jobs):
    following.follow_page(trish, hope.pk)
    made = [make_comment(hope, f"Number {number}", "JJ 1x02", author=malcolm) for number in range(3)]
    run_jobs()
    client.force_login(trish)
    assert lines(client) == ([], 0)
    see(client, "JJ 1x02")
    url = f"/talk/hope/{made[0].pk}/"
    assert lines(client) == ([("3 comments on Hope that you can read now", True, url)], 1)
    client.post("/notifications/read/", {"all": "1"})
    assert lines(client) == ([("3 comments on Hope that you can read now", False, url)], 0)


def test_what_is_read_and_what_is_not_there_yet(client, hope, trish, malcolm):
    following.follow_page(trish, hope.pk)
    first, second = (make_comment(hope, text, author=malcolm) for text in ("One", "Two"))
    make_comment(hope, "Hidden", "JJ 1x02", author=malcolm)
    client.force_login(trish)
    one = Notice.objects.get(subject=first.pk)
    hidden = Notice.objects.exclude(subject__in=[first.pk, second.pk]).get()
    response = client.post("/notifications/read/", {"notice": [one.pk, hidden.pk, "é", "0" * 16]})
    assert response["Location"] == "/notifications/"
    assert [(line[1], line[2][-17:-1]) for line in lines(client)[0]] == [(True, second.pk), (False, first.pk)]
    client.post("/notifications/read/", {"all": "1"})
    assert lines(client)[1] == 0
    see(client, "JJ 1x02")
    assert lines(client)[1] == 1  # what was not there was not read


def test_nobody_reads_or_marks_anothers_notices(client, hope, trish, malcolm):
    make_comment(hope, "@trish?", author=malcolm)
    notice = Notice.objects.get()
    client.force_login(malcolm)
    assert lines(client) == ([], 0)
    client.post("/notifications/read/", {"notice": notice.pk})
    notice.refresh_from_db()
    assert notice.read_at is None


def test_a_comment_that_was_taken_away_is_told_to_nobody(client, hope, trish, malcolm, moderator):
    made = make_comment(hope, "@trish, how rude", author=malcolm)
    client.force_login(trish)
    assert lines(client)[1] == 1
    writing.hide(made, person=moderator, reason="Rude")
    assert lines(client) == ([], 0)
    writing.show_again(made, person=moderator)
    assert lines(client)[1] == 1


@pytest.mark.parametrize("path", ["/notifications/", "/notifications/preferences/", "/notifications/read/"])
def test_notices_are_for_people_with_accounts_and_the_right_method(client, calendar, trish, path):
    method, other = (client.post, client.get) if "read" in path else (client.get, client.put)
    assert method(path)["Location"] == f"/accounts/login/?next={path}"
    client.force_login(trish)
    assert method(path).status_code in (200, 302)
    assert other(path).status_code == 405


def test_every_page_tells_how_many_notices_are_unread(client, hope, trish, malcolm, settings):
    settings.DEBUG = False
    client.force_login(trish)
    assert "unread-count" not in client.get("/wiki/hope/").text
    make_comment(hope, "@trish?", author=malcolm)
    for path in ("/wiki/hope/", "/wiki/hope/", "/recent/", "/no/such/page/"):
        assert 'unread-count">1<' in client.get(path).text, path


@pytest.mark.parametrize("count", [1, 3])
def test_notices_take_a_constant_number_of_queries(client, hope, trish, malcolm, django_assert_num_queries, count):
    watching.watch(trish, hope)
    following.follow_page(trish, hope.pk)
    for number in range(count):
        make_comment(hope, f"@trish {number}", author=malcolm)
        make_comment(hope, f"{number}", author=malcolm)
        save_page(state=PageState((NameEntry("Hope"),), body=f"{number}\n"), page=hope, author=malcolm)
        hope.refresh_from_db()
    client.force_login(trish)
    client.get("/notifications/")
    with django_assert_num_queries(16, exact=False):
        client.get("/notifications/")


def test_an_app_tells_of_what_it_likes(client, trish, calendar):
    """As those who judge waiting edits and reports do."""

    def look(subjects, receiver):
        told = Told("An edit was taken", "Hope", "/wiki/hope/")
        return {one: lambda: told for one in subjects if one != "hidden"}

    category = Category("test", "Tests", "test", "tests")
    categories.register(category, look)
    try:
        for subject in ("1", "hidden"):
            tell(category="test", people=[trish, trish.pk], subject=subject)
        client.force_login(trish)
        assert lines(client) == ([("An edit was taken", True, "/wiki/hope/")], 1)
    finally:
        del categories._looks["test"]
    assert lines(client) == ([], 0)  # an app that is gone says nothing


def test_old_notices_are_forgotten_by_their_age_alone(trish, calendar):
    from datetime import timedelta

    from django.utils import timezone

    from wiki.notifications import marking, tasks

    now = timezone.now()
    for subject, made, read in (("a", now, None), ("b", now - marking.KEPT, None), ("c", now, now - marking.KEPT_READ)):
        Notice.objects.create(person=trish, category="talk", subject=subject, made_at=made, read_at=read)
    Notice.objects.create(person=trish, category="talk", subject="d", read_at=now - timedelta(days=80))
    tasks.prune.call()
    assert set(Notice.objects.values_list("subject", flat=True)) == {"a", "d"}


def test_a_talk_without_a_page_is_not_told(client, trish, malcolm, calendar, moderator):
    from wiki.pages import keeping

    page = make_page("Nuke", "A bomb.\n")
    make_comment(page, "@trish", author=malcolm)
    client.force_login(trish)
    assert lines(client)[1] == 1
    keeping.delete(page.pk, person=moderator, lens=Lens.everything, reason="x")
    assert lines(client) == ([], 0)


def test_very_many_notices_are_counted_up_to_a_hundred(client, hope, trish, malcolm, monkeypatch):
    monkeypatch.setattr(reading, "MOST", 2)
    monkeypatch.setattr(reading, "BATCH", 2)
    first = make_comment(hope, "Has she?", author=trish)
    receiver = Receiver(trish, Lens.everything)
    for count in range(1, 6):
        make_comment(hope, f"She has {count}.", author=malcolm, answers=first)
        assert reading.unread_count(receiver) == min(count, 3)
