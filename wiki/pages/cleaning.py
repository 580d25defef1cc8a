"""Brings a state into its one form, and lists what makes it unfit to save."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from wiki import markup
from wiki.markup import GateError
from wiki.pages.kinds import PAGE, Kind
from wiki.pages.models import Name
from wiki.pages.sheets.cleaning import Trouble, clean_sheet, one_line
from wiki.pages.sheets.types import NOT_IN_NAMES, UNSEEN
from wiki.pages.state import NameEntry, PageState, TagEntry, by_field
from wiki.spoilers.calendar import Calendar
from wiki.spoilers.grammar import parse

NAME_MAX = 150
MAX_NAMES = MAX_TAGS = 100
MAX_MARKS = 30
MAX_GATES = 300
RESERVED = {"new"}
# These would end a wiki link, or could not be seen.
FORBIDDEN = re.compile(f"{NOT_IN_NAMES.pattern}|{UNSEEN.pattern}")


class Refusal(NamedTuple):
    """Why a save is refused: the field, the entry in it (from 0) or the line of the body (from 1), a sentence."""

    field: str
    index: int
    message: str


class Refused(ValueError):
    """A state that cannot be saved, with all reasons."""

    def __init__(self, refusals: list[Refusal]) -> None:
        super().__init__("; ".join(f"{one.field} {one.index}: {one.message}" for one in refusals))
        self.refusals = refusals


def clean(
    state: PageState,
    calendar: Calendar,
    kind: Kind = PAGE,
    *,
    before: PageState | None = None,
    is_whole: bool = False,
) -> PageState:
    """Give the state in its one form, without what stands in it twice. Raises Refused with every reason at once.

    A whole state, with what its author does not see, may hold more names and tags than one person writes, and its sheet
    was judged when it was written. So were values that stood in the page `before`.
    """
    if stacked := [one for one in _stacked(state) if not (is_whole and one.index)]:
        raise Refused(stacked)
    tidy = _tidy(state)
    sheet, troubles = kind.sheet.sorted(dict.fromkeys(tidy.sheet)), list[Trouble]()
    if not is_whole:
        sheet, troubles = clean_sheet(tidy, kind.sheet, calendar, before.sheet if before else ())
    refusals = [*_names(tidy, kind), *_tags(tidy), *_gates(tidy, calendar), *_body(tidy, calendar)]
    refusals += [Refusal(f"sheet {one.field} {one.column}", one.index, one.message) for one in troubles]
    if refusals:
        raise Refused(refusals)
    return replace(tidy, sheet=sheet)


def _tidy(state: PageState) -> PageState:
    """Bring names, tags and body into their one form."""
    names = (NameEntry(one_line(entry.text), one_line(entry.gate), entry.kind) for entry in state.names)
    tags = (TagEntry(one_line(entry.text), one_line(entry.gate)) for entry in state.tags)
    return replace(state, names=tuple(dict.fromkeys(names)), tags=_once(tuple(tags)), body=_text(state.body))


def _stacked(state: PageState) -> Iterator[Refusal]:
    """Refuse accents that Unicode’s normal form takes for ever over, and lists too long to go through."""
    texts = [("names", 0, entry.text) for entry in state.names] + [("tags", 0, entry.text) for entry in state.tags]
    for field, entries in by_field(state.sheet).items():
        texts += [(f"sheet {field} ", index, "".join(one.values) + one.source) for index, one in enumerate(entries)]
    for field, index, text in [*texts, ("body", 0, state.body)]:
        if not text.isascii() and _is_stacked(text):
            yield Refusal(field, index, f"More than {MAX_MARKS} accents stand on one letter here.")
    for field, entries, most in (("names", state.names, MAX_NAMES), ("tags", state.tags, MAX_TAGS)):
        if len(entries) > most:
            yield Refusal(field, most, f"A page has at most {most} {field}.")


def _is_stacked(text: str) -> bool:
    marks = 0
    for char in text:
        marks = marks + 1 if unicodedata.combining(char) else 0
        if marks > MAX_MARKS:
            return True
    return False


def _text(text: str) -> str:
    text = unicodedata.normalize("NFC", markup.normalise(text)).strip("\n")
    return text + "\n" if text else ""


def _once(tags: tuple[TagEntry, ...]) -> tuple[TagEntry, ...]:
    return tuple({(markup.slugify(tag.text), tag.gate): tag for tag in reversed(tags)}.values())[::-1]


def _names(state: PageState, kind: Kind) -> Iterator[Refusal]:
    if not any(one.kind == Name.Kind.TITLE for one in state.names):
        yield Refusal("names", 0, "A page needs a title.")
    for index, entry in enumerate(state.names):
        if message := _unfit(entry.text, "name"):
            yield Refusal("names", index, message)
        elif markup.slugify(entry.text) in RESERVED | kind.reserved:
            yield Refusal("names", index, f"“{entry.text}” is needed for a page of the site; choose another name.")


def _tags(state: PageState) -> Iterator[Refusal]:
    for index, entry in enumerate(state.tags):
        if message := _unfit(entry.text, "tag"):
            yield Refusal("tags", index, message)


def _unfit(text: str, what: str) -> str:
    if not text:
        return f"A {what} cannot be empty."
    if len(text) > NAME_MAX:
        return f"A {what} has at most {NAME_MAX} characters."
    if match := FORBIDDEN.search(text):
        shown = match[0] if match[0].isprintable() else f"U+{ord(match[0]):04X}"
        return f"A {what} cannot hold the character {shown}."
    return ""


def _gates(state: PageState, calendar: Calendar) -> Iterator[Refusal]:
    for name, entries in (("names", state.names), ("tags", state.tags)):
        for index, entry in enumerate(entries):
            try:
                if entry.gate:
                    parse(entry.gate, calendar)
            except GateError as error:
                yield Refusal(name, index, error.message)


def _body(state: PageState, calendar: Calendar) -> Iterator[Refusal]:
    if len(state.body) <= markup.MAX_BYTES and len(state.gates) > MAX_GATES:
        yield Refusal("body", 1, f"A page has at most {MAX_GATES} different gates.")
        return
    for problem in body_problems(state.body, calendar):
        yield Refusal("body", problem.line, f"Column {problem.column}: {problem.message}")


def body_problems(body: str, calendar: Calendar) -> list[markup.Problem]:
    """List what is wrong with a body, with lines and columns."""
    return markup.problems(body, lambda gate: parse(gate, calendar))
