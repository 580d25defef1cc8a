"""What the records hold of a sheet: which values last until which gates open, and which pages they lead to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from wiki.markup import LinkUse
from wiki.pages.sheets.declaration import Field, Sheet
from wiki.pages.sheets.types import Source
from wiki.pages.state import SheetEntry, by_field
from wiki.spoilers.condition import Condition, any_of


class Lasting(NamedTuple):
    """A value that somebody may see: from its gate on, until one of the gates in `unless` opens."""

    field: Field
    rank: int
    entry: SheetEntry
    unless: Condition | None


def lasting(
    entries: Iterable[SheetEntry], sheet: Sheet, condition: Callable[[str], Condition | None]
) -> Iterator[Lasting]:
    """List the values. Of a single field, one is replaced by each later one; one without a gate replaces for good.

    A field that stands apart has records of its kind's own.
    """
    values = by_field(entries)
    for field in sheet:
        listed = () if field.is_apart else values.get(field.name, ())
        later: list[Condition] = []
        for rank, entry in reversed(list(enumerate(listed))):
            yield Lasting(field, rank, entry, any_of(later) if later else None)
            if not field.is_many:
                gate = condition(entry.gate)
                if gate is None:
                    break
                later.append(gate)


def links(entries: Iterable[SheetEntry], sheet: Sheet) -> list[LinkUse]:
    """List the pages that a sheet leads to, as the links of a text are listed."""
    found = []
    for entry in entries:
        field = sheet.by_name.get(entry.field)
        columns = zip(field.columns, entry.values, strict=False) if field else ()
        targets = [column.type.target(text) for column, text in columns if text]
        targets.append(Source().target(entry.source) if entry.source else "")
        found += [LinkUse(slug, (entry.gate,) if entry.gate else (), ()) for slug in targets if slug]
    return list(dict.fromkeys(found))
