import datetime

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from tests.accounts.doors import PASSWORD, sign_in, sign_up
from tests.factories import make_page
from wiki.accounts.models import OldName
from wiki.accounts.names import likeness

PATH = "/accounts/name/"


@pytest.fixture
def known(client, calendar, malcolm):
    make_page("Hope", author=malcolm)
    make_page("Beyond", "Words.", gate="JJ 1x03", author=malcolm)
    client.force_login(malcolm)
    return malcolm


def test_a_new_name_takes_everything_along_and_the_old_address_leads_there(client, known, settings):
    settings.DEBUG = False  # frames of pages are kept
    assert "malcolm" in Client().get("/wiki/hope/").text
    answer = client.post(PATH, {"name": "ducasse"})
    assert answer["Location"] == "/accounts/"
    known.refresh_from_db()
    assert (known.username, known.likeness) == ("ducasse", likeness("ducasse"))
    page = Client().get("/wiki/hope/").text
    assert ("ducasse" in page, "malcolm" in page) == (True, False)
    assert Client().get("/people/malcolm/")["Location"] == "/people/ducasse/"
    assert "Hope" in Client().get("/people/ducasse/").text
    assert sign_in(Client(), "ducasse", PASSWORD).status_code == 302
    assert sign_in(Client(), "malcolm", PASSWORD).status_code == 200


def test_an_old_address_tells_nobody_of_what_lies_beyond(client, calendar, malcolm):
    make_page("Beyond", "Words.", gate="JJ 1x03", author=malcolm)
    client.force_login(malcolm)
    client.post(PATH, {"name": "ducasse"})
    assert Client().get("/people/malcolm/").status_code == 404
    reader = Client()
    reader.post("/progress/", {"work": "JJ", "until": "1x03"})
    assert reader.get("/people/malcolm/")["Location"] == "/people/ducasse/"


def test_nobody_else_gets_an_old_name_and_its_owner_gets_it_back(client, known):
    client.post(PATH, {"name": "ducasse"})
    refused = sign_up(Client(), username="Malc0lm", email="new@example.com")
    assert "looks like one that is" in refused.text
    early = client.post(PATH, {"name": "malcolm"})
    assert (early.status_code, "changed not long ago" in early.text) == (422, True)
    type(known).objects.update(renamed_at=timezone.now() - datetime.timedelta(days=31))
    assert client.post(PATH, {"name": "malcolm"}).status_code == 302
    assert Client().get("/people/ducasse/")["Location"] == "/people/malcolm/"


def test_the_page_says_from_when_on_a_name_can_change(client, known):
    client.post(PATH, {"name": "ducasse"})
    page = client.get(PATH)
    assert "You can take another one from" in page.text
    assert 'name="name"' not in page.text


def test_another_writing_of_ones_own_name_is_free(client, known):
    assert client.post(PATH, {"name": "Malcolm"}).status_code == 302
    known.refresh_from_db()
    assert known.username == "Malcolm"


@pytest.mark.parametrize("name", ["ruben", "Rubén", "admin", "a b", "", "x" * 41, "former-1", "\u202eruben", "a\0b"])
def test_names_that_are_not_free_are_refused(client, known, ruben, name):
    answer = client.post(PATH, {"name": name})
    assert answer.status_code == 422
    known.refresh_from_db()
    assert known.username == "malcolm"
    assert not OldName.objects.exists()


def test_the_same_name_changes_nothing(client, known):
    assert client.post(PATH, {"name": "malcolm"}).status_code == 302
    known.refresh_from_db()
    assert known.renamed_at is None


def test_somebody_without_account_is_asked_to_sign_in(client, db):
    assert client.get(PATH)["Location"] == f"/accounts/login/?next={PATH}"
    assert client.post(PATH, {"name": "x"})["Location"] == f"/accounts/login/?next={PATH}"


def test_other_methods_are_refused(client, known):
    assert client.delete(PATH).status_code == 405


def test_the_feed_of_an_unknown_name_is_not_there(client, known):
    assert Client().get("/people/nobody/atom/").status_code == 404
    assert "Hope" in Client().get("/people/malcolm/atom/").text
    cache.clear()


@pytest.mark.parametrize(
    ("one", "other"), [("trish", "Trish"), ("trish", "tr1sh"), ("cole", "c0le"), ("modem", "rnodern"), ("pаt", "pat")]
)
def test_lookalikes_have_one_likeness(one, other):
    assert likeness(one) == likeness(other)


@pytest.mark.parametrize(
    ("one", "other"), [("trish", "trisha"), ("luke", "mike"), ("Мария", "Марина"), ("ann", "anna")]
)
def test_others_have_another(one, other):
    assert likeness(one) != likeness(other)
