import datetime

import pytest

from tests.factories import lens_at, make_work
from wiki.spoilers import anniversaries
from wiki.spoilers.lens import Lens
from wiki.spoilers.models import Release

TODAY = datetime.date(2026, 11, 20)


def told(lens, today=TODAY, day=None):
    found = anniversaries.on_this_day(lens, today, day)
    return [(one.work, one.year, one.years, [came.label for came in one.releases]) for one in found.anniversaries]


@pytest.fixture
def days(db):
    def day(year, month=11, number=20):
        return datetime.date(year, month, number)

    make_work("JJ", "Jessica Jones", "series", [(1, "1x01", day(2015)), (1, "1x02", day(2015)), (2, "2x01", day(2018))])
    make_work("NEW", "New", "series", [(1, "1x01", day(2026)), (1, "1x02", day(2030)), (1, "1x03", day(2016, 11, 21))])
    make_work("OLD", "Old", "comic", [(1, "#1", day(1999)), (1, "#2", day(2000, 2, 29))])
    Release.objects.filter(work__code="JJ", label="2x01").update(date_precision="month")


def test_what_came_on_the_day_in_earlier_years_is_told_the_first_first(days):
    assert told(Lens.empty) == [("Old", 1999, 27, ["#1"]), ("Jessica Jones", 2015, 11, ["1x01", "1x02"])]
    assert told(Lens.empty, day=datetime.date(2000, 11, 21)) == [("New", 2016, 10, ["1x03"])]
    assert told(Lens.empty, day=datetime.date(2000, 2, 29)) == [("Old", 2000, 26, ["#2"])]
    assert told(Lens.empty, datetime.date(2026, 1, 1)) == []


def test_titles_stay_behind_their_gates(days):
    def titles(lens):
        return [came.title for one in anniversaries.on_this_day(lens, TODAY).anniversaries for came in one.releases]

    assert titles(Lens.empty) == ["Title of #1", "Title of 1x01", ""]
    assert titles(lens_at("JJ 1x01")) == ["Title of #1", "Title of 1x01", "Title of 1x02"]


def test_the_page_shows_it(client, days):
    text = client.get("/on-this-day/11-20/").text
    assert "<h1>On 20 November</h1>" in text
    assert ("Title of 1x01" in text, "Title of 1x02" in text) == (True, False)
    assert 'href="/on-this-day/11-19/"' in text
    assert 'href="/on-this-day/11-21/"' in text
    assert "Nothing came out on this day" in client.get("/on-this-day/01-01/").text
    assert client.get("/on-this-day/").status_code == 200


@pytest.mark.parametrize("day", ["02-30", "13-01", "x", "1-1", "११-२०"])
def test_what_is_no_day_is_not_found(client, db, day):
    assert client.get(f"/on-this-day/{day}/").status_code == 404


def test_the_first_and_the_last_day_lead_on(client, db):
    assert 'href="/on-this-day/12-31/"' in client.get("/on-this-day/01-01/").text
    assert 'href="/on-this-day/01-01/"' in client.get("/on-this-day/12-31/").text
    assert 'href="/on-this-day/02-29/"' in client.get("/on-this-day/03-01/").text


@pytest.mark.parametrize("count", [1, 3])
def test_it_takes_one_query(db, django_assert_num_queries, count):
    for number in range(count):
        make_work(f"W{number}", f"Work {number}", "series", [(1, "1x01", datetime.date(2015, 11, 20))])
    with django_assert_num_queries(1):
        told(Lens.empty)


def test_nobody_sends_anything_there(client, db):
    assert client.post("/on-this-day/").status_code == 405
