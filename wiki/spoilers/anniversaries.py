"""What came out on a day of the year. Works, labels and dates are public; titles have gates."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from django.urls import reverse

from wiki.spoilers.dates import Precision
from wiki.spoilers.lens import Lens
from wiki.spoilers.models import Release
from wiki.spoilers.sealed import unseal

LEAP_YEAR = 2000  # has every day of any year
WRITTEN = re.compile(r"(\d{2})-(\d{2})", re.ASCII)


class Came(NamedTuple):
    """A release that came out on the day."""

    label: str
    title: str
    url: str


@dataclass(frozen=True)
class Anniversary:
    """What came of one work in one year."""

    work: str
    url: str
    year: int
    years: int  # ago
    releases: tuple[Came, ...]


@dataclass(frozen=True)
class OnThisDay:
    """A day of the year, and what came on it in earlier years, the first first."""

    day: datetime.date
    anniversaries: tuple[Anniversary, ...]

    @property
    def before(self) -> datetime.date:
        return self.day - datetime.timedelta(days=1)

    @property
    def after(self) -> datetime.date:
        return self.day + datetime.timedelta(days=1)


def day_of_year(text: str) -> datetime.date:
    """Read 11-20 as a day of some year. Raises ValueError."""
    match = WRITTEN.fullmatch(text)
    if match is None:
        raise ValueError(text)
    return datetime.date(LEAP_YEAR, int(match[1]), int(match[2]))


def on_this_day(lens: Lens, today: datetime.date, day: datetime.date | None = None) -> OnThisDay:
    """Give what came before the year of today on its day of the year, or on another one. One query."""
    day = day or today
    rows = Release.objects.filter(
        date_precision=Precision.DAY, date__month=day.month, date__day=day.day, date__year__lt=today.year
    )
    rows = rows.select_related("work", "title_gate").order_by("date", "work__position", "work__code", "position")
    groups = groupby(rows, key=lambda one: (one.date, one.work))
    found = tuple(_anniversary(list(group), today, lens) for _, group in groups)
    return OnThisDay(day.replace(year=LEAP_YEAR), found)


def _anniversary(releases: list[Release], today: datetime.date, lens: Lens) -> Anniversary:
    work, date = releases[0].work, releases[0].date
    assert date is not None  # noqa: S101
    url = reverse("spoilers:work", args=[work.code])
    return Anniversary(work.short_title, url, date.year, today.year - date.year, tuple(_came(releases, lens)))


def _came(releases: Iterable[Release], lens: Lens) -> Iterable[Came]:
    for one in releases:
        title = unseal(one.title) if lens.sees(one.title_gate) else ""
        yield Came(one.label, title, reverse("spoilers:release", args=[one.work.code, one.label]))
