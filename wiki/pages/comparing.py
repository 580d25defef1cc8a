"""What changed between two revisions of a page, as one reader may see it: a diff of two projections."""

from __future__ import annotations

from dataclasses import dataclass

from wiki.pages import looking
from wiki.pages.diffing import DiffRow, diff
from wiki.pages.looking import RevisionLine
from wiki.pages.models import Name, Revision
from wiki.pages.state import NameEntry, PageState, TagEntry
from wiki.spoilers.lens import Lens


@dataclass(frozen=True)
class EntryChange:
    """A name or tag that came or went."""

    what: str
    text: str
    came: bool


@dataclass(frozen=True)
class Comparison:
    before: RevisionLine | None
    after: RevisionLine
    changes: tuple[EntryChange, ...]
    rows: tuple[DiffRow, ...]

    @property
    def is_empty(self) -> bool:
        return not self.changes and not self.rows


def compare(before: Revision | None, after: Revision, lens: Lens) -> Comparison:
    """Compare two visible revisions, or one with nothing."""
    one, two = looking.projected(before, lens) if before else PageState(), looking.projected(after, lens)
    rows = diff(one.body, two.body) if one.body != two.body else []
    return Comparison(
        looking.line(before, lens) if before else None,
        looking.line(after, lens),
        tuple(_changes(one, two)),
        tuple(rows),
    )


def _changes(one: PageState, two: PageState) -> list[EntryChange]:
    before = [_entry(entry) for entry in (*one.names, *one.tags)]
    after = [_entry(entry) for entry in (*two.names, *two.tags)]
    went = [EntryChange(*entry, came=False) for entry in before if entry not in after]
    return went + [EntryChange(*entry, came=True) for entry in after if entry not in before]


def _entry(entry: NameEntry | TagEntry) -> tuple[str, str]:
    what = Name.Kind(entry.kind).label.capitalize() if isinstance(entry, NameEntry) else "Tag"
    return what, f"{entry.text} (spoiler for {entry.gate})" if entry.gate else entry.text
