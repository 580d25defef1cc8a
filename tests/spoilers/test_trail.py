"""Steps: one click moves a bookmark on, and each step can be taken back."""

import pytest

from tests.factories import make_page
from wiki.spoilers import editing
from wiki.spoilers.bookmarks import COOKIE
from wiki.spoilers.models import Bookmark, Release, Trail
from wiki.spoilers.trail import KEY, MOST_READ, MOST_STEPS, _with_read
from wiki.spoilers.trail import Trail as Steps

FINISHED, UNDO, PROGRESS = "/progress/finished/", "/progress/undo/", "/progress/"
PAGE = "/wiki/alias-investigations/"


@pytest.fixture(params=["visitor", "account"])
def stepper(request, client, calendar, reader):
    """A browser that keeps its steps in the session, and one of an account."""
    if request.param == "account":
        client.force_login(reader)
    client.post(PROGRESS, {"work": "JJ", "until": "1x02"})
    return client


def line(client):
    return client.get("/").text.split('class="reading-line"><span>')[1].split("</span>")[0]


def offered(client):
    text = client.get("/").text
    parts = text.split('<button name="release" value="')[1:]
    return [(part.split('"')[0], part.split(">")[1].split("<")[0]) for part in parts]


def test_one_click_moves_on_and_leads_to_what_that_opened(stepper):
    make_page(body="He [dies]{JJ 1x03}.\n")
    assert offered(stepper) == [("JJ 1x03", "I’ve just finished 1x03")]
    response = stepper.post(FINISHED, {"release": "JJ 1x03"})
    assert (response.status_code, response["Location"]) == (302, "/unlocked/")
    assert line(stepper) == "Reading with Jessica Jones up to 1x03"
    assert "dies" in stepper.get(PAGE).text
    assert offered(stepper) == [("JJ 2x01", "I’ve just finished 2x01")]


def test_the_button_stands_on_pages_that_are_kept_whole(stepper):
    make_page()
    for _ in range(2):
        assert "I’ve just finished 1x03" in stepper.get(PAGE).text


def test_the_work_that_one_moved_in_last_comes_first(stepper):
    stepper.post(PROGRESS, {"work": "DEF", "until": "1x01"})
    stepper.post(PROGRESS, {"work": "ALIAS", "until": "#1"})
    assert [one for one, _ in offered(stepper)] == ["ALIAS #2", "DEF 1x02", "JJ 1x03"]
    stepper.post(FINISHED, {"release": "DEF 1x02"})
    assert offered(stepper) == [
        ("ALIAS #2", "I’ve just finished Alias #2"),
        ("JJ 1x03", "I’ve just finished Jessica Jones 1x03"),
    ]


def test_nothing_is_offered_to_who_has_seen_nothing(client, calendar):
    response = client.get("/")
    assert "just finished" not in response.text
    assert not response.cookies
    assert response["Cache-Control"] == "public, no-cache"


def test_a_skipped_release_stays_unseen(stepper):
    """Finishing an episode must not open those between it and the last one that was seen."""
    stepper.post(PROGRESS, {"work": "JJ", "exactly": "on", "seen": ["1x01", "1x03"]})
    make_page(body="He [dies]{JJ 1x02}.\n")
    assert offered(stepper) == [("JJ 2x01", "I’ve just finished 2x01")]
    stepper.post(FINISHED, {"release": "JJ 2x01"})
    assert "dies" not in stepper.get(PAGE).text
    text = stepper.get(PROGRESS).text
    assert [f'value="{one}" checked' in text for one in ("1x01", "1x02", "1x03", "2x01")] == [True, False, True, True]


@pytest.mark.parametrize("release", ["JJ 9x99", "NO 1x01", "FILM film", "", "\0"])
def test_what_nobody_can_have_finished_is_refused(stepper, release):
    response = stepper.post(FINISHED, {"release": release})
    assert response.status_code == 422
    assert "There is no such release, or it is not out yet." in response.text
    assert line(stepper) == "Reading with Jessica Jones up to 1x02"


def steps(client):
    return client.get("/unlocked/").text.count('<a href="?step=')


def last_step(client):
    return client.get("/unlocked/").text.split('name="step" value="')[1].split('"')[0]


def test_a_step_is_taken_back(stepper):
    make_page(body="He [dies]{JJ 1x03}.\n")
    stepper.post(FINISHED, {"release": "JJ 1x03"})
    assert "Undo: back to Jessica Jones up to 1x02" in stepper.get("/unlocked/").text
    response = stepper.post(UNDO, {"step": last_step(stepper)})
    assert (response.status_code, response["Location"]) == (302, "/unlocked/")
    assert line(stepper) == "Reading with Jessica Jones up to 1x02"
    assert "dies" not in stepper.get(PAGE).text


def test_steps_are_taken_back_one_after_the_other_to_the_very_beginning(stepper):
    stepper.post(FINISHED, {"release": "JJ 1x03"})
    stepper.post(UNDO, {"step": last_step(stepper)})
    stepper.post(UNDO, {"step": last_step(stepper)})
    assert line(stepper) == "Reading with nothing watched yet"
    assert "Nothing yet." in stepper.get("/unlocked/").text


def test_a_step_that_is_not_the_last_is_left_alone(stepper):
    first = last_step(stepper)
    stepper.post(FINISHED, {"release": "JJ 1x03"})
    for number in (first, "99", "x", ""):
        stepper.post(UNDO, {"step": number})
    assert "not your last one" in stepper.get("/unlocked/").text
    assert line(stepper) == "Reading with Jessica Jones up to 1x03"


def test_a_step_sent_twice_is_one(stepper):
    for _ in range(2):
        stepper.post(FINISHED, {"release": "JJ 1x03"})
    assert steps(stepper) == 2
    stepper.post(UNDO, {"step": last_step(stepper)})
    assert line(stepper) == "Reading with Jessica Jones up to 1x02"


def test_only_the_last_steps_are_kept(stepper):
    for number in range(MOST_STEPS + 3):
        stepper.post(PROGRESS, {"work": "JJ", "until": "1x01" if number % 2 else "1x03"})
    assert steps(stepper) == MOST_STEPS


def test_the_number_of_a_step_taken_back_is_not_given_again(stepper):
    """What was read at it would count as read."""
    stepper.post(FINISHED, {"release": "JJ 1x03"})
    first = last_step(stepper)
    stepper.post(UNDO, {"step": first})
    stepper.post(FINISHED, {"release": "JJ 1x03"})
    assert int(last_step(stepper)) > int(first)


def test_a_visitor_has_them_in_the_session_and_an_account_in_a_row(client, calendar, reader):
    client.post(PROGRESS, {"work": "JJ", "until": "1x01"})
    assert len(client.session[KEY]["steps"]) == 1
    assert not Trail.objects.exists()
    client.force_login(reader)
    client.post(PROGRESS, {"work": "JJ", "until": "1x02"})
    assert len(Trail.objects.get(user=reader).steps) == 1


def test_a_reader_without_bookmarks_but_with_steps_is_loaded(client, calendar, reader):
    client.force_login(reader)
    client.post(PROGRESS, {"work": "JJ", "until": "1x01"})
    Bookmark.objects.all().delete()
    assert line(client) == "Reading with nothing watched yet"
    assert client.get("/unlocked/").status_code == 200


def test_steps_go_with_the_account(client, calendar, reader):
    from wiki.accounts import leaving

    client.force_login(reader)
    client.post(PROGRESS, {"work": "JJ", "until": "1x01"})
    leaving.close(person=reader)
    assert not Trail.objects.exists()


def test_a_work_that_is_gone_takes_its_steps_out_of_the_list(stepper):
    from wiki.spoilers.models import Work

    Work.objects.filter(code="JJ").delete()
    assert "Nothing yet." in stepper.get("/unlocked/").text
    assert stepper.post(UNDO, {"step": "1"}).status_code == 302


def remove(*labels):
    editing.remove_releases(Release.objects.filter(work__code="JJ", label__in=labels))


def test_a_step_is_taken_back_without_the_releases_that_are_gone(stepper):
    stepper.post(PROGRESS, {"work": "JJ", "exactly": "on", "seen": ["1x01", "1x03"]})
    stepper.post(FINISHED, {"release": "JJ 2x01"})
    remove("1x03")
    stepper.post(UNDO, {"step": last_step(stepper)})
    text = stepper.get(PROGRESS).text
    assert [f'value="{one}" checked' in text for one in ("1x01", "1x02", "2x01")] == [True, False, False]


def test_a_step_to_a_release_that_is_gone_takes_nothing_away(stepper):
    stepper.post(FINISHED, {"release": "JJ 1x03"})
    remove("1x02")
    assert stepper.post(UNDO, {"step": last_step(stepper)}).status_code == 302
    assert "The calendar has changed since, so nothing was changed." in stepper.get("/unlocked/").text
    assert line(stepper) == "Reading with Jessica Jones up to 1x03"


def test_marks_of_what_was_read_do_not_grow_for_ever():
    trail = Steps(last=5, read={str(number): 1 for number in range(MOST_READ + 50)})
    trail = _with_read(trail, 7)
    assert len(trail.read) <= MOST_READ
    assert trail.read["7"] == 5


@pytest.mark.parametrize("url", [FINISHED, UNDO, "/unlocked/read/"])
def test_only_a_post_changes(client, calendar, url):
    assert client.get(url).status_code == 405


def test_the_cookie_of_a_visitor_is_put_back(client, calendar):
    client.post(PROGRESS, {"work": "JJ", "until": "1x02"})
    before = client.cookies[COOKIE].value
    client.post(FINISHED, {"release": "JJ 1x03"})
    client.post(UNDO, {"step": last_step(client)})
    assert client.cookies[COOKIE].value == before


def test_reading_without_steps_leaves_nothing_behind(client, calendar, reader):
    make_page()
    for data in ({"page": "alias-investigations"}, {"all": "1"}):
        assert client.post("/unlocked/read/", data).status_code == 302
    assert "sessionid" not in client.cookies
    client.force_login(reader)
    client.post("/unlocked/read/", {"all": "1"})
    assert not Trail.objects.exists()
