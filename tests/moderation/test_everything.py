"""Seeing everything: for the staff, by choice, told on every page, in the log, and over with the session."""

from tests.factories import make_page
from wiki.moderation.models import LogEntry

BANNER = "You see everything"


def test_the_staff_see_everything_when_they_choose_to(desk, calendar):
    make_page("Hope", "Seen. [Hidden.]{JJ 1x02}\n")
    assert "Hidden." not in desk.get("/wiki/hope/").text
    assert desk.post("/moderation/everything/", {"on": "1", "back": "/wiki/hope/"})["Location"] == "/wiki/hope/"
    for path in ("/wiki/hope/", "/", "/log/", "/progress/"):
        response = desk.get(path)
        assert (BANNER in response.text, response["Cache-Control"]) == (True, "private, no-store")
    assert "Hidden." in desk.get("/wiki/hope/").text
    assert LogEntry.objects.get().who.username == "hogarth"
    desk.post("/moderation/everything/", {"on": ""})
    assert ("Hidden." in desk.get("/wiki/hope/").text, BANNER in desk.get("/").text) == (False, False)


def test_it_ends_with_the_session(desk, moderator, calendar):
    make_page("Hope", "Seen. [Hidden.]{JJ 1x02}\n")
    desk.post("/moderation/everything/", {"on": "1"})
    desk.logout()
    desk.force_login(moderator)
    assert "Hidden." not in desk.get("/wiki/hope/").text


def test_nobody_else_may(newcomer, client, calendar):
    make_page("Hope", "Seen. [Hidden.]{JJ 1x02}\n")
    assert newcomer.post("/moderation/everything/", {"on": "1"}).status_code == 403
    assert "Hidden." not in newcomer.get("/wiki/hope/").text
    assert client.__class__().post("/moderation/everything/", {"on": "1"}).status_code == 403
    assert "everything" not in newcomer.get("/progress/").text


def test_who_is_not_of_the_staff_any_more_sees_it_no_more(desk, moderator, calendar):
    make_page("Hope", "Seen. [Hidden.]{JJ 1x02}\n")
    desk.post("/moderation/everything/", {"on": "1"})
    type(moderator).objects.update(is_staff=False)
    assert "Hidden." not in desk.get("/wiki/hope/").text


def test_one_is_led_back_within_the_site_alone(desk):
    for back in ("https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", ""):
        assert desk.post("/moderation/everything/", {"on": "1", "back": back})["Location"] == "/"
