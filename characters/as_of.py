"""“As of”: the reader’s lens as it was after an earlier release, for one view. It only ever sees less."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import NamedTuple

from wiki.spoilers.calendar import Calendar, ReleaseEntry, WorkEntry
from wiki.spoilers.condition import Condition
from wiki.spoilers.dates import last_day
from wiki.spoilers.lens import Lens


class Choice(NamedTuple):
    """A work with those of its releases that the reader has seen."""

    work: str
    releases: tuple[str, ...]


def choices(lens: Lens, calendar: Calendar, names: Iterable[Condition | None]) -> list[Choice]:
    """List the releases that a reader can go back to, as `lowered` reads them: those after which a page was there.

    `names` are the gates of the page’s names.
    """
    names = list(names)
    found = []
    for work in calendar.works:
        seen = [f"{work.code} {one.label}" for one in work.releases if one.id in lens.seen]
        there = [one for one in seen if None in names or _is_there(lowered(one, lens, calendar), names)]
        found.append(Choice(work.short_title, tuple(there)))
    return [choice for choice in found if choice.releases]


def _is_there(lens: Lens | None, names: list[Condition | None]) -> bool:
    return lens is not None and any(lens.sees(name) for name in names)


def lowered(text: str, lens: Lens, calendar: Calendar) -> Lens | None:
    """Give the lens after a release: of its work what comes up to it, of others what was out by then.

    None for what is no release that the reader has seen.
    """
    work, release = calendar.release(text)
    if work is None or release is None or release.id not in lens.seen:
        return None
    return Lens(frozenset(_until(work, release, calendar) & lens.seen))


def _until(work: WorkEntry, release: ReleaseEntry, calendar: Calendar) -> set[int]:
    day = _day(release)
    return {
        one.id
        for other in calendar.works
        for one in other.releases
        if (one.position <= release.position if other is work else _day(one) <= day)
    }


def _day(release: ReleaseEntry) -> datetime.date:
    """Give the day by which a release was out; one without a date came last of all."""
    return last_day(release.date, release.precision) if release.date else datetime.date.max
