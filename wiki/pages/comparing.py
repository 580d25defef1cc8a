"""What changed between two revisions of a page, as one reader may see it: a diff of two projections."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from wiki.pages import looking
from wiki.pages.diffing import DiffRow, diff
from wiki.pages.looking import RevisionLine
from wiki.pages.models import Name, Revision
from wiki.pages.sheets.declaration import NO_SHEET, Sheet
from wiki.pages.state import NameEntry, PageState, SheetEntry, TagEntry, by_field
from wiki.spoilers.lens import Lens


@dataclass(frozen=True)
class EntryChange:
    """A name or tag that came or went."""

    what: str
    text: str
    came: bool


@dataclass(frozen=True)
class Changed:
    """What differs between two states: names, tags and facts, and the lines of the text."""

    changes: tuple[EntryChange, ...]
    rows: tuple[DiffRow, ...]

    @property
    def is_empty(self) -> bool:
        return not self.changes and not self.rows


@dataclass(frozen=True)
class Comparison(Changed):
    before: RevisionLine | None
    after: RevisionLine


def compare(
    before: Revision | None, after: Revision, lens: Lens, sheet: Sheet = NO_SHEET, *, person: Any = None
) -> Comparison:
    """Compare two visible revisions, or one with nothing."""
    one, two = looking.projected(before, lens) if before else PageState(), looking.projected(after, lens)
    found = changed(one, two, sheet)
    line = looking.line(before, lens, person=person) if before else None
    return Comparison(found.changes, found.rows, line, looking.line(after, lens, person=person))


def changed(one: PageState, two: PageState, sheet: Sheet = NO_SHEET) -> Changed:
    """Compare two projections."""
    rows = diff(one.body, two.body) if one.body != two.body else []
    return Changed((*_changes(one, two), *_value_changes(one, two, sheet)), tuple(rows))


def _changes(one: PageState, two: PageState) -> list[EntryChange]:
    before = [_entry(entry) for entry in (*one.names, *one.tags)]
    after = [_entry(entry) for entry in (*two.names, *two.tags)]
    went = [EntryChange(*entry, came=False) for entry in before if entry not in after]
    return went + [EntryChange(*entry, came=True) for entry in after if entry not in before]


def _entry(entry: NameEntry | TagEntry) -> tuple[str, str]:
    what = Name.Kind(entry.kind).label.capitalize() if isinstance(entry, NameEntry) else "Tag"
    return what, f"{entry.text} (spoiler for {entry.gate})" if entry.gate else entry.text


def _value_changes(one: PageState, two: PageState, sheet: Sheet) -> list[EntryChange]:
    """List the values that came and went. A single field's new value is told with the one that it replaces."""
    before, after = by_field(one.sheet), by_field(two.sheet)
    changes = []
    for field in sheet:
        old, new = before.get(field.name, ()), after.get(field.name, ())
        went, came = [entry for entry in old if entry not in new], [entry for entry in new if entry not in old]
        replaced = {} if field.is_many else {entry: _replaced(entry, old, new) for entry in came}
        gone = [entry for entry in went if entry not in replaced.values()]
        changes += [EntryChange(field.label, _value(entry), came=False) for entry in gone]
        changes += [EntryChange(field.label, _value(entry, replaced.get(entry)), came=True) for entry in came]
    return changes


def _replaced(entry: SheetEntry, old: Sequence[SheetEntry], new: Sequence[SheetEntry]) -> SheetEntry | None:
    """Give what a new value of a single field stands in the place of: one of its gate, or the one before it."""
    same_gate = [one for one in old if one.gate == entry.gate and one not in new]
    return same_gate[0] if same_gate else new[new.index(entry) - 1] if new.index(entry) else None


def _value(entry: SheetEntry, replaced: SheetEntry | None = None) -> str:
    """Write a value: “Alive → Dead, from JJ 1x13”."""
    text = f"{replaced.text} → {entry.text}" if replaced and replaced.text != entry.text else entry.text
    gate, source = f", from {entry.gate}", f" (source: {entry.source})"
    return text + gate * bool(entry.gate) + source * bool(entry.source)
