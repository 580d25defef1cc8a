"""The calendar: what came and what is to come, as far as its dates are known, and who says so.

Works, their releases and dates are public. A source may be an article; it is named to who may know of it.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple
from urllib.parse import quote

from django.urls import reverse

from wiki.markup.links import Resolve
from wiki.pages import rendering
from wiki.pages.sheets.types import Shown, Source
from wiki.spoilers import dates
from wiki.spoilers.calendar import ReleaseEntry, WorkEntry, current
from wiki.spoilers.grammar import counted, part_word
from wiki.spoilers.lens import Lens
from wiki.spoilers.models import SOURCE, Certainty, OldDate, Release, Work
from wiki.spoilers.sealed import unseal


class When(NamedTuple):
    """A date as exactly as it is known, "" for none; `source` is who says so."""

    text: str
    is_expected: bool
    source: Shown | None


@dataclass(frozen=True)
class Entry:
    """Releases of one part of a work that come together; `moved` are the dates that they had before."""

    work: str
    url: str
    what: str
    day: datetime.date
    when: When
    moved: tuple[When, ...]
    is_out: bool


# The part of a release, when it comes, and when it was to come before.
Told = tuple[int | None, When, tuple[When, ...]]


class Next(NamedTuple):
    """The release that comes next; `more` others of its work come with it."""

    work: str
    code: str
    label: str
    when: str
    is_expected: bool
    days: int | None  # until it comes, where the day is known
    more: int


class Year(NamedTuple):
    year: int
    entries: tuple[Entry, ...]


class Coming(NamedTuple):
    """The calendar: what is to come (the next first), what has no date, and what came (the last first)."""

    ahead: tuple[Entry, ...]
    undated: tuple[Entry, ...]
    years: tuple[Year, ...]


def coming(lens: Lens) -> Coming:
    """Give the calendar. Six queries."""
    works = list(Work.objects.with_releases().prefetch_related("releases__old_dates"))
    resolve = rendering.resolver(_named(works), lens)
    entries = [entry for work in works for entry in _entries(work, resolve)]
    dated = sorted((one for one in entries if one.when.text), key=lambda one: one.day)
    out = [one for one in reversed(dated) if one.is_out]
    years = (Year(year, tuple(group)) for year, group in groupby(out, key=lambda one: one.day.year))
    ahead = tuple(one for one in dated if not one.is_out)
    return Coming(ahead, tuple(one for one in entries if not one.when.text), tuple(years))


def next_to_come() -> Next | None:
    """Give the release that comes next, as far as dates are known. Two queries."""
    ahead = [(one.day, place, work, one) for place, work in enumerate(current().works) for one in _ahead(work)]
    if not ahead:
        return None
    day, place, work, first = min(ahead, key=lambda found: (found[0], found[1], found[3].position))
    together = sum((one.day, at) == (day, place) for one, at in ((found[3], found[1]) for found in ahead))
    row = Release.objects.only("certainty").get(pk=first.id)
    days = (day - dates.today()).days if first.precision == dates.Precision.DAY else None
    when, is_expected = dates.written(first.date, first.precision), row.certainty == Certainty.EXPECTED
    return Next(work.short_title, work.code, first.label, when, is_expected, days, together - 1)


def _ahead(work: WorkEntry) -> list[ReleaseEntry]:
    return [one for one in work.releases if one.date and not one.is_out]


def _named(works: Iterable[Work]) -> set[str]:
    """Give the slugs of the pages that say when something comes."""
    told = (one for work in works for release in work.releases.all() for one in (release, *release.old_dates.all()))
    return {Source().target(text) for one in told if SOURCE.fullmatch(text := unseal(one.source))} - {""}


def _entries(work: Work, resolve: Resolve) -> Iterator[Entry]:
    """Put together what comes together. A work without releases stands there without a date."""
    groups = [(told, list(group)) for told, group in groupby(work.releases.all(), key=lambda one: _told(one, resolve))]
    yield from (_entry(work, group, told) for told, group in groups)
    if not groups:
        yield Entry(work.short_title, _url(work), "", datetime.date.max, When("", False, None), (), False)


def _entry(work: Work, group: list[Release], told: Told) -> Entry:
    first = group[0]
    day = dates.last_day(first.date, first.date_precision) if first.date else datetime.date.max
    is_out = dates.is_out(first.date, first.date_precision)
    return Entry(work.short_title, _url(work), _what(work, group), day, told[1], told[2], is_out)


def _told(release: Release, resolve: Resolve) -> Told:
    """Give what tells two releases apart: what nobody may know of a date cannot be it."""
    return release.part_id, _when(release, resolve), tuple(_when(old, resolve) for old in release.old_dates.all())


def _when(dated: Release | OldDate, resolve: Resolve) -> When:
    text = unseal(dated.source)
    source = Source().shown(text, resolve) if SOURCE.fullmatch(text) else None
    is_known = source is not None and not source.is_missing
    written = dates.written(dated.date, dated.date_precision)
    return When(written, dated.certainty == Certainty.EXPECTED, source if is_known else None)


def _what(work: Work, group: list[Release]) -> str:
    """Name a whole season, some of it, or one release."""
    if len(group) == 1:
        return group[0].label
    part = next((one for one in work.parts.all() if one.pk == group[0].part_id), None)
    is_whole = part and len(group) == sum(1 for one in work.releases.all() if one.part_id == part.pk)
    name = f"{part_word(work.kind)} {part.number}" if part else ""
    if is_whole or (not part and len(group) == len(work.releases.all())):
        return ", ".join(filter(None, (name if len(work.parts.all()) > 1 else "", counted(work.kind, len(group)))))
    return f"{group[0].label} to {group[-1].label}"


def _url(work: Work) -> str:
    return reverse("spoilers:work", args=[work.code])


def events() -> list[tuple[str, str, datetime.date, str]]:
    """List the releases whose day is known: an id that stays, what comes, the day, the address of the work’s page."""
    days = Release.objects.filter(date_precision=dates.Precision.DAY).select_related("work").order_by("date", "pk")
    return [
        (
            f"{one.work.code}-{quote(one.label)}",
            f"{one.work.short_title} {one.label}",
            one.date,
            _url(one.work),
        )
        for one in days
        if one.date
    ]
