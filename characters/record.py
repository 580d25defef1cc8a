"""Derives the rows of characters from a page's state. Called by wiki.pages.record, in the save's transaction."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from characters.models import Appearance, Counterpart, Relationship
from wiki.markup import slugify
from wiki.pages.models import Page
from wiki.pages.state import PageState, SheetEntry, by_field
from wiki.spoilers.calendar import current
from wiki.spoilers.models import Gate

Gates = dict[str, Gate | None]


def write(page: Page, state: PageState, before: PageState | None, gates: Gates) -> None:
    """Replace a page's rows by those of its state; what has not changed since `before` is left alone."""
    values = by_field(state.sheet)
    old = by_field(before.sheet) if before else {}
    for field, (model, rows) in TABLES.items():
        if before is None or values.get(field) != old.get(field):
            model._default_manager.filter(page=page).delete()
            model._default_manager.bulk_create(rows(page, values.get(field, ()), gates))


def _counterparts(page: Page, entries: tuple[SheetEntry, ...], gates: Gates) -> Iterator[Counterpart]:
    for rank, entry in enumerate(entries):
        name, note = entry.values
        yield Counterpart(page=page, rank=rank, target=slugify(name), name=name, note=note, gate=gates[entry.gate])


def _relationships(page: Page, entries: tuple[SheetEntry, ...], gates: Gates) -> Iterator[Relationship]:
    for rank, entry in enumerate(entries):
        name, kind = entry.values
        yield Relationship(page=page, rank=rank, target=slugify(name), name=name, kind=kind, gate=gates[entry.gate])


def _appearances(page: Page, entries: tuple[SheetEntry, ...], gates: Gates) -> Iterator[Appearance]:
    """Give a row for each release that the calendar knows; one that it has lost is in no list."""
    calendar = current()
    for rank, entry in enumerate(entries):
        label, role, credited = entry.values
        work, release = calendar.release(label)
        if work and release:
            where = {"page": page, "work_id": work.id, "release_id": release.id, "gate": gates[entry.gate]}
            yield Appearance(rank=rank, role=role, credited=credited, **where)


TABLES: dict[str, tuple[Any, Any]] = {
    "counterparts": (Counterpart, _counterparts),
    "relationships": (Relationship, _relationships),
    "appearances": (Appearance, _appearances),
}
