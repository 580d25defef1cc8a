import pytest
from django.test import Client

from tests.accounts.doors import sign_in

PATH = "/accounts/"


def test_an_account_at_a_glance(client, malcolm, django_assert_max_num_queries):
    sign_in(client)
    with django_assert_max_num_queries(4):  # session, account, second factors, notices
        page = client.get(PATH)
    assert "malcolm@example.com" in page.text
    for path in (
        "/accounts/profile/",
        "/accounts/preferences/",
        "/accounts/2fa/",
        "/accounts/delete/",
        "/people/malcolm/",
        "/waiting/",
    ):
        assert f'href="{path}"' in page.text, path
    assert page["Cache-Control"] == "private, no-store"
    assert "malcolm@example.com" not in Client().get("/").text


def test_somebody_without_account_is_asked_to_sign_in(client, db):
    assert client.get(PATH)["Location"] == f"/accounts/login/?next={PATH}"


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_other_methods_are_refused(client, malcolm, method):
    client.force_login(malcolm)
    assert getattr(client, method)(PATH).status_code == 405


def test_each_puzzle_is_another_one_and_nobody_keeps_it(client, db):
    first, second = (client.get("/accounts/challenge/") for _ in range(2))
    assert first.json()["parameters"]["nonce"] != second.json()["parameters"]["nonce"]
    assert first.json()["parameters"]["algorithm"] == "PBKDF2/SHA-256"
    assert first["Cache-Control"] == "private, no-store"


def test_too_many_puzzles_are_too_many(client, db):
    answers = [client.get("/accounts/challenge/") for _ in range(121)]
    assert (answers[119].status_code, answers[120].status_code) == (200, 429)
    assert answers[120]["Retry-After"] == "3600"


ENTRANCES = ["/accounts/login/", "/accounts/signup/", "/accounts/password/reset/"]
OWN = [
    "/accounts/email/",
    "/accounts/password/change/",
    "/accounts/2fa/",
    "/accounts/2fa/passkeys/",
    "/accounts/logout/",
]


@pytest.mark.parametrize("path", ENTRANCES + OWN)
def test_every_page_of_the_library_is_in_our_look(client, malcolm, path):
    if path in OWN:
        assert client.get(path).status_code == 302
        client.force_login(malcolm)
    page = client.get(path).text
    assert page.count("<h1>") == 1
    for sign in ('class="masthead-bar"', 'data-theme="system"', 'class="footer"', 'name="csrfmiddlewaretoken"'):
        assert sign in page, sign
    assert "placeholder" not in page.partition("<main")[2] or path not in ENTRANCES[:2]
