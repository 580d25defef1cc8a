import pytest

from tests.factories import make_page
from wiki.spoilers.bookmarks import COOKIE
from wiki.spoilers.models import Bookmark

URL = "/progress/"
PAGE = "/wiki/alias-investigations/"


@pytest.fixture
def wiki_page(calendar):
    return make_page(body="He [dies]{JJ 1x03}.\n")


def reads_on(client):
    return "dies" in client.get(PAGE).text


def line(client):
    text = client.get("/").text
    return text.split('class="reading-line"><span>')[1].split("</span>")[0]


def test_moving_on_changes_every_page(client, wiki_page):
    assert not reads_on(client)
    response = client.post(URL, {"work": "JJ", "until": "1x03"})
    assert (response.status_code, response["Location"]) == (302, "/progress/#JJ")
    assert reads_on(client)
    assert line(client) == "Reading with Jessica Jones up to 1x03"


def test_going_back_hides_again(client, wiki_page):
    client.post(URL, {"work": "JJ", "until": "all"})
    assert line(client) == "Reading with all of Jessica Jones"
    client.post(URL, {"work": "JJ", "until": "1x02"})
    assert not reads_on(client)
    client.post(URL, {"work": "JJ", "until": ""})
    assert line(client) == "Reading with nothing watched yet"
    assert client.cookies[COOKIE].value == ""


def test_single_releases_can_be_marked(client, wiki_page):
    client.post(URL, {"work": "JJ", "exactly": "on", "seen": ["1x01", "1x03"]})
    assert reads_on(client)
    text = client.get(URL).text
    assert [f'value="{label}" checked' in text for label in ("1x01", "1x02", "1x03")] == [True, False, True]


def test_works_are_kept_apart(client, wiki_page):
    client.post(URL, {"work": "JJ", "until": "1x03"})
    client.post(URL, {"work": "DEF", "until": "all"})
    assert line(client) == "Reading with Jessica Jones up to 1x03, all of The Defenders"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"work": "JJ", "until": "9x99"}, "There is no such release in this work."),
        ({"work": "XX", "until": ""}, "There is no such work."),
        ({"work": "FILM", "until": "film"}, "film is not out yet, so nobody can have seen it."),
        ({"work": "FILM", "exactly": "on", "seen": ["film"]}, "film is not out yet, so nobody can have seen it."),
        ({}, "This field is required."),
        ({"work": "a\0b"}, "Null characters are not allowed."),
    ],
)
def test_a_place_that_cannot_be_is_refused_with_a_sentence(client, wiki_page, data, said):
    response = client.post(URL, data)
    assert response.status_code == 422
    assert said in response.text
    assert COOKIE not in client.cookies


@pytest.mark.parametrize(
    ("target", "leads"),
    [
        ("/wiki/", "/progress/?back=%2Fwiki%2F#JJ"),
        ("https://evil.example/", "/progress/#JJ"),
        ("//evil.example/", "/progress/#JJ"),
        ("/\\evil.example/", "/progress/#JJ"),
        ("undefined", "/progress/#JJ"),
        ("/progress/", "/progress/#JJ"),
    ],
)
def test_the_way_back_leads_to_a_page_of_this_site_only(client, wiki_page, target, leads):
    assert client.post(URL, {"work": "JJ", "until": "", "back": target})["Location"] == leads


def test_the_page_leads_back_to_where_one_came_from(client, wiki_page):
    text = client.get(URL, headers={"Referer": "http://testserver/wiki/alias-investigations/"}).text
    assert '<a href="/wiki/alias-investigations/">← Back to where you were</a>' in text
    assert "Back to where" not in client.get(URL, headers={"Referer": "http://evil.example/x/"}).text
    assert "Back to where" not in client.get(URL).text


def test_where_one_is_is_marked(client, wiki_page):
    def marked():
        section = client.get(URL).text.split('id="JJ"')[1].split("</form>")[0]
        return [part.split(">")[0] for part in section.split("<button")[1:] if "aria-current" in part.split(">")[0]]

    assert ['value=""' in one for one in marked()] == [True]
    client.post(URL, {"work": "JJ", "until": "1x02"})
    assert ['value="1x02"' in one for one in marked()] == [True]


@pytest.mark.parametrize("cookie", ["", "nonsense", "a:b", "eyJKSiI6WyIxeDAzIl19:forged", "." * 5000, "é:ü"])
def test_a_malformed_cookie_means_the_empty_lens(client, wiki_page, cookie):
    client.cookies[COOKIE] = cookie
    assert not reads_on(client)
    assert line(client) == "Reading with nothing watched yet"


@pytest.mark.parametrize(
    "value", [["x"], "text", {"JJ": "x"}, {"JJ": [1, 2]}, {"JJ": ["9x99", ["x"], []]}, {"NO": ["", [], []]}]
)
def test_a_signed_cookie_of_another_form_means_the_empty_lens(client, wiki_page, value):
    from wiki.spoilers.bookmarks import SIGNER

    client.cookies[COOKIE] = SIGNER.sign_object(value)
    assert not reads_on(client)


def test_a_signed_in_reader_has_rows_and_no_cookie(client, wiki_page, reader):
    client.force_login(reader)
    client.post(URL, {"work": "JJ", "until": "1x03"})
    assert reads_on(client)
    assert COOKIE not in client.cookies
    bookmark = Bookmark.objects.get()
    assert (bookmark.user, str(bookmark.until), bookmark.plus, bookmark.minus) == (reader, "JJ 1x03", [], [])


def sign_in(client):
    return client.post("/accounts/login/", {"login": "trish", "password": "talk-to-me-42"})


def test_a_place_comes_along_when_its_reader_signs_in(client, wiki_page, reader):
    client.post(URL, {"work": "JJ", "until": "1x03"})
    sign_in(client)
    assert reads_on(client)
    assert client.cookies[COOKIE].value == ""


def test_signing_in_never_raises_a_place_that_the_account_has(client, wiki_page, reader):
    client.post(URL, {"work": "JJ", "until": "1x03"})
    from wiki.spoilers.models import Work

    Bookmark.objects.create(user=reader, work=Work.objects.get(code="JJ"), until=None)
    sign_in(client)
    assert "your account’s own place was kept" in client.get("/").text
    assert not reads_on(client)


def test_signing_out_leaves_nothing_behind(client, wiki_page, reader):
    sign_in(client)
    client.post(URL, {"work": "JJ", "until": "1x03"})
    client.post("/accounts/logout/")
    assert not reads_on(client)
    assert line(client) == "Reading with nothing watched yet"


def test_very_many_places_do_not_fit_into_a_cookie(client, db):
    import random

    from tests.factories import PAST, make_work

    rng = random.Random(1)
    for _ in range(40):
        letters = "".join(rng.choices("ABCDEFGHIJKLMNOPQRSTUVWXYZ", k=9))
        labels = ["".join(rng.choices("abcdefghijklmnop0123456789", k=15)) for _ in range(12)]
        make_work(letters, letters, "film", [(None, label, PAST) for label in labels])
        answer = client.post(URL, {"work": letters, "exactly": "on", "seen": labels[1::2]})
        if answer.status_code == 422:
            assert "Sign in, and your account will." in answer.text
            return
    raise AssertionError("the cookie never filled")


def test_the_page_takes_a_constant_number_of_queries(client, calendar, django_assert_num_queries):
    client.get(URL)
    with django_assert_num_queries(4):
        client.get(URL)


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(client, db, method):
    assert getattr(client, method)(URL).status_code == 405
