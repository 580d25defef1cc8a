"""What somebody hostile tried: each of these once told a secret, took a text away, or brought a page down."""

import datetime
from unittest import mock
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from articles import workflow
from articles.models import PreviewLink
from tests.articles.sending import SOURCE, step
from tests.factories import make_article, make_claim, make_page
from tests.pages.sending import send
from wiki.pages import keeping
from wiki.pages.cleaning import Refused
from wiki.pages.models import Page
from wiki.spoilers.lens import Lens
from wiki.spoilers.models import Release


@pytest.mark.parametrize("status", ["Draft", "In review", "Scheduled", "Withdrawn"])
def test_deleting_what_is_not_out_tells_nobody_of_it(calendar, client, admin, status):
    page = make_article("Secret plans", status=status, published="2100-01-01T00:00Z")
    keeping.delete(page.pk, person=admin, lens=Lens.empty, reason="Never mind")
    paths = ("/recent/", "/recent/atom/", "/people/jeri/")
    for now in (timezone.now(), datetime.datetime(2101, 1, 1, tzinfo=datetime.UTC)):
        with mock.patch.object(timezone, "now", return_value=now):
            told = "".join(client.__class__().get(path).text for path in paths)
            assert ("Secret plans" in told, "Never mind" in told) == (False, False)
    client.force_login(admin)
    assert "Secret plans" in client.get("/deleted/").text


def test_deleting_what_was_out_is_told(calendar, client, admin):
    page = make_article("Old news")
    keeping.delete(page.pk, person=admin, lens=Lens.empty, reason="Never mind")
    assert "Old news" in client.get("/recent/").text


def test_publishing_does_not_take_a_name_from_another_page(calendar, editor):
    draft = make_article("Same name", SOURCE, status="Draft")
    make_page("Same name")
    with pytest.raises(Refused, match="There is a page called “Same name” already"):
        workflow.move_on(draft.pk, to="Published", person=editor, lens=Lens.empty)


def test_an_edit_of_what_is_published_gives_no_right_to_it(calendar, client, editor, django_user_model):
    page = make_article("News", SOURCE)
    visitor = django_user_model.objects.create_user("simpson")
    client.force_login(visitor)
    send(client, "/wiki/news/edit/", body="Other news.\n")
    workflow.move_on(page.pk, to="Withdrawn", person=editor, lens=Lens.empty)
    assert client.get("/news/news/").status_code == 404
    assert client.post("/news/news/share/", {}).status_code == 404


@pytest.mark.parametrize("to", ["Published", "Withdrawn"])
def test_links_to_previews_end_when_it_is_out_and_when_it_is_withdrawn(calendar, client, editor, to):
    page = make_article("News", SOURCE, status="Draft" if to == "Published" else "Published")
    token = PreviewLink.objects.create(page=page).token
    workflow.move_on(page.pk, to=to, person=editor, lens=Lens.empty)
    assert client.get(f"/news/preview/{token}/").status_code == 404


def test_a_preview_of_what_has_come_out_leads_to_it(calendar, client):
    page = make_article("News", SOURCE, status="Scheduled", published="2030-01-01T00:00Z")
    token = PreviewLink.objects.create(page=page).token
    with mock.patch.object(timezone, "now", return_value=datetime.datetime(2030, 1, 2, tzinfo=datetime.UTC)):
        assert client.get(f"/news/preview/{token}/")["Location"] == "/news/news/"


def test_a_hidden_source_does_not_part_what_comes_together(calendar, client):
    make_article("Secret headline", gate="JJ 1x03")
    before = client.get("/works/calendar/").content
    Release.objects.filter(work__code="JJ", label="2x01").update(source="[[Secret headline]]")
    assert client.get("/works/calendar/").content == before


def test_the_news_sitemap_is_valid_with_characters_that_xml_cannot_hold(calendar, client):
    make_article("News \ufffe\uffff \U0001f600", published="2030-01-01T00:00Z")
    with mock.patch.object(timezone, "now", return_value=datetime.datetime(2030, 1, 2, tzinfo=datetime.UTC)):
        ElementTree.fromstring(client.get("/news/sitemap.xml").content)


@pytest.mark.parametrize("date", ["9999-winter", "9999-12-31", "0001", "0000-01-01", "9999"])
def test_years_that_cannot_be_counted_with_are_refused(calendar, date):
    with pytest.raises(Refused, match="is no date"):
        make_claim("It comes", ("statuses", ("Confirmed", date)))


@pytest.mark.parametrize("zone", ["UTC", "Asia/Tokyo", "America/New_York"])
@pytest.mark.parametrize("month", ["9999-12", "0001-01", "9000-12", "1000-01", "2016-1", "2016", "2016-01-01"])
def test_odd_months_bring_nothing_down(calendar, client, settings, zone, month):
    settings.TIME_ZONE = zone
    assert client.get(f"/news/archive/{month}/").status_code in (200, 404)


@pytest.mark.parametrize("zone", ["UTC", "Asia/Tokyo", "America/New_York"])
@pytest.mark.parametrize("at", ["9999-12-31T23:59", "0001-01-01T00:00", "x" * 500])
def test_odd_times_are_refused(calendar, desk, settings, zone, at):
    settings.TIME_ZONE = zone
    make_article("Plans", SOURCE, status="Draft")
    assert step(desk, "plans", "Published", at=at).status_code == 422


def test_an_odd_source_of_a_date_brings_nothing_down(calendar, client):
    Release.objects.filter(label="film").update(
        source="https://[", date=datetime.date(9000, 12, 31), date_precision="day"
    )
    assert client.get("/works/calendar/").status_code == 200
    assert client.get("/works/calendar.ics").status_code == 200


def test_what_was_scheduled_and_withdrawn_is_published_now_when_one_says_so(calendar, editor):
    page = make_article("Plans", SOURCE, status="Scheduled", published="2100-01-01T00:00Z")
    for to in ("Withdrawn", "Published"):
        workflow.move_on(page.pk, to=to, person=editor, lens=Lens.empty)
    page.refresh_from_db()
    assert page.article.status_now == "Published"


def test_a_message_says_what_has_become_of_it(calendar, desk):
    make_article("Plans", SOURCE, status="Draft")
    step(desk, "plans", "Published", at="2090-01-01T00:00")
    assert "“Plans”: scheduled." in desk.get("/news/plans/status/").text


def test_an_article_needs_somebody_to_whom_it_is_there_meanwhile(calendar, client):
    """Without an account nobody could find it again before it is published."""
    assert client.get("/wiki/new/?kind=article")["Location"].startswith("/accounts/login/")
    start = client.get("/wiki/new/")
    response = send(client, "/wiki/new/", start=start, kind="article", names__0__text="Plans", body="Long words.\n")
    assert response.status_code == 403
    assert "Long words." in response.text
    assert not Page.objects.exists()


def test_the_id_of_a_hidden_revision_does_not_cut_the_list_of_changes(calendar, client):
    make_page("Agency")
    draft = make_article("Secret plans", status="Draft")
    make_page("Later")
    assert "Later" in client.get(f"/recent/?before={draft.current.public_id}").text
    assert "Later" not in client.get(f"/recent/?before={Page.objects.first().current.public_id}").text


def test_articles_of_one_minute_follow_each_other(calendar, client):
    for title in ("One", "Two", "Three"):
        make_article(title)
    text = client.get("/news/two/").text
    assert 'rel="prev" href="/news/one/"' in text
    assert 'rel="next" href="/news/three/"' in text


def test_a_status_of_a_day_to_come_is_none_yet(calendar, client):
    make_claim("It comes", ("statuses", ("Reported", "2016")), ("statuses", ("Confirmed", "2090-01-01")))
    assert '<strong class="verdict">Reported</strong>' in client.get("/news/claims/it-comes/").text
