from django.core import mail
from django.core.cache import cache
from django.test import Client

from tests.accounts.doors import code, reauthenticate, sign_in

PATH, CODE = "/accounts/email/", "/accounts/confirm-email/"


def ask(client, email="new@example.com", **more):
    return client.post(PATH, {"email": email, "action_add": "1"} | more)


def test_an_address_changes_with_a_code_and_the_old_one_hears_of_it(client, malcolm):
    sign_in(client)
    assert ask(client)["Location"].startswith("/accounts/reauthenticate/")
    reauthenticate(client)
    assert ask(client)["Location"] == CODE
    malcolm.refresh_from_db()
    assert (malcolm.email, mail.outbox[-1].to) == ("malcolm@example.com", ["new@example.com"])
    client.post(CODE, {"code": code()})
    malcolm.refresh_from_db()
    assert malcolm.email == "new@example.com"
    assert [one.email for one in malcolm.emailaddress_set.all()] == ["new@example.com"]
    assert mail.outbox[-1].to == ["malcolm@example.com"]
    assert "was changed" in mail.outbox[-1].subject
    assert sign_in(Client(), "new@example.com").status_code == 302
    assert sign_in(Client(), "malcolm@example.com").status_code == 200


def test_whether_an_address_is_somebody_elses_shows_to_nobody(client, malcolm, ruben):
    sign_in(client)
    reauthenticate(client)
    answers = []
    for email in ("ruben@example.com", "unused@example.com"):
        cache.clear()
        answer = ask(client, email)
        answers.append((answer.status_code, answer["Location"], client.get(CODE).text.count(email)))
    assert answers[0] == answers[1]
    ruben.refresh_from_db()
    assert ruben.email == "ruben@example.com"


def test_nobody_touches_somebody_elses_address(client, malcolm, ruben):
    sign_in(client)
    reauthenticate(client)
    for action in ("action_send", "action_remove", "action_primary"):
        client.post(PATH, {"email": "ruben@example.com", action: "1"})
    assert [one.email for one in ruben.emailaddress_set.all()] == ["ruben@example.com"]
    assert mail.outbox == []


def test_what_is_no_address_is_refused_and_kept(client, malcolm):
    sign_in(client)
    reauthenticate(client)
    answer = ask(client, "nowhere")
    assert (answer.status_code, 'value="nowhere"' in answer.text) == (200, True)


def test_somebody_without_account_is_asked_to_sign_in(client, db):
    assert client.get(PATH)["Location"] == f"/accounts/login/?next={PATH}"
