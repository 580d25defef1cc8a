"""What time opens, it opens by itself: articles at their minute, releases on their day."""

import datetime
from unittest import mock
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from articles import workflow
from articles.models import Article
from tests.articles.sending import SOURCE, step
from tests.factories import make_article, make_page
from wiki.pages.models import Name
from wiki.spoilers import embargo
from wiki.spoilers.condition import all_of, from_key
from wiki.spoilers.editing import save_release
from wiki.spoilers.lens import Lens
from wiki.spoilers.models import Gate, Release

NOON = datetime.datetime(2030, 3, 1, 12, tzinfo=datetime.UTC)
SECOND = datetime.timedelta(seconds=1)


def at(moment):
    return mock.patch.object(timezone, "now", return_value=moment)


def test_an_embargo_opens_at_its_second_and_before_only_with_a_pass():
    gate = embargo.until(7, NOON)
    for moment, is_open in ((NOON - SECOND, False), (NOON, True), (NOON + SECOND, True)):
        with at(moment):
            assert Lens.empty.sees(gate) is is_open
            assert Lens(passes={7}).sees(gate)
            assert Lens(passes={8}).sees(gate) is is_open
    assert not Lens(now=1e12).sees(embargo.until(7, None))
    assert Lens(passes={7}).sees(embargo.until(7, None))


def test_an_embargo_and_a_gate_must_both_be_open():
    both = all_of([embargo.until(7, NOON), from_key("3&4")])
    assert from_key(both.key) == both
    after = NOON.timestamp()
    seen = frozenset({3, 4})
    assert [Lens(s, now=n).sees(both) for s in (seen, frozenset()) for n in (after, after - 1)] == [
        True,
        False,
        False,
        False,
    ]
    assert Lens(seen, passes={7}, now=0).sees(both)


PATHS = (
    "/news/",
    "/news/feed/atom/",
    "/news/feed/rss/",
    "/sitemap-articles-1.xml",
    "/news/works/JJ/",
    "/wiki/linking/",
)


def test_a_scheduled_article_is_there_at_its_minute_everywhere(calendar, client):
    make_page("Linking", "See [[Early news]].\n")
    make_article("Early news", SOURCE, ("works", "JJ"), status="Scheduled", published="2030-03-01T12:00Z")
    with at(NOON - SECOND):
        before = {path: client.get(path).text for path in PATHS}  # and into all caches
        assert client.get("/news/early-news/").status_code == 404
    with at(NOON):
        after = {path: client.get(path).text for path in PATHS}
        assert client.get("/news/early-news/").status_code == 200
    for path in PATHS:
        assert ("/news/early-news/" in before[path], "/news/early-news/" in after[path]) == (False, True), path
    assert Article.objects.get().status == "Scheduled"  # nothing ran meanwhile


def test_a_schedule_can_be_moved_and_taken_back(calendar, client, editor):
    page = make_article("Plans", SOURCE, status="Draft")
    later = NOON + datetime.timedelta(days=1)
    with at(NOON - datetime.timedelta(days=1)):
        for moment in (NOON, later):
            workflow.move_on(page.pk, to="Published", at=moment, person=editor, lens=Lens.empty)
    with at(NOON):
        assert client.get("/news/plans/").status_code == 404
        workflow.move_on(page.pk, to="Draft", person=editor, lens=Lens.empty)
    with at(later):
        assert client.get("/news/plans/").status_code == 404
        workflow.move_on(page.pk, to="Published", person=editor, lens=Lens.empty)
        assert client.get("/news/plans/").status_code == 200
    assert Article.objects.get().published_at == later


@pytest.mark.parametrize(
    ("zone", "typed", "utc"),
    [
        ("UTC", "2090-03-01T12:00", "2090-03-01T12:00"),
        ("America/New_York", "2090-03-01T12:00", "2090-03-01T17:00"),
        ("America/New_York", "2090-07-01T12:00", "2090-07-01T16:00"),
        ("Asia/Kathmandu", "2090-03-01T00:10", "2090-02-28T18:25"),
    ],
)
def test_a_time_is_typed_in_the_zone_of_the_site(calendar, desk, settings, zone, typed, utc):
    settings.TIME_ZONE = zone
    make_article("Plans", SOURCE, status="Draft")
    step(desk, "plans", "Published", at=typed)
    assert f"1 March 2090, {typed[-5:]}" in desk.get("/news/plans/status/").text.replace("July", "March")
    assert Article.objects.get().published_at == datetime.datetime.fromisoformat(f"{utc}+00:00")


@pytest.mark.parametrize("typed", ["2030-03-10T02:30", "2030-11-03T01:30"])
def test_an_hour_that_is_left_out_or_comes_twice_is_refused(calendar, desk, settings, typed):
    settings.TIME_ZONE = "America/New_York"
    make_article("Plans", SOURCE, status="Draft")
    assert step(desk, "plans", "Published", at=typed).status_code == 422
    assert Article.objects.get().status == "Draft"


def test_months_are_those_of_the_site(calendar, client, settings):
    make_article("New Year", published="2016-12-31T23:30Z")
    assert client.get("/news/archive/2016-12/").text.count("New Year") > 0
    settings.TIME_ZONE = "Europe/Berlin"
    assert "New Year" in client.get("/news/archive/2017-01/").text
    assert "New Year" not in client.get("/news/archive/2016-12/").text
    assert "January 2017" in client.get("/news/").text


def test_an_embargo_that_is_over_is_cleared_away_with_the_next_step(calendar, editor):
    make_article("Early news", SOURCE, status="Scheduled", published="2030-03-01T12:00Z")
    draft = make_article("Plans", SOURCE, status="Draft")
    assert Gate.objects.filter(key__startswith="-").count() == 2
    with at(NOON + SECOND):
        workflow.move_on(draft.pk, to="Published", person=editor, lens=Lens.empty)
        assert workflow.settle() == 0
    assert not Gate.objects.filter(key__startswith="-").exists()
    assert set(Name.objects.values_list("gate", flat=True)) == {None}


@pytest.mark.parametrize("zone", ["UTC", "America/Los_Angeles", "Pacific/Auckland"])
def test_a_release_can_be_marked_as_seen_from_the_first_minute_of_its_day(calendar, client, settings, zone):
    settings.TIME_ZONE = zone
    film = Release.objects.get(work__code="FILM")
    film.date, film.date_precision = NOON.date(), "day"
    save_release(film)
    midnight = datetime.datetime(2030, 3, 1, tzinfo=ZoneInfo(zone))
    make_page("The end", gate="FILM film")
    for moment, status in ((midnight - SECOND, 404), (midnight, 200)):
        with at(moment):
            client.post("/progress/", {"work": "FILM", "until": "film"})
            assert client.get("/wiki/the-end/").status_code == status, moment
            client.post("/progress/", {"work": "FILM", "until": ""})
