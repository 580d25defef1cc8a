"""“As of”: the reader’s lens as it was after an earlier release, for one view. It only ever sees less."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from wiki.spoilers.calendar import Calendar, ReleaseEntry, WorkEntry
from wiki.spoilers.condition import Condition
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
        seen = [one for one in work.releases if one.id in lens.seen]
        there = [one for one in seen if _is_there(names, work, one, lens, calendar)]
        found.append(Choice(work.short_title, tuple(calendar.written[one.id] for one in there)))
    return [choice for choice in found if choice.releases]


def _is_there(
    names: list[Condition | None], work: WorkEntry, release: ReleaseEntry, lens: Lens, calendar: Calendar
) -> bool:
    return None in names or any(map(_after(work, release, lens, calendar).sees, names))


def lowered(text: str, lens: Lens, calendar: Calendar) -> Lens | None:
    """Give the lens after a release: of its work what comes up to it, of others what was out by then.

    None for what is no release that the reader has seen.
    """
    work, release = calendar.release(text)
    if work is None or release is None or release.id not in lens.seen:
        return None
    return _after(work, release, lens, calendar)


def _after(work: WorkEntry, release: ReleaseEntry, lens: Lens, calendar: Calendar) -> Lens:
    until = {
        one.id
        for other in calendar.works
        for one in other.releases
        if (one.position <= release.position if other is work else one.day <= release.day)
    }
    return Lens(frozenset(until & lens.seen))
