"""Brings what somebody wants to say into its one form, or lists what is wrong with it."""

from __future__ import annotations

from typing import NamedTuple

from wiki import markup
from wiki.markup import GateError
from wiki.markup.lexer import Kind
from wiki.pages import images, record
from wiki.pages.cleaning import MAX_GATES, Refusal, Refused, body_problems
from wiki.pages.state import PageState
from wiki.spoilers.calendar import Calendar
from wiki.spoilers.condition import Condition
from wiki.spoilers.grammar import parse
from wiki.spoilers.lens import Lens

MOST_CHARS = 10_000
MOST_CALLED = 20
TOO_MANY = f"A comment calls at most {MOST_CALLED} people; leave some of the @names out."
# Rows of a table are filled up with empty cells: ten kilobytes would make hundreds of them, each time they are read.
MOST_CELLS = 2_000
TOO_WIDE = f"A table in a comment has at most {MOST_CELLS:,} cells; put a larger one on a page."
EMPTY = "There is nothing here yet to say."
ALL_HIDDEN = "All of this stands behind gates. Leave them out, and say below who may read the comment as a whole."
TOO_LONG = f"A comment has at most {MOST_CHARS:,} characters; put what is longer on a page."


class Checked(NamedTuple):
    """A text that is fit to be kept, its own condition, and those of the gates in it."""

    text: str
    gate_text: str
    condition: Condition | None
    gates: dict[str, str]


def checked(text: str, gate: str, *, lens: Lens, calendar: Calendar) -> Checked:
    """Check a text and the gate it is to stand behind. Raises Refused with every reason."""
    text, gate = markup.normalise(text).strip(), " ".join(gate.split())
    if not text or len(text) > MOST_CHARS:
        raise Refused([Refusal("text", 1, TOO_LONG if text else EMPTY)])
    found = [
        Refusal("text", one.line, f"Line {one.line}, column {one.column}: {one.message}")
        for one in body_problems(text, calendar)
    ]
    if not found and not markup.project(text, lambda gate: False).strip():
        found = [Refusal("text", 1, ALL_HIDDEN)]  # or whoever sees none of the gates would see that there is something
    condition, wrong = _condition(gate, calendar)
    refusals = found + wrong or _open_pictures(text, gate, lens, calendar)
    inner = _gates(text)
    if len(markup.mentions(text)) > MOST_CALLED:
        refusals.append(Refusal("text", 1, TOO_MANY))
    if max(line.count("|") for line in text.split("\n")) * text.count("\n") > MOST_CELLS:
        refusals.append(Refusal("text", 1, TOO_WIDE))
    if len(inner) > MAX_GATES:
        refusals.append(Refusal("text", 1, f"A comment has at most {MAX_GATES} different gates."))
    if refusals:
        raise Refused(refusals)
    return Checked(text, gate, condition, record.resolved(inner, calendar))


def _condition(gate: str, calendar: Calendar) -> tuple[Condition | None, list[Refusal]]:
    try:
        return (parse(gate, calendar) if gate else None), []
    except GateError as error:
        return None, [Refusal("gate", 0, error.message)]


def _gates(text: str) -> set[str]:
    return {token.gate for token in markup.lex(text).tokens if token.kind is Kind.OPEN and token.gate is not None}


def _open_pictures(text: str, gate: str, lens: Lens, calendar: Calendar) -> list[Refusal]:
    """Refuse a picture that stands before readers who may not see it: the comment's own gate stands around all."""
    around = f"::: spoiler {gate}\n{text}\n:::\n" if gate else text
    found = images.refusals(PageState(body=around), lens, calendar)
    return [one._replace(field="text", index=1) for one in found]
