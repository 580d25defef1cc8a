import datetime

import pytest
from django.utils import timezone

from tests.factories import make_page
from tests.pages.sending import fields, send, source
from wiki.pages.models import Draft


@pytest.fixture
def hope(calendar):
    return make_page("Hope", "Hope runs.\n")


def test_what_is_typed_is_kept_and_offered_again(client, hope, reader):
    client.force_login(reader)
    start = client.get("/wiki/hope/edit/")
    values = fields(start) | {"body": "Hope flies.\r\n", "summary": "Higher"}
    for _ in range(2):
        assert client.post("/wiki/hope/draft/", values).json() == {"kept": True}
    Draft.objects.update(kept_at=timezone.now() - datetime.timedelta(minutes=5))
    again = client.get("/wiki/hope/edit/")
    assert "from 5\xa0minutes ago" in again.text
    assert fields(again)["body"] == "Hope runs.\r\n"
    restored = client.get("/wiki/hope/edit/?draft=1")
    assert [fields(restored)[name] for name in ("body", "summary")] == ["Hope flies.\r\n", "Higher"]
    assert send(client, "/wiki/hope/edit/", start=restored).status_code == 302
    assert source(hope) == "Hope flies.\n"
    assert Draft.objects.count() == 0


def test_a_draft_of_before_merges_with_what_came_since(client, hope, reader):
    client.force_login(reader)
    values = fields(client.get("/wiki/hope/edit/")) | {"body": "Hope runs.\r\n\r\nA new end.\r\n"}
    client.post("/wiki/hope/draft/", values)
    send(client.__class__(), "/wiki/hope/edit/", body="Intro.\n\nHope runs.\n")
    assert send(client, "/wiki/hope/edit/", start=client.get("/wiki/hope/edit/?draft=1")).status_code == 302
    assert source(hope) == "Intro.\n\nHope runs.\n\nA new end.\n"


def test_a_draft_is_thrown_away(client, hope, reader):
    client.force_login(reader)
    client.post("/wiki/new/draft/", {"body": "x"})
    assert "You have a draft" in client.get("/wiki/new/").text
    assert client.post("/wiki/new/draft/", {"discard": "1"})["Location"] == "/wiki/new/"
    assert Draft.objects.count() == 0


def test_a_draft_is_nobody_elses(client, hope, reader, admin):
    client.force_login(reader)
    client.post("/wiki/hope/draft/", fields(client.get("/wiki/hope/edit/")) | {"body": "Secret thoughts"})
    client.force_login(admin)
    assert "draft" not in client.get("/wiki/hope/edit/").text.replace("draft-url", "").replace("/draft/", "").replace(
        "drafts.js", ""
    )
    assert fields(client.get("/wiki/hope/edit/?draft=1"))["body"] == "Hope runs.\r\n"


def test_drafts_are_for_people_with_an_account_and_not_without_end(client, hope, reader):
    assert client.post("/wiki/hope/draft/", {"body": "x"}).status_code == 403
    client.force_login(reader)
    assert client.post("/wiki/hope/draft/", {"body": "ü" * 600_000}).status_code == 413
    assert client.post("/wiki/nobody/draft/", {"body": "x"}).status_code == 404
    assert client.get("/wiki/hope/draft/").status_code == 405
