"""Dates known to the day, the month, the season, the year, or not at all."""

import calendar
import datetime
import re

from django.db import models
from django.utils import timezone
from django.utils.formats import date_format


class Precision(models.TextChoices):
    DAY = "day", "day"
    MONTH = "month", "month"
    SEASON = "season", "season"
    YEAR = "year", "year"


# The seasons of the northern half of the earth, by their first month; winter begins in December of its year.
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}
WRITTEN = re.compile(
    rf"(?P<year>\d{{4}})(?:-(?:(?P<season>{'|'.join(SEASONS)})|(?P<month>\d{{2}})(?:-(?P<day>\d{{2}}))?))?", re.A
)
# Years beyond cannot be brought to another time zone, or counted on from.
FIRST_YEAR, LAST_YEAR = 1000, 9000
FORMATS = {Precision.DAY: "j F Y", Precision.MONTH: "F Y", Precision.YEAR: "Y"}
HOW = "2015-11-20, 2015-11, 2015-autumn or 2015"


def read(text: str) -> tuple[datetime.date, str]:
    """Read 2015-11-20, 2015-11, 2015-autumn or 2015 with its precision. Raises ValueError."""
    match = WRITTEN.fullmatch(text)
    if match is None or not FIRST_YEAR <= int(match["year"]) <= LAST_YEAR:
        raise ValueError(text)
    if match["season"]:
        return datetime.date(int(match["year"]), SEASONS[match["season"]], 1), Precision.SEASON
    precision = Precision.DAY if match["day"] else Precision.MONTH if match["month"] else Precision.YEAR
    return datetime.date(int(match["year"]), int(match["month"] or 1), int(match["day"] or 1)), precision


def site_time(moment: datetime.datetime) -> datetime.datetime:
    """Give a moment as the site's own clock has it, whatever clock its reader's pages keep to."""
    return timezone.localtime(moment, timezone.get_default_timezone())


def day_of(moment: datetime.datetime) -> datetime.date:
    """Give the day of a moment on the site's own clock."""
    return site_time(moment).date()


def begins(day: datetime.date) -> datetime.datetime:
    """Give the moment at which a day begins on the site's own clock."""
    return datetime.datetime.combine(day, datetime.time(), timezone.get_default_timezone())


def today() -> datetime.date:
    """Give the day by which releases come out: the same for all readers."""
    return day_of(timezone.now())


def is_out(date: datetime.date | None, precision: str) -> bool:
    """Tell whether a release can have been seen by now. A month or year must be over: before, it may still come."""
    return date is not None and last_day(date, precision) <= today()


def last_day(date: datetime.date, precision: str) -> datetime.date:
    if precision == Precision.YEAR:
        return date.replace(month=12, day=31)
    if precision == Precision.SEASON:
        date = (date.replace(day=1) + datetime.timedelta(days=62)).replace(day=1)  # its third month
    if precision in (Precision.MONTH, Precision.SEASON):
        return date.replace(day=calendar.monthrange(date.year, date.month)[1])
    return date


def iso(date: datetime.date | None, precision: str) -> str:
    """Write a date as `read` reads it; "" without one."""
    if date is None:
        return ""
    if precision == Precision.SEASON:
        return f"{date.year:04}-{_season(date)}"
    return date.isoformat()[: {Precision.DAY: 10, Precision.MONTH: 7, Precision.YEAR: 4}[Precision(precision)]]


def _season(date: datetime.date) -> str:
    return ("winter", "spring", "summer", "autumn")[date.month % 12 // 3]


def first_day(date: datetime.date, precision: str) -> datetime.date:
    """Give the day that a date is kept by: the first one of what is known."""
    if precision == Precision.YEAR:
        return date.replace(month=1, day=1)
    if precision == Precision.SEASON and date.month < 3:
        return datetime.date(date.year - 1, 12, 1)
    if precision == Precision.SEASON:
        return date.replace(month=date.month // 3 * 3, day=1)
    return date.replace(day=1) if precision == Precision.MONTH else date


def written(date: datetime.date | None, precision: str) -> str:
    """Write a date as exactly as it is known; "" without one."""
    if date and precision == Precision.SEASON:
        return f"{_season(date)} {date.year}"
    return date_format(date, FORMATS[Precision(precision)]) if date else ""
