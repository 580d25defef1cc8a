"""The content of a page as one value: what a revision holds, and what is left of it through a lens."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from wiki import markup
from wiki.markup.lexer import Kind as TokenKind
from wiki.pages.models import Name, Pending, Revision
from wiki.spoilers.condition import from_key
from wiki.spoilers.lens import Lens
from wiki.spoilers.sealed import unseal

Sees = Callable[[str], bool]
OR = re.compile(r"\s+or\s+", re.IGNORECASE)


class NameEntry(NamedTuple):
    """A name with its gate as written; "" is no gate."""

    text: str
    gate: str = ""
    kind: str = Name.Kind.TITLE


class TagEntry(NamedTuple):
    text: str
    gate: str = ""


class SheetEntry(NamedTuple):
    """One value of a sheet: a text for each column of its field, with its gate and its source as written."""

    field: str
    values: tuple[str, ...]
    gate: str = ""
    source: str = ""

    @property
    def text(self) -> str:
        """The value in one line, its columns with bars between them."""
        return " | ".join(self.values).rstrip(" |")


@dataclass(frozen=True)
class PageState:
    """Names in their order (a later title replaces an earlier one), tags, sheet by its fields, body."""

    names: tuple[NameEntry, ...] = ()
    tags: tuple[TagEntry, ...] = ()
    sheet: tuple[SheetEntry, ...] = ()
    body: str = ""

    @property
    def gates(self) -> set[str]:
        """Every gate's text in this state."""
        fields = {entry.gate for entry in (*self.names, *self.tags, *self.sheet)} - {""}
        tokens = markup.lex(markup.normalise(self.body)).tokens
        return fields | {token.gate for token in tokens if token.kind is TokenKind.OPEN and token.gate is not None}

    @property
    def digest(self) -> str:
        parts = [self.names, self.tags, self.sheet or {}, self.body]
        content = json.dumps(parts, ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(content.encode(errors="surrogatepass")).hexdigest()

    @property
    def title(self) -> str:
        """The name to show: the last title, or the last other name; "" when there is none."""
        return max(self.ranked(), default=(0, NameEntry("")))[1].text

    def ranked(self) -> Iterator[tuple[int, NameEntry]]:
        """Give each name its rank: titles above aliases above redirects, later above earlier."""
        base = {Name.Kind.REDIRECT: 0, Name.Kind.ALIAS: 10_000, Name.Kind.TITLE: 20_000}
        for index, entry in enumerate(self.names):
            yield base[Name.Kind(entry.kind)] + index, entry

    def through(self, sees: Sees, *, keep_gates: bool = False) -> PageState:
        """Project. With `keep_gates` the open gates stay written, as they are edited and compared."""
        names = tuple(entry for entry in self.names if not entry.gate or sees(entry.gate))
        tags = tuple(entry for entry in self.tags if not entry.gate or sees(entry.gate))
        sheet = tuple(entry for entry in self.sheet if not entry.gate or sees(entry.gate))
        body = markup.project(self.body, sees, keep_gates=keep_gates)
        return PageState(names, tags, sheet, body)


def state_of(revision: Revision | Pending) -> PageState:
    """Open a revision, whole, with its seals. For projecting, comparing and writing; never for showing."""
    saved = saved_state_of(revision)
    return sealed(saved, revision.seals) if revision.seals else saved


def saved_state_of(revision: Revision | Pending) -> PageState:
    """Open a revision as its author saved it, without the seals that came later: what an edit started from."""
    tags, body = unseal(revision.tags), unseal(revision.body)
    return replace(_facts(revision), tags=tuple(TagEntry(*one) for one in tags), body=body)


def facts_of(revision: Revision) -> PageState:
    """Open the names and the sheet of a revision alone, for many at once. For projecting, as `state_of`."""
    facts = _facts(revision)
    return replace(facts, sheet=_sealed_sheet(facts.sheet, revision.seals)) if revision.seals else facts


def _facts(revision: Revision | Pending) -> PageState:
    names, sheet = unseal(revision.names), unseal(revision.sheet)
    values = tuple(SheetEntry(field, tuple(texts), *rest) for field, texts, *rest in sheet or ())
    return PageState(names=tuple(NameEntry(*one) for one in names), sheet=values)


def sealed(state: PageState, seals: list[dict[str, Any]]) -> PageState:
    """Put seals on a state. Each is a gate, and what it hides: lines of the text, and values of the sheet."""
    places = {(start, end, seal["gate"]) for seal in seals for start, end in seal["lines"]}
    body = markup.gated(state.body, places) if places else state.body
    return replace(state, sheet=_sealed_sheet(state.sheet, seals), body=body)


def _sealed_sheet(sheet: tuple[SheetEntry, ...], seals: list[dict[str, Any]]) -> tuple[SheetEntry, ...]:
    for seal in seals:
        values = {(field, tuple(texts)) for field, texts in seal["values"]}
        sheet = tuple(
            entry._replace(gate=both(entry.gate, seal["gate"])) if (entry.field, entry.values) in values else entry
            for entry in sheet
        )
    return sheet


def both(gate: str, other: str) -> str:
    """Write the gate that is open where two are."""
    if not gate:
        return other
    return " or ".join(f"{one} and {two}" for one in OR.split(gate) for two in OR.split(other))


def tidied(state: PageState) -> PageState:
    """Give a projection as a form gives it back."""
    body = state.body.strip("\n")
    return replace(state, body=body + "\n" if body else "")


def by_field(sheet: Iterable[SheetEntry]) -> dict[str, tuple[SheetEntry, ...]]:
    """Group the values of a sheet."""
    found: dict[str, list[SheetEntry]] = {}
    for entry in sheet:
        found.setdefault(entry.field, []).append(entry)
    return {field: tuple(entries) for field, entries in found.items()}


def seer(lens: Lens, gates: dict[str, str]) -> Sees:
    """Give the function that tells of a gate's text whether a lens sees it. Unknown texts are shut."""
    outcomes = {text: lens.sees(from_key(key)) for text, key in gates.items()}
    return lambda text: outcomes.get(text, False)
