"""Lists what can be reported on a page: its blocks and its facts, as the reader has them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from wiki import markup
from wiki.pages import record
from wiki.pages.looking import Editable
from wiki.pages.sealing import Passage
from wiki.pages.state import PageState, seer
from wiki.spoilers.calendar import current
from wiki.spoilers.lens import Lens


@dataclass(frozen=True)
class Choice:
    """A passage to choose, and how it reads. `id` changes with what it says."""

    id: str
    passage: Passage
    words: str


def choices(found: Editable, lens: Lens) -> list[Choice]:
    """List the passages of a page: its facts, then its blocks."""
    return [*_facts(found), *_blocks(found.state, lens)]


def quoted(found: Editable, words: str, lens: Lens) -> str:
    """Give the id of the passage in which somebody marked some words, "" where there is none."""
    wanted = " ".join(words.split()).casefold()
    if not wanted:
        return ""
    return next((one.id for one in choices(found, lens) if wanted in one.words.casefold()), "")


def choice(found: Editable, wanted: str, lens: Lens) -> Choice | None:
    """Give one passage of a page, None if it is not there any more."""
    return next((one for one in choices(found, lens) if one.id == wanted), None)


def _blocks(state: PageState, lens: Lens) -> Iterator[Choice]:
    sees = seer(lens, record.resolved(state.gates, current()))
    for text in dict.fromkeys(block.text for block in markup.blocks(state.body)):
        if words := markup.words(markup.project(text, sees)):
            yield Choice(_id(text), Passage(text), words)


def _facts(found: Editable) -> Iterator[Choice]:
    sheet = found.kind.sheet
    for entry in dict.fromkeys(found.state.sheet):
        if not sheet.by_name[entry.field].is_locked:
            passage = Passage(value=(entry.field, entry.values))
            yield Choice(_id(repr(passage.value)), passage, f"{sheet.by_name[entry.field].label}: {entry.text}")


def _id(text: str) -> str:
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()[:16]
