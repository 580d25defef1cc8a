"""Dates known to the day, the month, the year, or not at all."""

import calendar
import datetime

from django.db import models
from django.utils import timezone
from django.utils.formats import date_format


class Precision(models.TextChoices):
    DAY = "day", "day"
    MONTH = "month", "month"
    YEAR = "year", "year"


FORMATS = {Precision.DAY: "j F Y", Precision.MONTH: "F Y", Precision.YEAR: "Y"}


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
