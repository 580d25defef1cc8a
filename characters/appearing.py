"""Who appears where: strips on a character’s page, lists on the pages of works and releases."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Count
from django.urls import reverse

from characters.kind import ROLES
from characters.models import Appearance
from wiki.pages.reading import Known, known
from wiki.spoilers.calendar import ReleaseEntry, WorkEntry, current
from wiki.spoilers.grammar import part_word
from wiki.spoilers.lens import Lens
from wiki.spoilers.models import Gate
from wiki.spoilers.sealed import unseal

MARKS = {"main": "●", "guest": "◐", "cameo": "○", "mentioned": "“", "voice": "♪"}


class Cell(NamedTuple):
    """A release in a strip; `role` is "" where the character is not seen in it."""

    label: str
    url: str
    role: str
    credited: str

    @property
    def mark(self) -> str:
        return MARKS.get(self.role, "")


class Row(NamedTuple):
    """A season or volume; `number` is 0 for releases that belong to none."""

    name: str
    number: int
    cells: tuple[Cell, ...]

    @property
    def count(self) -> int:
        return sum(1 for cell in self.cells if cell.role)


class Strip(NamedTuple):
    code: str
    title: str
    rows: tuple[Row, ...]


class Credit(NamedTuple):
    """A character in a release, or in `count` releases of a work."""

    person: Known
    role: str = ""
    credited: str = ""
    count: int = 0


def strips(page: int, open_gates: list[int], *, everywhere: bool = False) -> list[Strip]:
    """Give, for each work in which a character is seen (or for all), all its releases with their marks."""
    calendar = current()
    rows = Appearance.objects.visible_to(open_gates).filter(page=page).order_by("rank")
    seen = {row.release_id: row for row in rows}  # of two for one release, the last one
    works = [work for work in calendar.works if everywhere or seen.keys() & work.by_id.keys()]
    return [Strip(work.code, work.short_title, tuple(_rows(work, seen))) for work in works if work.releases]


def parts(work: WorkEntry) -> list[tuple[str, int, list[ReleaseEntry]]]:
    """List a work's seasons or volumes by name and number, with their releases; what is in none comes last."""
    word = part_word(work.kind)
    listed = [(f"{word} {number}", number, list(work.part(number))) for number, _ in work.parts]
    listed.append(("", 0, [release for release in work.releases if release.part is None]))
    return [part for part in listed if part[2]]


def _rows(work: WorkEntry, seen: dict[int, Appearance]) -> Iterable[Row]:
    for name, number, releases in parts(work):
        yield Row(name, number, tuple(_cell(work, release, seen.get(release.id)) for release in releases))


def _cell(work: WorkEntry, release: ReleaseEntry, row: Appearance | None) -> Cell:
    url = reverse("spoilers:release", args=[work.code, release.label])
    role, credited = (unseal(row.role), unseal(row.credited)) if row else ("", "")
    return Cell(release.label, url, role, credited)


def in_release(release: int, lens: Lens) -> list[Credit]:
    """List who appears in a release, the main ones first. Three queries."""
    gates = Gate.objects.open_to(lens)
    rows = Appearance.objects.visible_to(gates).filter(release=release).order_by("page_id", "rank")
    last = {row.page_id: row for row in rows}
    people = known(gates, last.keys())
    credits = [
        Credit(people[page], unseal(row.role), unseal(row.credited)) for page, row in last.items() if page in people
    ]
    order = {role: place for place, role in enumerate(ROLES)}
    return sorted(credits, key=lambda one: (order.get(one.role, len(ROLES)), one.person.title.casefold()))


def in_work(code: str, lens: Lens) -> list[Credit]:
    """List who appears in a work, by the number of releases that the reader knows of. Three queries."""
    gates = Gate.objects.open_to(lens)
    rows = Appearance.objects.visible_to(gates).filter(work__code=code)
    counts = rows.values_list("page").annotate(count=Count("release", distinct=True)).order_by("page")
    people = known(gates, [page for page, _ in counts])
    credits = [Credit(people[page], count=count) for page, count in counts if page in people]
    return sorted(credits, key=lambda one: (-one.count, one.person.title.casefold()))
