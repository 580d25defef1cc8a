"""The calendar of releases: how sure a date is, who says so, what it was before; and the same for calendars."""

import datetime
import re

import pytest
import vobject

from articles import coming
from tests.factories import lens_at, make_article, make_work
from tests.pages.test_edit import see
from wiki.spoilers import dates
from wiki.spoilers.dates import Precision
from wiki.spoilers.editing import save_release
from wiki.spoilers.lens import Lens
from wiki.spoilers.models import OldDate, Release, Work


@pytest.fixture
def film(calendar):
    return Release.objects.get(work__code="FILM")


def expect(release, date, precision, certainty="expected", source=""):
    release.date, release.date_precision, release.certainty = date, precision, certainty
    save_release(release, source=source)


def ahead(lens=Lens.empty):
    return [(one.work, one.when.text, one.when.is_expected) for one in coming.coming(lens).ahead]


@pytest.mark.parametrize(
    ("date", "precision", "written"),
    [
        ((2090, 1, 1), "year", "2090"),
        ((2090, 9, 1), "season", "autumn 2090"),
        ((2090, 9, 1), "month", "September 2090"),
        ((2090, 9, 5), "day", "5 September 2090"),
    ],
)
def test_a_date_is_told_as_exactly_as_it_is_known(film, date, precision, written):
    expect(film, datetime.date(*date), precision)
    assert ahead() == [("The Film", written, True)]


def test_a_work_without_a_date_or_without_releases_has_no_date_yet(calendar):
    make_work("NEW", "Something new", "series", [])
    undated = [(one.work, one.what) for one in coming.coming(Lens.empty).undated]
    assert undated == [("Something new", ""), ("The Film", "film")]


def test_what_comes_together_stands_together(calendar):
    told = coming.coming(Lens.empty)
    assert [(year.year, [(one.work, one.what) for one in year.entries]) for year in told.years] == [
        (
            2015,
            [
                ("Alias", "#4"),
                ("Alias", "#3"),
                ("Alias", "#2"),
                ("Alias", "#1"),
                ("The Defenders", "2 episodes"),
                ("Jessica Jones", "Season 3, 3 episodes"),
                ("Jessica Jones", "Season 2, 3 episodes"),
                ("Jessica Jones", "Season 1, 3 episodes"),
            ],
        )
    ]


def test_a_moved_date_is_kept_with_its_source(client, film):
    make_article("It comes")
    expect(film, datetime.date(2090, 1, 1), "year", source="[[It comes]]")
    expect(film, datetime.date(2091, 3, 8), "day", "confirmed", source="https://example.com/a")
    entry = coming.coming(Lens.empty).ahead[0]
    assert (entry.when.text, entry.when.is_expected, entry.when.source.url) == (
        "8 March 2091",
        False,
        "https://example.com/a",
    )
    assert [(old.text, old.is_expected, old.source.url) for old in entry.moved] == [("2090", True, "/news/it-comes/")]
    text = client.get("/works/calendar/").text
    assert 'moved: expected <s>2090</s> (<a href="/news/it-comes/">It comes</a>)' in text


def test_the_source_of_an_old_date_is_not_that_of_the_new_one(film):
    expect(film, datetime.date(2090, 1, 1), "year", source="https://example.com/a")
    expect(film, datetime.date(2090, 1, 1), "year", source="")
    assert coming.coming(Lens.empty).ahead[0].when.source.url == "https://example.com/a"
    expect(film, datetime.date(2091, 1, 1), "year")
    assert coming.coming(Lens.empty).ahead[0].when.source is None
    assert OldDate.objects.count() == 1


def test_a_source_that_one_may_not_know_is_not_named(client, film):
    make_article("He comes back", gate="JJ 1x03")
    expect(film, datetime.date(2090, 1, 1), "year", source="[[He comes back]]")
    assert "He comes back" not in client.get("/works/calendar/").text
    assert ahead() == ahead(lens_at("JJ 1x03"))
    assert "He comes back" in see(client, "JJ 1x03").get("/works/calendar/").text


def test_dates_are_moved_in_the_admin(client, admin, film):
    client.force_login(admin)
    url = f"/admin/spoilers/release/{film.pk}/change/"
    given = {"work": film.work_id, "part": "", "position": 1, "label": "film", "new_title": "", "new_gate": ""}
    for date, precision, source in (("2090-05-17", "season", "[[News]]"), ("2091-02-03", "year", "")):
        told = {"date": date, "date_precision": precision, "certainty": "expected", "new_source": source}
        assert client.post(url, given | told).status_code == 302
    assert ahead() == [("The Film", "2091", True)]
    assert [str(old) for old in OldDate.objects.all()] == ["spring 2090 (expected)"]
    told |= {"new_source": "nonsense"}
    assert "Write an address that starts with https://" in client.post(url, given | told).text
    assert "[[News]]" not in client.get(url).text


@pytest.mark.parametrize(
    ("given", "first", "last"),
    [
        ("2090-winter", (2090, 12, 1), (2091, 2, 28)),
        ("2090-spring", (2090, 3, 1), (2090, 5, 31)),
        ("2090-summer", (2090, 6, 1), (2090, 8, 31)),
        ("2090-autumn", (2090, 9, 1), (2090, 11, 30)),
    ],
)
def test_a_season_is_out_when_it_is_over(given, first, last):
    date, precision = dates.read(given)
    assert (date, precision) == (datetime.date(*first), Precision.SEASON)
    assert dates.last_day(date, precision) == datetime.date(*last)
    assert dates.iso(date, precision) == given
    for day in (date, dates.last_day(date, precision)):
        assert dates.first_day(day, precision) == date


def test_the_calendar_takes_a_constant_number_of_queries(client, calendar, django_assert_num_queries):
    for count in (1, 3):
        for number in range(count):
            work = make_work(f"W{count}{number}", f"Work {count} {number}", "film", [(None, "film", None)])
            expect(work.releases.get(), datetime.date(2090, 1, 1), "year", source=f"[[News {number}]]")
        with django_assert_num_queries(6):
            client.get("/works/calendar/")


def parsed(client):
    response = client.get("/works/calendar.ics")
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    return list(vobject.readOne(response.text).vevent_list)


def test_calendars_get_the_releases_whose_day_is_known(client, film):
    expect(film, datetime.date(2090, 9, 1), "month")
    events = parsed(client)
    assert len(events) == Release.objects.filter(date_precision="day").count() == 15
    assert "The Film film" not in [event.summary.value for event in events]
    first = next(event for event in events if event.summary.value == "Jessica Jones 1x01")
    assert first.dtstart.value == datetime.date(2015, 11, 20)
    assert first.url.value == "http://testserver/works/JJ/"


def test_the_ids_of_events_stay_when_a_date_moves(client, film):
    expect(film, datetime.date(2090, 9, 1), "day")
    before = {event.summary.value: event.uid.value for event in parsed(client)}
    expect(film, datetime.date(2091, 9, 1), "day")
    assert {event.summary.value: event.uid.value for event in parsed(client)} == before
    assert len(set(before.values())) == len(before)


def test_hostile_titles_make_a_valid_calendar(client, db):
    work = make_work(
        "ODD", "Odd; title, with\nEND:VCALENDAR \\ and 'all'", "film", [(None, "film", datetime.date(2016, 1, 1))]
    )
    events = parsed(client)
    assert [event.summary.value for event in events] == [f"{Work.objects.get(pk=work.pk).short_title} film"]


def test_the_calendar_of_everybody_is_the_same_for_everybody(client, film):
    before = client.get("/works/calendar.ics").content
    assert see(client, "JJ 1x03").get("/works/calendar.ics").content == before
    assert re.findall(rb"Title of", before) == []
