"""Dates known to the day, the month, the year, or not at all."""

import calendar
import datetime
import re

from django.db import models
from django.utils import timezone
from django.utils.formats import date_format


class Precision(models.TextChoices):
    DAY = "day", "day"
    MONTH = "month", "month"
    YEAR = "year", "year"


WRITTEN = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2}))?)?", re.A)
FORMATS = {Precision.DAY: "j F Y", Precision.MONTH: "F Y", Precision.YEAR: "Y"}


def read(text: str) -> tuple[datetime.date, str]:
    """Read 2015-11-20, 2015-11 or 2015 with its precision. Raises ValueError."""
    match = WRITTEN.fullmatch(text)
    if match is None:
        raise ValueError(text)
    precision = Precision.DAY if match["day"] else Precision.MONTH if match["month"] else Precision.YEAR
    return datetime.date(int(match["year"]), int(match["month"] or 1), int(match["day"] or 1)), precision


def is_out(date: datetime.date | None, precision: str) -> bool:
    """Tell whether a release can have been seen by now. A month or year must be over: before, it may still come."""
    return date is not None and last_day(date, precision) <= timezone.localdate()


def last_day(date: datetime.date, precision: str) -> datetime.date:
    if precision == Precision.YEAR:
        return date.replace(month=12, day=31)
    if precision == Precision.MONTH:
        return date.replace(day=calendar.monthrange(date.year, date.month)[1])
    return date


def written(date: datetime.date | None, precision: str) -> str:
    """Write a date as exactly as it is known; "" without one."""
    return date_format(date, FORMATS[Precision(precision)]) if date else ""
