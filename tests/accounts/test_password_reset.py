from django.core import mail
from django.core.cache import cache
from django.test import Client

from tests.accounts.doors import PASSWORD, code, make_person, sign_in

PATH, CODE, NEW = "/accounts/password/reset/", "/accounts/password/reset/confirm/", "/accounts/password/reset/complete/"


def test_a_code_sets_a_new_password_and_ends_other_sessions(client, malcolm):
    elsewhere = Client()
    sign_in(elsewhere)
    assert "malcolm" in elsewhere.get("/").text
    assert client.post(PATH, {"email": "malcolm@example.com"})["Location"] == CODE
    assert "malcolm@example.com" in client.get(CODE).text
    assert client.get(NEW)["Location"] == CODE
    assert client.post(CODE, {"code": code()})["Location"] == NEW
    answer = client.post(NEW, {"password1": "quite-another-42", "password2": "quite-another-42"})
    assert answer.status_code == 302
    assert "Sign out" not in elsewhere.get("/").text
    assert sign_in(Client(), password=PASSWORD).status_code == 200
    assert sign_in(Client(), password="quite-another-42").status_code == 302
    assert "set anew" in mail.outbox[-1].subject


def walk(email):
    browser = Client()
    mail.outbox.clear()
    cache.clear()
    answers = [browser.post(PATH, {"email": email}), browser.get(CODE)]
    answers += [browser.post(CODE, {"code": "wrong"}) for _ in range(3)]
    told = [(a.status_code, a.get("Location"), a.text.replace(email, "…")) for a in answers]
    return told, [message.to for message in mail.outbox]


def test_nobody_learns_whether_an_address_has_an_account(db, malcolm, django_user_model):
    closed = make_person(django_user_model, "closed1", is_active=False)
    known, mails = walk(malcolm.email)
    for email in ("unused@example.com", closed.email):
        other, others = walk(email)
        assert [one[:2] for one in other] == [one[:2] for one in known]
        assert without_tokens(other) == without_tokens(known)
        assert (mails, others) == ([[malcolm.email]], [[email]])


def without_tokens(answers):
    import re

    return [re.sub(r'value="[^"]{40,}"', "", text) for _, _, text in answers]


def test_asking_too_often_is_too_much(client, malcolm):
    answers = [client.post(PATH, {"email": "malcolm@example.com"}) for _ in range(6)]
    assert [one.status_code for one in answers] == [302] * 5 + [429]
    assert "malcolm@example.com" in answers[-1].text
    assert answers[-1]["Retry-After"]
    assert len(mail.outbox) == 5


def test_no_code_no_page(client, db):
    assert client.get(CODE)["Location"] == "/accounts/login/"
    assert client.get(NEW)["Location"] == PATH


def test_a_code_is_no_good_in_another_browser(client, malcolm):
    client.post(PATH, {"email": "malcolm@example.com"})
    other = Client()
    other.post(PATH, {"email": "unused@example.com"})
    answer = other.post(CODE, {"code": code(0)})
    assert "Incorrect code" in answer.text
