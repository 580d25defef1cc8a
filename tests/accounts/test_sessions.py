import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client

from tests.accounts.doors import make_person, sign_in
from wiki.accounts.sessions import token

PATH = "/accounts/sessions/"


def browsers(count, login="malcolm"):
    found = [Client(headers={"user-agent": f"Browser {number}"}) for number in range(count)]
    for browser in found:
        sign_in(browser, login)
    return found


def token_of(browser):
    return token(UserSession.objects.get(session_key=browser.session.session_key))


def is_in(browser):
    return "Sign out" in browser.get("/").text


def test_sessions_are_listed_without_their_keys(client, malcolm):
    here, there = browsers(2)
    page = here.get(PATH).text
    assert ("Browser 0" in page, "Browser 1" in page, "this one" in page) == (True, True, True)
    for browser in (here, there):
        assert browser.session.session_key not in page
    assert token_of(there) in page
    assert token_of(here) not in page


def test_one_is_ended_and_the_others_stay(malcolm):
    here, there, elsewhere = browsers(3)
    answer = here.post(PATH, {"session": token_of(there)})
    assert answer["Location"] == PATH
    assert "That session is signed out." in here.get(PATH).text
    assert [is_in(browser) for browser in (here, there, elsewhere)] == [True, False, True]


def test_all_others_are_ended(malcolm):
    here, *others = browsers(3)
    here.post(PATH, {"all": "1"})
    assert [is_in(browser) for browser in (here, *others)] == [True, False, False]


def test_nobody_ends_somebody_elses(malcolm, django_user_model):
    make_person(django_user_model, "ruben")
    (here,), (theirs,) = browsers(1), browsers(1, "ruben")
    row = UserSession.objects.get(user__username="ruben")
    for word in (token_of(theirs), theirs.session.session_key, str(row.pk), "\0", "x" * 5000, ""):
        here.post(PATH, {"session": word})
        assert is_in(theirs), word
    assert "Browser" in here.get(PATH).text
    assert token_of(theirs) not in here.get(PATH).text


def test_sessions_that_have_ended_are_not_listed(malcolm):
    here, there = browsers(2)
    Session.objects.filter(session_key=there.session.session_key).delete()
    assert "Browser 1" not in here.get(PATH).text


def test_the_list_takes_as_many_queries_for_many_sessions_as_for_few(malcolm, django_assert_max_num_queries):
    here, *_ = browsers(1)
    with django_assert_max_num_queries(5):  # session, account, notices, the two of the list
        here.get(PATH)
    browsers(3)
    with django_assert_max_num_queries(5):
        here.get(PATH)


def test_somebody_without_account_is_asked_to_sign_in(client, db):
    assert client.get(PATH)["Location"] == f"/accounts/login/?next={PATH}"


@pytest.mark.parametrize("method", ["put", "delete"])
def test_other_methods_are_refused(client, malcolm, method):
    client.force_login(malcolm)
    assert getattr(client, method)(PATH).status_code == 405
