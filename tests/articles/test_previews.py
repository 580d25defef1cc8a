"""Links to previews: they open one article, as far as their reader has come, until they are taken back."""

import io
import re
from dataclasses import replace

import pytest

from articles.models import PreviewLink
from tests.articles.sending import SOURCE
from tests.factories import make_article
from tests.pages.test_edit import see
from tests.worlds.world import PNG
from wiki.pages import images
from wiki.pages.editing import save_page
from wiki.pages.state import state_of


@pytest.fixture
def draft(calendar, reader):
    return make_article("Plans", SOURCE, status="Draft", author=reader, body="It comes. [He dies.]{JJ 1x03}\n")


def link(client):
    client.post("/news/plans/share/", {})
    return re.search(r"/news/preview/[^/\"]+/", client.get("/news/plans/status/").text)[0]


def test_a_link_opens_the_article_to_whoever_has_it_as_far_as_they_have_come(client, draft, writer):
    address, anonymous = link(writer), client.__class__()
    response = anonymous.get(address)
    assert "It comes." in response.text
    assert "He dies." not in response.text
    assert (response["Cache-Control"], response["X-Robots-Tag"]) == ("private, no-store", "noindex")
    assert response["Referrer-Policy"] == "no-referrer"
    assert "application/ld+json" not in response.text
    assert "He dies." in see(anonymous, "JJ 1x03").get(address).text
    assert anonymous.get("/news/plans/").status_code == 404  # it opens nothing else
    assert anonymous.get("/wiki/plans/edit/").status_code == 404


def test_a_link_that_is_taken_back_leads_nowhere(client, draft, writer):
    address = link(writer)
    writer.post("/news/plans/share/", {"revoke": PreviewLink.objects.get().token})
    assert client.__class__().get(address).status_code == 404
    assert address not in writer.get("/news/plans/status/").text


def test_links_are_for_those_who_work_on_it(client, draft, desk, django_user_model):
    assert link(desk)
    stranger = client.__class__()
    stranger.force_login(django_user_model.objects.create_user("simpson"))
    assert stranger.post("/news/plans/share/", {}).status_code == 404
    assert stranger.post("/news/plans/share/", {"revoke": PreviewLink.objects.get().token}).status_code == 404
    assert client.__class__().post("/news/plans/share/", {}).status_code == 302
    assert PreviewLink.objects.filter(revoked_at=None).count() == 1


def test_a_link_of_another_article_cannot_be_taken_back_through_this_one(draft, writer):
    other = make_article("Others", SOURCE, status="Draft")
    kept = PreviewLink.objects.create(page=other)
    writer.post("/news/plans/share/", {"revoke": kept.token})
    assert PreviewLink.objects.get(pk=kept.pk).revoked_at is None


def test_a_gated_article_stays_behind_its_gate(client, calendar):
    page = make_article("He dies", SOURCE, gate="JJ 1x03", status="Draft")
    address = f"/news/preview/{PreviewLink.objects.create(page=page).token}/"
    assert client.get(address).status_code == 404
    assert see(client, "JJ 1x03").get(address).status_code == 200


@pytest.mark.parametrize("token", ["x", "%00", "a" * 300, "é"])
def test_forged_tokens_are_not_found(client, calendar, token):
    assert client.get(f"/news/preview/{token}/").status_code == 404


def test_there_are_not_more_links_than_one_can_look_at(draft, writer):
    for _ in range(25):
        writer.post("/news/plans/share/", {})
    assert PreviewLink.objects.filter(revoked_at=None).count() == 20


def test_the_pictures_of_a_draft_are_in_its_preview_and_nowhere_else(client, calendar, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    page = make_article("Plans", SOURCE, status="Draft")
    made = images.take_in(io.BytesIO(PNG), len(PNG), page=page, words=images.Words("A door"), uploader=None)
    state = replace(state_of(page.current), body=f"![A door](/images/{made.name})\n")
    save_page(state=state, page=page)
    token = PreviewLink.objects.create(page=page).token
    address = f"/news/preview/{token}/images/{made.name}"
    assert f'src="{address}"' in client.get(f"/news/preview/{token}/").text
    response = client.get(address)
    assert (response.status_code, response["Cache-Control"]) == (200, "private, no-store")
    assert b"".join(response).startswith(b"\x89PNG")
    assert client.get(f"/images/{made.name}").status_code == 404
    assert client.get(f"/news/preview/forged/images/{made.name}").status_code == 404
    PreviewLink.objects.update(revoked_at=page.current.saved_at)
    assert client.get(address).status_code == 404
