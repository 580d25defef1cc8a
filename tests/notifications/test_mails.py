"""Mails of notices: through the lens of who gets them when they are sent, at once or together, stopped with a click."""

import datetime
import re

import pytest
from django.core import mail
from django.utils import timezone

from tests.factories import make_comment
from wiki.discussion import following
from wiki.notifications import delivering, marking, tasks
from wiki.notifications.models import MailPlan, Notice, Preference
from wiki.pages import watching
from wiki.pages.editing import save_page
from wiki.pages.state import NameEntry, PageState

MONDAY = datetime.datetime(2026, 6, 1, 9, 30, tzinfo=datetime.UTC)


@pytest.fixture
def clock(monkeypatch):
    """Set the clock."""

    def at(moment):
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return at


def digests(run_jobs):
    mail.outbox.clear()
    tasks.start_digests.call()
    run_jobs()
    return list(mail.outbox)


def test_a_mail_says_what_its_receiver_may_read_and_how_to_stop_it(hope, trish, malcolm, sent):
    made = make_comment(hope, "@trish, *she* <runs> & runs.", author=malcolm)
    [message] = sent()
    assert (message.subject, message.to) == ("Alias: malcolm mentioned you on Hope", ["trish@example.com"])
    assert "malcolm mentioned you on Hope:\n\n@trish, *she* <runs> & runs.\n" in message.body
    assert f"\nhttp://127.0.0.1:8000/talk/hope/{made.pk}/\n" in message.body
    [(html, kind)] = message.alternatives
    assert kind == "text/html"
    assert "&lt;runs&gt; &amp; runs." in html
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert re.fullmatch(r"<http://127.0.0.1:8000/notifications/stop/[^/]+/>", message.extra_headers["List-Unsubscribe"])
    assert sent() == []


def test_a_mail_is_judged_when_it_is_sent(hope, trish, malcolm, sent, move):
    make_comment(hope, "@trish, well. [She dies.]{JJ 1x02}", author=malcolm)
    move(trish, "JJ 1x02")
    [message] = sent()
    assert "well. She dies." in message.body
    make_comment(hope, "@trish, and now?", "JJ 1x02", author=malcolm)
    move(trish, "JJ 1x01")
    assert sent() == []
    assert Notice.objects.filter(is_late=True).count() == 1


def test_what_was_read_meanwhile_is_not_mailed(hope, trish, malcolm, sent):
    make_comment(hope, "@trish", author=malcolm)
    Notice.objects.update(read_at=timezone.now())
    assert sent() == []


def test_who_has_no_address_or_has_left_gets_no_mail(hope, trish, malcolm, sent):
    make_comment(hope, "@trish", author=malcolm)
    type(trish).objects.filter(pk=trish.pk).update(email="")
    assert sent() == []
    type(trish).objects.filter(pk=trish.pk).update(email="trish@example.com", is_active=False)
    following.follow_page(trish, hope.pk)
    make_comment(hope, "More", author=malcolm)
    assert sent() == []


def test_a_watched_page_is_mailed_once_until_somebody_looks(hope, trish, malcolm, sent, move):
    watching.watch(trish, hope)
    marking.choose(trish.pk, ways={"watched": "instant"})
    move(trish, "JJ 1x02")

    def edit(body):
        hope.refresh_from_db()
        save_page(state=PageState((NameEntry("Hope"),), body=body), page=hope, author=malcolm, summary="Why")

    edit("Hope walks.\n")
    [message] = sent()
    assert message.subject == "Alias: malcolm edited Hope"
    assert "Why" in message.body
    edit("Hope flies.\n")
    assert sent() == []
    Notice.objects.update(read_at=timezone.now())
    edit("Hope sleeps.\n")
    assert len(sent()) == 1


@pytest.mark.parametrize(
    ("way", "at_once", "on_tuesday", "on_monday"),
    [
        ("instant", 1, 0, 0),
        ("daily", 0, 1, 1),
        ("weekly", 0, 0, 1),
        ("off", 0, 0, 0),
    ],
)
def test_people_choose_when_they_are_mailed(
    hope, trish, malcolm, sent, run_jobs, clock, way, at_once, on_tuesday, on_monday
):
    marking.choose(trish.pk, ways={"mention": way})
    for day, expected in ((MONDAY + datetime.timedelta(days=1), on_tuesday), (MONDAY, on_monday)):
        Notice.objects.all().delete()
        MailPlan.objects.all().delete()
        clock(day.replace(hour=7))
        make_comment(hope, "@trish", author=malcolm)
        assert len(sent()) == at_once
        clock(day)
        assert len(digests(run_jobs)) == expected


def test_a_digest_comes_at_its_hour_once_a_day_and_not_without_news(hope, trish, malcolm, run_jobs, clock):
    marking.choose(trish.pk, ways={"mention": "daily", "talk": "daily"}, hour=9)
    following.follow_page(trish, hope.pk)
    clock(MONDAY.replace(hour=8))
    make_comment(hope, "@trish, one", author=malcolm)
    make_comment(hope, "Two", author=malcolm)
    assert digests(run_jobs) == []
    clock(MONDAY)
    [message] = digests(run_jobs)
    assert message.subject == "Alias: 2 things to look at"
    assert "Somebody mentions you\n" in message.body
    assert "Talk on pages that you follow\n" in message.body
    make_comment(hope, "@trish, three", author=malcolm)
    assert digests(run_jobs) == []
    clock(MONDAY + datetime.timedelta(days=1))
    [message] = digests(run_jobs)
    assert message.subject == "Alias: malcolm mentioned you on Hope"
    clock(MONDAY + datetime.timedelta(days=2))
    assert digests(run_jobs) == []


def test_what_one_can_read_only_now_comes_with_the_next_digest_in_one_line(
    hope, trish, malcolm, sent, run_jobs, clock, move
):
    clock(MONDAY)
    following.follow_page(trish, hope.pk)
    for number in range(3):
        make_comment(hope, f"Number {number}", "JJ 1x02", author=malcolm)
    assert sent() == []
    assert digests(run_jobs) == []
    clock(MONDAY + datetime.timedelta(days=1))
    move(trish, "JJ 1x02")
    [message] = digests(run_jobs)
    assert message.subject == "Alias: 3 comments on Hope that you can read now"
    assert "Number" not in message.body
    clock(MONDAY + datetime.timedelta(days=2))
    assert digests(run_jobs) == []


@pytest.mark.parametrize("is_one_hidden", [True, False])
def test_what_waits_unseen_does_not_move_the_day_of_other_mails(hope, trish, malcolm, run_jobs, clock, is_one_hidden):
    clock(MONDAY.replace(hour=7))
    marking.choose(trish.pk, ways={"mention": "daily"})
    if is_one_hidden:
        make_comment(hope, "@trish", "JJ 1x02", author=malcolm)
    clock(MONDAY)
    assert digests(run_jobs) == []
    clock(MONDAY.replace(hour=10))
    make_comment(hope, "@trish, now", author=malcolm)
    clock(MONDAY.replace(hour=11))
    assert digests(run_jobs) == []
    clock(MONDAY + datetime.timedelta(days=1))
    assert len(digests(run_jobs)) == 1


def test_a_mail_that_cannot_be_sent_now_is_sent_later(hope, trish, malcolm, sent, settings):
    make_comment(hope, "@trish", author=malcolm)
    settings.MAIL_TRANSPORT = "nowhere.to.be.Found"
    assert sent() == []
    assert Notice.objects.get().mailed_at is None
    settings.MAIL_TRANSPORT = "django.core.mail.backends.locmem.EmailBackend"
    from django_tasks_db.models import DBTaskResult

    DBTaskResult.objects.update(run_after=timezone.now())
    assert len(sent()) == 1


def test_one_click_stops_the_mails_about_one_thing_without_signing_in(client, hope, trish, malcolm, sent):
    from django.test import Client

    make_comment(hope, "@trish", author=malcolm)
    [message] = sent()
    path = message.extra_headers["List-Unsubscribe"].strip("<>").removeprefix("http://127.0.0.1:8000")
    assert "Somebody mentions you".lower() in client.get(path).text.lower()
    assert not Preference.objects.exists()
    strict = Client(enforce_csrf_checks=True)
    response = strict.post(path, {"List-Unsubscribe": "One-Click"})
    assert (response.status_code, response["Cache-Control"]) == (200, "private, no-store")
    assert [(one.person, one.category, one.how) for one in Preference.objects.all()] == [(trish, "mention", "off")]
    make_comment(hope, "@trish again", author=malcolm)
    assert sent() == []
    assert client.put(path).status_code == 405


def test_one_click_in_a_digest_stops_all(client, hope, trish, malcolm, run_jobs, clock):
    clock(MONDAY.replace(hour=7))
    marking.choose(trish.pk, ways={"mention": "daily"})
    make_comment(hope, "@trish", author=malcolm)
    clock(MONDAY)
    [message] = digests(run_jobs)
    path = message.extra_headers["List-Unsubscribe"].strip("<>").removeprefix("http://127.0.0.1:8000")
    client.post(path)
    assert set(marking.how(trish.pk).values()) == {"off"}
    assert set(marking.how(malcolm.pk).values()) == {"instant", "daily"}


@pytest.mark.parametrize("token", ["forged", "WyIiLCIiXQ:x", "a%00b", "%ff", "é"])
def test_a_forged_link_stops_nothing(client, trish, token):
    marking.plan_of(trish.pk)
    for ask in (client.get, client.post):
        assert ask(f"/notifications/stop/{token}/").status_code == 404
    assert not Preference.objects.exists()


def test_preferences_are_kept_and_nonsense_is_refused(client, trish, calendar):
    client.force_login(trish)
    text = client.get("/notifications/preferences/").text
    for label in ("Somebody mentions you", "Answers in talks", "Talk on pages", "Changes of pages"):
        assert label in text
    ways = dict.fromkeys(marking.how(trish.pk), "weekly")
    assert client.post("/notifications/preferences/", ways | {"hour": "25"}).status_code == 422
    assert client.post("/notifications/preferences/", ways | {"hour": "9", "mention": "x"}).status_code == 422
    assert not Preference.objects.exists()
    assert client.post("/notifications/preferences/", ways | {"hour": "9"}).status_code == 302
    assert set(marking.how(trish.pk).values()) == {"weekly"}
    assert MailPlan.objects.get().hour == 9
    assert 'value="9" selected' in client.get("/notifications/preferences/").text


def test_the_hour_is_that_of_where_somebody_is(trish, clock):
    from wiki.notifications.receivers import local_time

    clock(MONDAY)
    trish.time_zone = "Asia/Tokyo"
    assert local_time(trish).hour == 18
    trish.time_zone = "Nowhere/Land"
    assert local_time(trish).hour == 9


def test_jobs_hold_ids_and_nothing_of_what_was_said(hope, trish, malcolm):
    from django_tasks_db.models import DBTaskResult

    make_comment(hope, "@trish, she dies", "JJ 1x02", author=malcolm)
    [job] = DBTaskResult.objects.filter(task_path="wiki.notifications.tasks.sort_out")
    assert job.args_kwargs == {"args": [[Notice.objects.get().pk]], "kwargs": {}}


def test_sorting_out_again_changes_nothing(hope, trish, malcolm, sent):
    make_comment(hope, "@trish", author=malcolm)
    pk = Notice.objects.get().pk
    assert len(sent()) == 1
    assert delivering.sort_out([pk]) == []
    assert delivering.mail_one(pk) is False
