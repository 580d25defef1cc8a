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
from wiki.pages.sheets.cleaning import clean_sheet
from wiki.pages.state import NameEntry, PageState, TagEntry
from wiki.spoilers.calendar import Calendar
from wiki.spoilers.grammar import parse

NAME_MAX = 150
MAX_NAMES = MAX_TAGS = 100
MAX_MARKS = 30
MAX_GATES = 300
RESERVED = {"new"}
# These would end a wiki link, or could not be seen.
FORBIDDEN = re.compile(r"[\[\]|#{}<>\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


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

    A whole state, with what its author does not see, may hold more names and tags than one person writes. Values of a
    sheet that stood in the page `before` are not judged again.
    """
    if stacked := [one for one in _stacked(state) if not (is_whole and one.index)]:
        raise Refused(stacked)
    tidy = replace(
        state,
        names=tuple(NameEntry(_line(one.text), _line(one.gate), one.kind) for one in state.names),
        tags=tuple(TagEntry(_line(one.text), _line(one.gate)) for one in state.tags),
        body=_text(state.body),
    )
    tidy = replace(tidy, names=tuple(dict.fromkeys(tidy.names)), tags=_once(tidy.tags))
    known = None if is_whole else before.sheet if before else ()
    sheet, troubles = clean_sheet(tidy, kind.sheet, calendar, known)
    refusals = [*_names(tidy, kind), *_tags(tidy), *_gates(tidy, calendar), *_body(tidy, calendar)]
    if refusals := refusals + [Refusal(f"sheet {one.field} {one.column}", one.index, one.message) for one in troubles]:
        raise Refused(refusals)
    return replace(tidy, sheet=sheet)


def _stacked(state: PageState) -> Iterator[Refusal]:
    """Refuse accents that Unicode’s normal form takes for ever over, and lists too long to go through."""
    texts = [("names", entry.text) for entry in state.names] + [("tags", entry.text) for entry in state.tags]
    for field, text in [*texts, ("body", state.body)]:
        if not text.isascii() and _is_stacked(text):
            yield Refusal(field, 0, f"More than {MAX_MARKS} accents stand on one letter here.")
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


def _line(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


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
