import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.test import Client

from tests.accounts.doors import PASSWORD, sign_in
from tests.factories import make_page

PATH = "/accounts/login/"


@pytest.mark.parametrize("login", ["malcolm", "Malcolm", "malcolm@example.com", " malcolm "])
def test_by_name_and_by_address(client, malcolm, login):
    assert sign_in(client, login)["Location"] == "/"
    assert client.session["_auth_user_id"] == str(malcolm.pk)
    assert "malcolm" in client.get("/").text


@pytest.mark.parametrize("login", ["malcolm", "malcolm@example.com", "nobody", "nobody@example.com"])
def test_a_wrong_password_says_the_same_whether_or_not_there_is_an_account(client, malcolm, login):
    answer = sign_in(client, login, "wrong")
    what = "email address" if "@" in login else "username"
    assert answer.status_code == 200
    assert f"The {what} and/or password you specified are not correct." in answer.text
    assert f'value="{login}"' in answer.text
    assert mail.outbox == []


def test_as_much_is_hashed_for_nobody_as_for_somebody(client, malcolm):
    from unittest import mock

    from django.contrib.auth.hashers import MD5PasswordHasher

    counts = {}
    for login in ("malcolm", "nobody", "malcolm@example.com", "nobody@example.com"):
        with mock.patch.object(
            MD5PasswordHasher, "encode", autospec=True, side_effect=MD5PasswordHasher.encode
        ) as made:
            sign_in(Client(), login, "wrong")
        counts[login] = made.call_count
    assert counts["malcolm"] == counts["nobody"] == 1
    assert counts["nobody@example.com"] == 1 <= counts["malcolm@example.com"]


def test_the_sixth_guess_is_too_many_for_somebody_and_for_nobody(client, malcolm):
    for login in ("malcolm", "nobody"):
        answers = [sign_in(Client(REMOTE_ADDR=f"198.51.100.{n}"), login, "wrong") for n in range(6)]
        assert [answer.status_code for answer in answers] == [200] * 5 + [429]
        assert answers[-1]["Retry-After"] == "300"
        assert login in answers[-1].text
        assert "wrong" not in answers[-1].text
    assert sign_in(client, "malcolm").status_code == 429  # with the right one, too, or it would tell


@pytest.mark.parametrize(
    "following", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "evil", "\0"]
)
def test_signing_in_leads_to_no_other_site(client, malcolm, following):
    assert sign_in(client, next=following)["Location"] == "/"
    out = client.post("/accounts/logout/", {"next": following})
    assert out["Location"] == "/"


def test_signing_in_leads_to_where_one_was(client, malcolm):
    assert sign_in(client, next="/wiki/")["Location"] == "/wiki/"


def test_a_session_from_before_is_another_one_afterwards(client, malcolm):
    client.post("/accounts/password/reset/", {"email": "nobody@example.com"})
    before = client.session.session_key
    sign_in(client)
    assert before
    assert client.session.session_key != before


def test_signing_in_as_somebody_else_takes_nothing_along(client, calendar, malcolm, ruben):
    make_page("Hope", "[She dies.]{JJ 1x03}")
    sign_in(client)
    client.post("/progress/", {"work": "JJ", "until": "1x03"})
    assert "She dies." in client.get("/wiki/hope/").text
    out = client.post("/accounts/logout/")
    assert out["Clear-Site-Data"] == '"cache"'
    assert "She dies." not in client.get("/wiki/hope/").text
    sign_in(client, "ruben")
    page = client.get("/wiki/hope/")
    assert ("She dies." in page.text, "ruben" in page.text, "malcolm" in page.text) == (False, True, False)
    assert page["Cache-Control"] == "private, no-store"
    assert not ruben.bookmarks.exists()


def test_after_signing_out_the_lens_is_what_the_cookie_says(client, calendar, malcolm):
    from tests.worlds.observe import COOKIE, SIGNER

    make_page("Hope", "[She dies.]{JJ 1x03}")
    sign_in(client)
    client.post("/accounts/logout/")
    client.cookies[COOKIE] = SIGNER.sign_object({"JJ": ["1x03", [], []]}, compress=True)
    assert "She dies." in client.get("/wiki/hope/").text
    client.cookies[COOKIE] = SIGNER.sign_object({"JJ": ["1x03", [], []]}, compress=True)[:-2] + "xx"
    assert "She dies." not in client.get("/wiki/hope/").text


def test_a_closed_account_stays_outside(client, malcolm):
    get_user_model().objects.filter(pk=malcolm.pk).update(is_active=False)
    assert sign_in(client)["Location"] == "/accounts/inactive/"
    assert "This account is closed" in client.get("/accounts/inactive/").text
    assert "_auth_user_id" not in client.session


def test_an_account_without_an_address_needs_no_code(client, reader):
    assert sign_in(client, "trish", "talk-to-me-42")["Location"] == "/"


def test_the_form_for_somebody_who_is_in_already(client, malcolm):
    client.force_login(malcolm)
    assert client.get(PATH)["Location"] == "/"


def test_without_staying_signed_in_the_session_ends_with_the_browser(client, malcolm):
    sign_in(client)
    assert client.session.get_expire_at_browser_close()
    other = Client()
    sign_in(other, remember="on")
    assert not other.session.get_expire_at_browser_close()


def test_the_library_hands_out_no_json(client, malcolm):
    client.force_login(malcolm)
    for path in ("/accounts/email/", "/accounts/password/change/"):
        answer = client.get(path, headers={"Accept": "application/json"})
        assert answer["Content-Type"].startswith("text/html")


def test_accounts_leads_to_signing_in(client, db):
    assert client.get("/accounts/")["Location"] == "/accounts/login/?next=/accounts/"


@pytest.mark.parametrize("password", [PASSWORD, "x" * 5000])
@pytest.mark.parametrize("login", ["\ufffd", "x" * 300, "\u202emalcolm", "'; drop table"])
def test_odd_names_get_an_answer(client, db, login, password):
    assert sign_in(client, login, password).status_code == 200
