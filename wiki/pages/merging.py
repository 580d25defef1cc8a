"""Merges two edits of one state, in projection: the body by lines; names, tags and sheet values each by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from wiki import markup
from wiki.markup import Merged
from wiki.markup.matching import Match, in_seconds, line_matches
from wiki.pages.sheets import Field, Sheet
from wiki.pages.sheets.declaration import NO_SHEET
from wiki.pages.state import NameEntry, PageState, SheetEntry, TagEntry, by_field

Entry = TypeVar("Entry", NameEntry, TagEntry, SheetEntry)
# Lists of names are short; this is for hostile ones.
SECONDS = 0.1


@dataclass(frozen=True)
class Clash:
    """Two different values for one name, tag or sheet value. "" stands for one that was taken away."""

    field: str
    mine: str
    theirs: str


@dataclass(frozen=True)
class MergedState:
    """The outcome. `state` holds mine wherever the two clash."""

    state: PageState
    body: Merged
    clashes: tuple[Clash, ...]

    @property
    def is_clean(self) -> bool:
        return self.body.is_clean and not self.clashes


def merge_states(base: PageState | None, mine: PageState, theirs: PageState, sheet: Sheet = NO_SHEET) -> MergedState:
    """Merge. Without a base, everything in which the two differ clashes."""
    if base is None:
        return _merged_blindly(mine, theirs, sheet)
    names, name_clashes = merge_entries(base.names, mine.names, theirs.names, "name")
    tags, tag_clashes = merge_entries(base.tags, mine.tags, theirs.tags, "tag")
    values, sheet_clashes = merge_sheets(base.sheet, mine.sheet, theirs.sheet, sheet)
    body = markup.merge(base.body, mine.body, theirs.body)
    clashes = (*name_clashes, *tag_clashes, *sheet_clashes)
    return MergedState(PageState(names, tags, values, body.text), body, clashes)


def _merged_blindly(mine: PageState, theirs: PageState, sheet: Sheet) -> MergedState:
    body = markup.merge("", mine.body, theirs.body)
    names = () if mine.names == theirs.names else (Clash("name", _listed(mine.names), _listed(theirs.names)),)
    tags = () if mine.tags == theirs.tags else (Clash("tag", _listed(mine.tags), _listed(theirs.tags)),)
    one, two = by_field(mine.sheet), by_field(theirs.sheet)
    fields = [
        Clash(field.label, _listed(one.get(field.name, ())), _listed(two.get(field.name, ())))
        for field in sheet
        if one.get(field.name) != two.get(field.name)
    ]
    return MergedState(mine, body, (*names, *tags, *fields))


def _listed(entries: Sequence[NameEntry | TagEntry | SheetEntry]) -> str:
    return ", ".join(map(shown, entries))


def shown(entry: NameEntry | TagEntry | SheetEntry) -> str:
    """Write an entry for a person, with its gate."""
    return f"{entry.text} {{{entry.gate}}}" if entry.gate else entry.text


def merge_entries(
    base: Sequence[Entry], mine: Sequence[Entry], theirs: Sequence[Entry], field: str
) -> tuple[tuple[Entry, ...], list[Clash]]:
    """Merge two lists, entry by entry. Additions to one place are both taken; only one entry changed twice clashes."""
    left, right = _Changes(base, mine), _Changes(base, theirs)
    merged: list[Entry] = []
    clashes: list[Clash] = []
    for index in range(len(base) + 1):
        added = [*right.added[index], *left.added[index]]
        merged += [entry for entry in dict.fromkeys(added) if entry not in merged]
        if index == len(base):
            break
        one, two = left.now[index], right.now[index]
        if base[index] not in (one, two) and one != two:
            clashes.append(Clash(field, shown(one) if one else "", shown(two) if two else ""))
            kept = one or two
        else:
            kept = two if one == base[index] else one
        if kept and kept not in merged:
            merged.append(kept)
    return tuple(merged), clashes


def entry_matches(before: Sequence[Entry], after: Sequence[Entry]) -> list[Match]:
    """Compare two lists of names or of tags."""
    return line_matches([repr(one) for one in before], [repr(one) for one in after], until=in_seconds(SECONDS))


class _Changes:
    """What one side made of each entry of the base (None: taken away), and what it added before each."""

    def __init__(self, base: Sequence[Any], side: Sequence[Any]) -> None:
        self.now: list[Any] = list(base)
        self.added: list[list[Any]] = [[] for _ in range(len(base) + 1)]
        for a0, a1, b0, b1, is_equal in entry_matches(base, side):
            if not is_equal:
                for index in range(a0, a1):
                    self.now[index] = side[b0 + index - a0] if b0 + index - a0 < b1 else None
                self.added[a1] += side[min(b1, b0 + a1 - a0) : b1]


def merge_sheets(
    base: Sequence[SheetEntry], mine: Sequence[SheetEntry], theirs: Sequence[SheetEntry], sheet: Sheet
) -> tuple[tuple[SheetEntry, ...], list[Clash]]:
    """Merge two sheets, field by field and value by value."""
    sides = [by_field(side) for side in (base, mine, theirs)]
    merged: list[SheetEntry] = []
    clashes: list[Clash] = []
    for field in sheet:
        entries = [side.get(field.name, ()) for side in sides]
        found, clashing = _merge_field(field, *entries)
        merged += found
        clashes += clashing
    return tuple(merged), clashes


def _merge_field(
    field: Field, base: Sequence[SheetEntry], mine: Sequence[SheetEntry], theirs: Sequence[SheetEntry]
) -> tuple[Sequence[SheetEntry], list[Clash]]:
    if field.one_per:
        return _merge_by_key(field, base, mine, theirs)
    merged, clashes = merge_entries(base, mine, theirs, field.label)
    if field.is_many:
        return merged, clashes
    # Of a single field, two values for the same readers cannot both be meant.
    twice = [(one, two) for one in mine for two in theirs if one.gate == two.gate and one != two]
    twice = [pair for pair in twice if pair[0] in merged and pair[1] in merged and not {*pair} & {*base}]
    lost = {two for _, two in twice}
    clashes += [Clash(field.label, shown(one), shown(two)) for one, two in twice]
    return [entry for entry in merged if entry not in lost], clashes


def _merge_by_key(
    field: Field, base: Sequence[SheetEntry], mine: Sequence[SheetEntry], theirs: Sequence[SheetEntry]
) -> tuple[list[SheetEntry], list[Clash]]:
    before, left, right = (_by_key(field, side) for side in (base, mine, theirs))
    merged: list[SheetEntry] = []
    clashes: list[Clash] = []
    for key in _keys(left, right) if list(right) == list(before) else _keys(right, left):
        old, one, two = before.get(key), left.get(key), right.get(key)
        is_clash = old not in (one, two) and one != two
        if is_clash:
            clashes.append(Clash(field.label, shown(one) if one else "", shown(two) if two else ""))
        if kept := (one or two) if is_clash else (two if one == old else one):
            merged.append(kept)
    return merged, clashes


def _by_key(field: Field, entries: Sequence[SheetEntry]) -> dict[Any, SheetEntry]:
    """Give the values by what tells them apart; what stands there twice is counted."""
    found: dict[Any, SheetEntry] = {}
    for entry in entries:
        key, number = entry.values[field.at(field.one_per)], 0
        while (key, number) in found:
            number += 1
        found[key, number] = entry
    return found


def _keys(first: dict[Any, SheetEntry], second: dict[Any, SheetEntry]) -> list[Any]:
    """Give all keys: those of one side in its order, each other one after what it follows on the other side."""
    keys, before = list(first), -1
    for key in second:
        if key not in first:
            keys.insert(before + 1, key)
        before = keys.index(key)
    return keys
