import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from allauth.usersessions.models import UserSession
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.cache import cache
from django.http import QueryDict
from django.test import Client

from tests.accounts.doors import PASSWORD, reauthenticate, sign_in, sign_up
from tests.factories import make_page
from wiki.accounts import leaving, profiles
from wiki.accounts.models import OldName, Profile
from wiki.pages import drafts, watching
from wiki.pages.models import Draft, FeedToken, Revision, Watch
from wiki.spoilers.models import Bookmark

PATH = "/accounts/delete/"


@pytest.fixture
def known(client, calendar, malcolm):
    """Give somebody signed in of whom the site knows a lot."""
    hope = make_page("Hope", author=malcolm)
    sign_in(client)
    client.post("/progress/", {"work": "JJ", "until": "1x02"})
    drafts.keep(malcolm, hope, QueryDict("body=x"))
    watching.watch(malcolm, hope)
    watching.new_token(malcolm)
    profiles.save(person=malcolm, pronouns="he", about="Malcolm, of flat 4.", works=[])
    return malcolm


def delete(client):
    reauthenticate(client, following=PATH)
    return client.post(PATH, {"sure": "on"})


def test_what_one_wrote_stays_under_a_neutral_name_and_all_else_goes(client, known, settings):
    settings.DEBUG = False  # frames of pages are kept
    other = Client()
    sign_in(other)
    assert "malcolm" in Client().get("/wiki/hope/").text
    TOTP.activate(known, "JBSWY3DPEHPK3PXP")
    Authenticator.objects.all().delete()
    TOTP.activate(known, "JBSWY3DPEHPK3PXP")
    assert delete(client)["Location"] == "/"
    known.refresh_from_db()
    assert re.fullmatch(r"former-[0-9a-f]{8}", known.username)
    assert (known.email, known.is_active, known.has_usable_password(), known.last_login) == ("", False, False, None)
    assert Revision.objects.get().author == known
    for path in ("/wiki/hope/", "/wiki/hope/history/", "/recent/", f"/people/{known.username}/", "/recent/atom/"):
        page = Client().get(path).text
        assert (known.username in page, "malcolm" in page, "flat 4" in page) == (True, False, False), path
    assert Client().get("/people/malcolm/").status_code == 404
    for model in (EmailAddress, Authenticator, UserSession, Profile, Bookmark, Draft, Watch, FeedToken):
        assert not model.objects.exists(), model
    assert "Sign out" not in other.get("/").text
    assert "Sign out" not in client.get("/").text


def test_nobody_signs_in_to_it_or_comes_back_under_its_name(client, known):
    delete(client)
    assert sign_in(Client(), password=PASSWORD).status_code == 200
    assert "looks like one that is" in sign_up(Client(), email="new@example.com").text
    assert "malcolm" not in repr(list(OldName.objects.values()))
    mail.outbox.clear()
    Client().post("/accounts/password/reset/", {"email": "malcolm@example.com"})
    assert "There is no account with it" in mail.outbox[0].body
    cache.clear()
    assert sign_up(Client(), username="fresh").status_code == 302  # the address is free again


def test_it_asks_who_one_is_and_whether_one_is_sure(client, known):
    assert client.get(PATH)["Location"] == f"/accounts/reauthenticate/?next={PATH.replace('/', '%2F')}"
    assert client.post(PATH, {})["Location"].startswith("/accounts/reauthenticate/")
    assert "Incorrect password" in reauthenticate(client, "wrong", PATH).text
    reauthenticate(client, following=PATH)
    assert "Delete your account?" in client.get(PATH).text
    unsure = client.post(PATH, {})
    assert (unsure.status_code, "Tick this box" in unsure.text) == (422, True)
    known.refresh_from_db()
    assert known.username == "malcolm"


def test_an_old_name_is_forgotten_as_well(client, known):
    client.post("/accounts/name/", {"name": "ducasse"})
    delete(client)
    assert Client().get("/people/malcolm/").status_code == 404
    assert Client().get("/people/ducasse/").status_code == 404
    assert set(OldName.objects.values_list("person", flat=True)) == {None}


def test_the_last_administrator_stays(client, admin):
    sign_in(client, "jeri", "hogarth-and-42")
    reauthenticate(client, "hogarth-and-42", PATH)
    assert "last administrator" in client.get(PATH).text
    answer = client.post(PATH, {"sure": "on"})
    assert (answer.status_code, "last administrator" in answer.text) == (409, True)
    assert get_user_model().objects.get().username == "jeri"


def test_twice_is_like_once(known):
    assert leaving.close(person=known) == leaving.close(person=known)


def test_somebody_without_account_is_asked_to_sign_in(client, db):
    assert client.post(PATH, {"sure": "on"})["Location"] == f"/accounts/login/?next={PATH}"


def test_other_methods_are_refused(client, known):
    assert client.delete(PATH).status_code == 405
