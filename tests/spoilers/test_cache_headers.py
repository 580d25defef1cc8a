import pytest

from tests.factories import make_page

PUBLIC, PRIVATE = "public, no-cache", "private, no-store"


@pytest.fixture
def wiki_page(calendar):
    return make_page()


@pytest.mark.parametrize("path", ["/", "/wiki/", "/wiki/alias-investigations/", "/wiki/none/", "/works/", "/tags/"])
def test_the_empty_lens_of_nobody_may_be_cached_publicly(client, wiki_page, path):
    response = client.get(path)
    assert (response["Cache-Control"], response["Vary"]) == (PUBLIC, "Cookie")


def test_a_lens_that_sees_anything_is_private(client, wiki_page):
    client.post("/progress/", {"work": "JJ", "until": "1x01"})
    assert client.get("/")["Cache-Control"] == PRIVATE


def test_a_signed_in_reader_is_private_even_through_the_empty_lens(client, wiki_page, reader):
    client.force_login(reader)
    assert client.get("/")["Cache-Control"] == PRIVATE


def test_what_sets_a_cookie_is_private(client, wiki_page):
    assert client.get("/progress/")["Cache-Control"] == PRIVATE
    assert client.post("/progress/", {"work": "JJ", "until": "1x01"})["Cache-Control"] == PRIVATE


def test_a_copy_is_asked_about_by_its_entity_tag(client, wiki_page):
    first = client.get("/wiki/alias-investigations/")
    again = client.get("/wiki/alias-investigations/", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304


def test_the_content_security_policy_is_strict(client, wiki_page):
    policy = client.get("/")["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "script-src 'self'" in policy
