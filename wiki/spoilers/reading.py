"""Works and releases as one reader may see them. Labels, dates and numbers are public; titles have gates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404

from wiki.spoilers.calendar import canonical_label
from wiki.spoilers.dates import is_out, written
from wiki.spoilers.grammar import part_word
from wiki.spoilers.lens import Lens
from wiki.spoilers.models import Release, Work
from wiki.spoilers.places import Places
from wiki.spoilers.sealed import unseal

Ends = frozenset[int | None]


@dataclass(frozen=True, slots=True)
class ReleaseView:
    id: int
    position: int
    label: str
    title: str
    date: str
    is_out: bool
    is_seen: bool
    is_place: bool  # the reader's bookmark stands here


@dataclass(frozen=True, slots=True)
class PartView:
    """A season or volume; `name` is "" for releases that belong to none."""

    name: str
    releases: tuple[ReleaseView, ...]


@dataclass(frozen=True, slots=True)
class WorkView:
    code: str
    title: str
    short_title: str
    kind: str
    parts: tuple[PartView, ...]

    @property
    def releases(self) -> tuple[ReleaseView, ...]:
        return tuple(release for part in self.parts for release in part.releases)

    @property
    def out(self) -> tuple[ReleaseView, ...]:
        return tuple(release for release in self.releases if release.is_out)

    @property
    def is_started(self) -> bool:
        return any(release.is_seen for release in self.releases)

    @property
    def is_finished(self) -> bool:
        return bool(self.out) and all(release.is_seen for release in self.out)

    @property
    def has_titles(self) -> bool:
        return any(release.title for release in self.releases)

    @property
    def size(self) -> str:
        """Its extent, which is public: "3 seasons, 39 episodes"."""
        part, release = {"series": ("season", "episode"), "comic": ("volume", "issue")}.get(
            self.kind, ("part", "release")
        )
        parts = sum(1 for one in self.parts if one.name)
        counts = [(parts, part)] * (parts > 1) + [(len(self.releases), release)]
        return ", ".join(f"{number} {word}{'s' * (number != 1)}" for number, word in counts)

    @property
    def years(self) -> str:
        years = [release.date[-4:] for release in self.releases if release.date]
        return "–".join(dict.fromkeys((min(years), max(years)))) if years else "no date yet"


def works(lens: Lens, places: Places = ()) -> list[WorkView]:
    """List all works in their order, with all releases and where a reader is in them. Four queries."""
    ends = frozenset(place.until for place in places)
    return [_work(work, lens, ends) for work in Work.objects.with_releases()]


def work(code: str, lens: Lens) -> WorkView:
    """Give one work, or raise Http404."""
    return _work(get_object_or_404(Work.objects.with_releases(), code=code), lens)


@dataclass(frozen=True, slots=True)
class ReleasePage:
    """A release with its work, its part, and what comes before and after it."""

    work: WorkView
    part: str
    release: ReleaseView
    before: ReleaseView | None
    after: ReleaseView | None


def release(code: str, label: str, lens: Lens) -> ReleasePage:
    """Give one release by its label in any form, or raise Http404."""
    found = work(code, lens)
    wanted = canonical_label(label[:40])
    listed = [(part.name, one) for part in found.parts for one in part.releases]
    by_position = sorted((one for _, one in listed), key=lambda one: one.position)
    for part, one in listed:
        if canonical_label(one.label) == wanted:
            place = by_position.index(one)
            before = by_position[place - 1] if place else None
            return ReleasePage(found, part, one, before, next(iter(by_position[place + 1 :]), None))
    raise Http404


def _work(work: Work, lens: Lens, ends: Ends = frozenset()) -> WorkView:
    releases: dict[int | None, list[Release]] = {}
    for release in work.releases.all():
        releases.setdefault(release.part_id, []).append(release)
    groups = [(_part_name(work, part), releases.pop(part.pk, [])) for part in work.parts.all()]
    rest = [release for group in releases.values() for release in group]
    parts = (
        (name, tuple(_release(one, lens, ends) for one in group)) for name, group in [*groups, ("", rest)] if group
    )
    views = tuple(PartView(name, releases_of) for name, releases_of in parts)
    return WorkView(work.code, work.title, work.short_title, work.kind, views)


def _part_name(work: Work, part: Any) -> str:
    return f"{part_word(work.kind)} {part.number}" + (f": {part.title}" if part.title else "")


def _release(release: Release, lens: Lens, ends: Ends) -> ReleaseView:
    return ReleaseView(
        id=release.pk,
        position=release.position,
        label=release.label,
        title=unseal(release.title) if lens.sees(release.title_gate) else "",
        date=written(release.date, release.date_precision),
        is_out=is_out(release.date, release.date_precision),
        is_seen=release.pk in lens.seen,
        is_place=release.pk in ends,
    )
