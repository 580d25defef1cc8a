"""How far a reader is in each work, and the lens that follows from it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from wiki.spoilers.calendar import ReleaseEntry, WorkEntry, entries
from wiki.spoilers.lens import Lens


@dataclass(frozen=True)
class Place:
    """A bookmark resolved against the calendar: up to a release, and single ones more or fewer, by id."""

    work: WorkEntry
    until: int | None = None
    plus: frozenset[int] = frozenset()
    minus: frozenset[int] = frozenset()

    @cached_property
    def seen(self) -> frozenset[int]:
        """The ids of what was seen. What is not out cannot have been, whatever a bookmark says."""
        out, last = self.work.out, self.last
        upto = {release.id for release in out if last and release.position <= last.position}
        return frozenset((upto | (self.plus & {release.id for release in out})) - self.minus)

    @property
    def last(self) -> ReleaseEntry | None:
        return self.work.by_id.get(self.until) if self.until is not None else None

    @property
    def next(self) -> ReleaseEntry | None:
        """The first release after the furthest one that was seen, if it is out."""
        furthest = max((release.position for release in self.work.out if release.id in self.seen), default=0)
        return next((release for release in self.work.out if release.position > furthest), None)

    @property
    def is_all(self) -> bool:
        return bool(self.work.out) and len(self.seen) == len(self.work.out)

    def __str__(self) -> str:
        """Say it in the words of the reading line."""
        if self.is_all:
            return f"all of {self.work.short_title}"
        last = self.last
        told = f"{self.work.short_title} up to {last.label}" if last else f"some of {self.work.short_title}"
        return told + (" (with exceptions)" if last and (self.plus or self.minus) else "")


Places = tuple[Place, ...]


@dataclass(frozen=True)
class Reader:
    """What one's places come to: the lens, and the line that stands on every page."""

    places: Places
    lens: Lens
    line: str


def lens_of(places: Places) -> Lens:
    """Give the lens of a reader at these places."""
    return Lens(frozenset().union(*(place.seen for place in places))) if places else Lens.empty


def line_of(places: Places) -> str:
    """Give the reading line. It depends on the reader's own places alone."""
    told = [str(place) for place in places if place.seen]
    if not told:
        return "Reading with nothing watched yet"
    rest = f" and {len(told) - 3} more" if len(told) > 3 else ""
    return "Reading with " + ", ".join(told[:3]) + rest


def reader_of(places: Places) -> Reader:
    return Reader(places, lens_of(places), line_of(places))


def seeing_everything(reader: Reader) -> Reader:
    """Give a reader who sees all that can be seen, wherever they are."""
    lens = replace(reader.lens, sees_everything=True)
    return replace(reader, lens=lens, line="Seeing everything, spoilers of every release too")


NOBODY = reader_of(())


def nobody() -> Reader:
    return refreshed(NOBODY)


def refreshed(reader: Reader) -> Reader:
    """Give a reader who was kept in memory with a lens of the present moment."""
    return replace(reader, lens=Lens(reader.lens.seen))


Row = tuple[int, int, int | None, frozenset[int], frozenset[int]]


@lru_cache(maxsize=4096)
def reader_at(rows: tuple[Row, ...], today: datetime.date) -> Reader:
    """Resolve bookmarks: (work id, work stamp, until id, plus, minus) each. Stamp and day say when it is another."""
    works = {work.id: work for work in entries((row[0], row[1]) for row in rows)}
    # A work may have been deleted since the bookmarks were read.
    found = [row for row in rows if row[0] in works]
    return reader_of(tuple(Place(works[pk], until, plus, minus) for pk, _, until, plus, minus in found))


def exactly(work: WorkEntry, seen: Iterable[int]) -> Place:
    """Give the place that says "these and no others" with the fewest exceptions."""
    wanted = frozenset(seen) & {release.id for release in work.out}
    best = Place(work, None, plus=wanted)
    before: set[int] = set()
    for release in work.out:
        before.add(release.id)
        place = Place(work, release.id, plus=wanted - before, minus=frozenset(before - wanted))
        if len(place.plus) + len(place.minus) < len(best.plus) + len(best.minus):
            best = place
    return best
