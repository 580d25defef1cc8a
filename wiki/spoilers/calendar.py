"""The public calendar as one immutable value per work, kept in memory as long as the work's stamp is the same."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from wiki.spoilers.condition import Condition
from wiki.spoilers.dates import is_out, last_day, today
from wiki.spoilers.models import Part, Release, Work

EPISODE = re.compile(r"(?:s(?P<s>\d{1,4})\s*e(?P<e>\d{1,5})|(?P<s2>\d{1,4})x(?P<e2>\d{1,5}))", re.I | re.A)
ISSUE = re.compile(r"#\s*(?P<number>\d{1,6})", re.A)


@dataclass(frozen=True, slots=True)
class ReleaseEntry:
    """What is public of a release: everything but its title."""

    id: int
    position: int
    label: str
    part: int | None
    date: datetime.date | None
    precision: str

    @property
    def is_out(self) -> bool:
        return is_out(self.date, self.precision)

    @property
    def day(self) -> datetime.date:
        """The day by which it was out, as far as that is known; what has no date comes last of all."""
        return last_day(self.date, self.precision) if self.date else datetime.date.max


@dataclass(frozen=True, eq=False)
class WorkEntry:
    """A work with its releases in order, and its parts' numbers and titles."""

    id: int
    code: str
    title: str
    short_title: str
    kind: str
    releases: tuple[ReleaseEntry, ...]
    parts: tuple[tuple[int, str], ...]

    @cached_property
    def by_label(self) -> dict[str, ReleaseEntry]:
        return {canonical_label(release.label): release for release in self.releases}

    @cached_property
    def by_id(self) -> dict[int, ReleaseEntry]:
        return {release.id: release for release in self.releases}

    @property
    def out(self) -> tuple[ReleaseEntry, ...]:
        """The releases that are out today."""
        return self._out_on(today())

    @lru_cache(maxsize=1024)  # noqa: B019  (entries are few, and kept for the life of the process anyway)
    def _out_on(self, today: datetime.date) -> tuple[ReleaseEntry, ...]:
        return tuple(release for release in self.releases if release.is_out)

    def part(self, number: int) -> tuple[ReleaseEntry, ...]:
        return tuple(release for release in self.releases if release.part == number)


@dataclass(frozen=True)
class Calendar:
    """All works, in their order."""

    works: tuple[WorkEntry, ...]

    @cached_property
    def by_code(self) -> dict[str, WorkEntry]:
        return {work.code: work for work in self.works}

    def release(self, text: str) -> tuple[WorkEntry | None, ReleaseEntry | None]:
        """Find a release by its work's code and its label: JJ 1x05, or jj s1e5. None where there is none."""
        code, _, label = text.strip().partition(" ")
        work = self.by_code.get(code.upper())
        return work, work.by_label.get(canonical_label(label[:40])) if work else None

    @cached_property
    def written(self) -> dict[int, str]:
        """Each release as gates write it, by its id, in the order of works and of releases."""
        return {release.id: f"{work.code} {release.label}" for work in self.works for release in work.releases}


def canonical_label(label: str) -> str:
    """Give the one form of a label: `s1e3` and `1x3` are `1x03`, `# 07` is `#7`."""
    label = " ".join(label.split())
    if match := EPISODE.fullmatch(label):
        season, episode = match["s"] or match["s2"], match["e"] or match["e2"]
        return f"{int(season)}x{int(episode):02}"
    if match := ISSUE.fullmatch(label):
        return f"#{int(match['number'])}"
    return label.casefold()


def is_label(label: str, kind: str) -> bool:
    """Tell whether a canonical label is of the form that gates use for this kind of work."""
    forms = {Work.Kind.SERIES: EPISODE, Work.Kind.COMIC: ISSUE}
    return not (form := forms.get(Work.Kind(kind))) or bool(form.fullmatch(label))


_entries: dict[int, tuple[int, WorkEntry]] = {}


def current() -> Calendar:
    """Give the calendar as it stands: one query, and three more when a work has changed."""
    return Calendar(tuple(entries((work.pk, work.stamp) for work in Work.objects.only("pk", "stamp"))))


def entries(stamped: Iterable[tuple[int, int]]) -> list[WorkEntry]:
    """Give the entries of works by (id, stamp); what is in memory under another stamp is read again."""
    wanted = dict(stamped)
    stale = [pk for pk, stamp in wanted.items() if pk not in _entries or _entries[pk][0] != stamp]
    # Under the stamp that was asked for: what is read now is of that state or newer, and newer is asked for anew.
    fresh = {pk: (wanted[pk], entry) for pk, entry in _load(stale).items()} if stale else {}
    _entries.update(fresh)
    return [(fresh.get(pk) or _entries[pk])[1] for pk in wanted if pk in fresh or pk in _entries]


def _load(ids: list[int]) -> dict[int, WorkEntry]:
    parts: dict[int, list[Part]] = {}
    for part in Part.objects.filter(work__in=ids).order_by("number"):
        parts.setdefault(part.work_id, []).append(part)
    releases: dict[int, list[ReleaseEntry]] = {}
    columns = ("work_id", "id", "position", "label", "part__number", "date", "date_precision")
    for work_id, *row in Release.objects.filter(work__in=ids).order_by("position").values_list(*columns):
        releases.setdefault(work_id, []).append(ReleaseEntry(*row))
    return {
        work.pk: _entry(work, releases.get(work.pk, []), parts.get(work.pk, []))
        for work in Work.objects.filter(pk__in=ids)
    }


def _entry(work: Work, releases: list[ReleaseEntry], parts: list[Part]) -> WorkEntry:
    titles = tuple((part.number, part.title) for part in parts)
    return WorkEntry(work.pk, work.code, work.title, work.short_title, work.kind, tuple(releases), titles)


def written(condition: Condition | None) -> str:
    """Write a condition as a gate, by single releases; "" for one that is always open."""
    names = current().written
    alternatives = condition.alternatives if condition else ()
    return " or ".join(" and ".join(names.get(pk, "?") for pk in sorted(one)) for one in alternatives)
