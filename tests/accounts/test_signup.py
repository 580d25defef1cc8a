import io
import time
from unittest import mock

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.cache import cache
from django.test import Client, override_settings
from django.utils import timezone

from tests.accounts.doors import PASSWORD, SIGN_UP, code, confirm, sign_in, sign_up, solved
from wiki.spoilers.models import Bookmark

PATH = "/accounts/signup/"


def people():
    return get_user_model().objects


def test_somebody_signs_up_with_the_code_from_the_mail(client, calendar):
    page = client.get(PATH)
    assert "data-puzzle" in page.text
    sent = sign_up(client)
    assert (sent.status_code, sent["Location"]) == (302, "/accounts/confirm-email/")
    assert "malcolm@example.com" in client.get("/accounts/confirm-email/").text
    assert "_auth_user_id" not in client.session
    done = confirm(client)
    assert (done.status_code, done["Location"]) == (302, "/progress/?back=%2F")
    assert "malcolm" in client.get("/").text
    person = people().get(username="malcolm")
    assert person.emailaddress_set.get().verified
    assert person.password.startswith("md5$")  # the tests' own; test_settings.py looks at the real one
    assert [message.to for message in mail.outbox] == [["malcolm@example.com"]]


def test_what_one_wanted_is_a_press_away_from_saying_how_far_one_is(client, calendar):
    sign_up(client, next="/wiki/")
    assert confirm(client)["Location"] == "/progress/?back=%2Fwiki%2F"


def test_a_place_from_before_comes_along_through_the_code(client, calendar):
    client.post("/progress/", {"work": "JJ", "until": "1x02"})
    sign_up(client, next="/wiki/")
    assert confirm(client)["Location"] == "/wiki/"
    page = client.get("/")
    assert "Reading with Jessica Jones up to 1x02" in page.text
    assert "took over where this browser was" in page.text
    bookmark = Bookmark.objects.get(user__username="malcolm")
    assert (bookmark.work.code, bookmark.until.label) == ("JJ", "1x02")
    assert "bookmarks" not in {name for name, morsel in client.cookies.items() if morsel.value}


def test_three_wrong_codes_end_it_and_nobody_is_in(client, calendar):
    sign_up(client)
    answers = [client.post("/accounts/confirm-email/", {"code": "wrong"}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 302]
    assert "Incorrect code" in answers[0].text
    assert client.post("/accounts/confirm-email/", {"code": code()})["Location"] == "/accounts/login/"
    assert "_auth_user_id" not in client.session


def test_without_the_code_nobody_signs_in(client, calendar):
    sign_up(client)
    cache.clear()  # a second code so soon would be too often
    other = Client()
    assert sign_in(other)["Location"] == "/accounts/confirm-email/"
    assert "_auth_user_id" not in other.session


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        *[(name, "looks like one that is") for name in ("Trish", "tr1sh", "TRISH", "t.rish", "tri-sh", "trísh")],
        ("тrish", "different scripts"),
        ("admin", "kept for the site"),
        ("Adm1n", "kept for the site"),
        ("former-7f3a2c", "kept for the site"),
        ("a", "at least 2"),
        ("x" * 41, "at most 40"),
        ("two words", "no spaces"),
        ("a/b", "no spaces"),
        ("..", "no spaces"),
        ("me@example.com", "no spaces"),
        ("-dash", "no spaces"),
        ("zero\u200bwidth", "no spaces"),
    ],
)
def test_names_that_nobody_can_have_are_refused_and_the_rest_is_kept(client, calendar, reader, name, reason):
    answer = sign_up(client, username=name)
    assert (answer.status_code, people().count()) == (200, 1)
    assert reason in answer.text
    assert 'value="malcolm@example.com"' in answer.text
    assert PASSWORD not in answer.text
    assert sign_up(client).status_code == 302


def test_two_of_other_scripts_can_have_names(client, calendar):
    assert sign_up(client, username="Тришь").status_code == 302
    assert people().get().username == "Тришь"


def test_a_puzzle_has_to_be_solved_and_serves_once(client, calendar):
    work = solved(client)
    first = sign_up(client, work=work)
    assert first.status_code == 302
    again = sign_up(Client(), work=work, username="ruben", email="ruben@example.com")
    assert (again.status_code, "was not solved or is too old" in again.text) == (200, True)
    assert people().count() == 1
    assert work not in again.text


@pytest.mark.parametrize("work", ["x", "e30=", "bnVsbA==", "W10=", "é", "a" * 5000, "eyJjaGFsbGVuZ2UiOnt9fQ=="])
def test_what_is_no_solution_is_refused(client, calendar, work):
    answer = sign_up(client, work=work)
    assert (answer.status_code, "was not solved" in answer.text, people().count()) == (200, True, 0)


def test_a_puzzle_of_somebody_elses_making_is_refused(client, calendar):
    from altcha.v2 import Payload, create_challenge, solve_challenge

    challenge = create_challenge("PBKDF2/SHA-256", 1, counter=1, hmac_secret="theirs")
    answer = sign_up(client, work=Payload(challenge, solve_challenge(challenge)).to_base64())
    assert (answer.status_code, people().count()) == (200, 0)


def test_a_puzzle_grows_old(client, calendar):
    work = solved(client)
    with mock.patch.object(time, "time", return_value=time.time() + 3600):
        answer = sign_up(client, work=work)
    assert "too old" in answer.text
    assert people().count() == 0


def test_an_error_elsewhere_does_not_spend_the_puzzle(client, calendar):
    work = solved(client)
    assert sign_up(client, work=work, username="admin").status_code == 200
    assert sign_up(client, work=work).status_code == 302


def ticket(client):
    from tests.pages.sending import fields

    return fields(client.get(PATH), "data-puzzle")["ticket"]


def test_without_javascript_one_waits_and_what_is_typed_is_kept(client, calendar):
    start = timezone.now()
    opened = ticket(client)
    early = client.post(PATH, SIGN_UP | {"ticket": opened})
    assert "Please wait" in early.text
    assert ('value="malcolm"' in early.text, opened in early.text, people().count()) == (True, True, 0)
    with mock.patch.object(timezone, "now", return_value=start + timezone.timedelta(seconds=61)):
        assert client.post(PATH, SIGN_UP | {"ticket": opened}).status_code == 302
        again = Client().post(PATH, SIGN_UP | {"ticket": opened, "username": "ruben", "email": "r@example.com"})
    assert (again.status_code, people().count()) == (200, 1)
    assert "was not solved" in again.text


@pytest.mark.parametrize("opened", ["", "forged", "WzEsICJhIl0:xxxx", "é"])
def test_a_forged_ticket_is_refused(client, calendar, opened):
    answer = client.post(PATH, SIGN_UP | {"ticket": opened})
    assert (answer.status_code, people().count()) == (200, 0)
    assert "was not solved" in answer.text


def shape(response):
    headers = {name: value for name, value in response.headers.items() if name != "ETag"}
    return response.status_code, headers, response.content


def walk(email, name):
    """Sign up, look, guess, ask for another code; give all answers without what was typed itself."""
    browser = Client()
    mail.outbox.clear()
    answers = [sign_up(browser, email=email, username=name), browser.get("/accounts/confirm-email/")]
    answers += [browser.post("/accounts/confirm-email/", {"code": "wrong"})]
    told = [(status, headers, strip(body, email, name)) for status, headers, body in map(shape, answers)]
    return told, [message.to for message in mail.outbox]


def strip(body, *words):
    import re

    text = re.sub(r'value="[^"]{60,}"', "", body.decode())
    for word in words:
        text = text.replace(word, "…")
    return text


def test_nobody_learns_whether_an_address_has_an_account(client, calendar, malcolm):
    known, mails = walk("malcolm@example.com", "newcomer")
    other, others = walk("unused@example.com", "newcomer")
    lengths = [headers.pop("Content-Length") for _, headers, _ in (*known, *other)]
    assert lengths
    assert known == other
    assert (mails, others) == ([["malcolm@example.com"]], [["unused@example.com"]])
    assert "There is an account with it already" not in mail.outbox[0].body
    assert people().filter(username="newcomer").count() == 1


def test_as_much_is_hashed_for_an_address_with_an_account_as_for_one_without(client, calendar, malcolm):
    counts = []
    for email in ("malcolm@example.com", "unused@example.com"):
        with mock.patch("django.contrib.auth.hashers.MD5PasswordHasher.encode", return_value="md5$a$b") as encode:
            assert sign_up(Client(), email=email, username="newcomer").status_code == 302
        counts.append(encode.call_count)
    assert counts == [1, 1]


def test_too_many_sign_ups_from_one_address_are_asked_to_wait_and_keep_what_they_typed(client, calendar):
    answers = [client.post(PATH, SIGN_UP | {"username": "admin"}) for _ in range(21)]
    assert [answer.status_code for answer in answers] == [200] * 20 + [429]
    assert answers[-1]["Retry-After"] == "3600"
    assert "malcolm@example.com" in answers[-1].text
    assert PASSWORD not in answers[-1].text
    assert client.post(PATH, SIGN_UP, REMOTE_ADDR="198.51.100.7").status_code == 200


def test_a_form_sets_nothing_but_its_fields(client, calendar):
    sign_up(client, is_staff="on", is_superuser="on", is_active="", id="7", date_joined="2001-01-01", theme="dark")
    person = people().get()
    assert (person.is_staff, person.is_superuser, person.is_active, person.theme) == (False, False, True, "system")
    assert person.date_joined.year > 2001


@override_settings(ALLOWED_HOSTS=["*"], SITE_URL="https://wiki.example")
def test_mails_name_the_sites_own_address_whatever_the_request_says(client, calendar, malcolm):
    for path, data in ((PATH, None), ("/accounts/password/reset/", {"email": "nobody@example.com"})):
        data = data or SIGN_UP | {"username": "newcomer", "work": solved(client)}
        assert client.post(path, data, headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example"})
    assert len(mail.outbox) == 2
    for message in mail.outbox:
        assert "evil.example" not in message.message().as_string()
        assert "https://wiki.example/accounts/" in message.body


def test_somebody_who_is_signed_in_has_no_business_here(client, malcolm):
    client.force_login(malcolm)
    assert client.get(PATH)["Location"] == "/"


def test_other_methods_are_refused(client, db):
    assert client.delete(PATH).status_code == 405
    assert client.post("/accounts/challenge/").status_code == 405


@pytest.mark.parametrize("field", ["username", "email", "password1", "work", "ticket"])
@pytest.mark.parametrize("value", ["\0", "\ud800", "9" * 10_000, "\u202e\ufffd", "'\"<b>"])
def test_odd_strings_get_an_answer(client, calendar, field, value):
    data = SIGN_UP | {field: value.encode("utf-8", "surrogatepass")}
    assert client.post(PATH, data).status_code == 200
    assert people().count() == 0


def test_of_two_who_want_a_name_at_once_the_second_is_asked_for_another(client, calendar, monkeypatch):
    from wiki.accounts import naming

    monkeypatch.setattr(naming, "check", lambda name, person=None: people().create_user("Malcolm"))
    answer = sign_up(client)
    assert answer["Location"] == PATH
    assert "Somebody else took this name" in client.get(PATH).text
    assert people().filter(email="malcolm@example.com").count() == 0


def test_sign_ups_that_nobody_confirmed_are_forgotten_after_a_while(client, calendar, malcolm, reader):
    from django.core.management import call_command

    sign_up(client, username="ducasse", email="ducasse@example.com")
    for days, left in ((7, 3), (0, 2)):
        call_command("forget_unconfirmed", days=days, stdout=io.StringIO())
        assert people().count() == left
    assert {person.username for person in people().all()} == {"malcolm", "trish"}
