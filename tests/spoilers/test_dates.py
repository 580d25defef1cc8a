import datetime

import pytest
from django.test import override_settings
from django.utils import timezone

from wiki.spoilers import dates


@pytest.mark.parametrize(
    ("date", "precision", "last"),
    [
        ("2016-09-30", "day", "2016-09-30"),
        ("2016-02-01", "month", "2016-02-29"),
        ("2016-12-01", "month", "2016-12-31"),
        ("2016-01-01", "year", "2016-12-31"),
    ],
)
def test_last_day_of_a_date(date, precision, last):
    assert dates.last_day(datetime.date.fromisoformat(date), precision) == datetime.date.fromisoformat(last)


def test_a_release_is_out_from_its_day_on():
    today = timezone.localdate()
    assert dates.is_out(today, "day")
    assert not dates.is_out(today + datetime.timedelta(days=1), "day")
    assert not dates.is_out(None, "")


def test_a_month_or_year_that_is_not_over_is_not_out():
    today = timezone.localdate()
    assert not dates.is_out(today.replace(month=1, day=1), "year") or (today.month, today.day) == (12, 31)
    assert dates.is_out(today.replace(year=today.year - 1, month=1, day=1), "year")


@override_settings(TIME_ZONE="Pacific/Kiritimati")
def test_the_day_is_that_of_the_sites_time_zone(monkeypatch):
    noon = datetime.datetime(2026, 11, 20, 12, tzinfo=datetime.UTC)
    monkeypatch.setattr(timezone, "now", lambda: noon)
    for readers_own in ("Pacific/Kiritimati", "UTC", "America/New_York"):
        with timezone.override(readers_own):
            assert dates.is_out(datetime.date(2026, 11, 21), "day")  # 14 hours ahead
            assert not dates.is_out(datetime.date(2026, 11, 22), "day")


def test_dates_are_written_as_exactly_as_they_are_known():
    date = datetime.date(2016, 9, 1)
    assert [dates.written(date, precision) for precision in ("day", "month", "year")] == [
        "1 September 2016",
        "September 2016",
        "2016",
    ]
    assert dates.written(None, "") == ""
