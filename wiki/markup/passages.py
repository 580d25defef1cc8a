"""Cuts a text into passages for searching: each one as its readers have it, with the gates that say who they are.

What a reader's passages are follows from what they see alone. So a gated block parts nothing for who does not see it,
and of a paragraph with gates in its lines there is one passage for each outcome of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import compress, product
from typing import NamedTuple

from wiki.markup.blocks import ITEM
from wiki.markup.lead import words
from wiki.markup.lexer import FENCE, OPENING, Kind, lex, normalise
from wiki.markup.projection import project

LINE_END = re.compile("\n")
HEADING = re.compile(r"[^\S\n]{0,3}#{1,6}[^\S\n]+")
# Of a paragraph with more gates than this in its lines, each open or shut part is a passage of its own.
MOST_GATES = 4
# A paragraph with gates over several of its lines is cut into as many passages, for all its readers together.
MOST_PARTS = 32
SIGNS = re.compile(r"[\\`*_\[\]<>!&|~^$#\n]|://")


class Line(NamedTuple):
    """A line of a text; nothing is cut before one that begins within a gate of its paragraph."""

    text: str
    is_within: bool = False


class Passage(NamedTuple):
    """Plain text under a heading, for who sees all gates in `must` and none of those in `unless`."""

    heading: str
    text: str
    must: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    is_heading: bool = False


def passages(source: str) -> list[Passage]:
    """List the passages of a text in its order. What is unbalanced in it is nobody's."""
    source = normalise(source)
    if lex(source).faults:
        source = project(source, lambda gate: False)
    return list(_scope(list(_lines(source)), (), ""))


def _lines(source: str) -> Iterator[Line]:
    """Cut a text into lines. Cut within a gate, half of it would be read as if it stood behind none."""
    within = _within_gates(source)
    at = 0
    for text in source.split("\n"):
        yield Line(text, at in within)
        at += len(text) + 1


def _within_gates(source: str) -> set[int]:
    """Give where lines begin that stand within a gate of their paragraph."""
    found: set[int] = set()
    opened: list[int] = []
    for token in lex(source).tokens:
        if token.kind is Kind.OPEN and not token.is_block:
            opened.append(token.start)
        elif token.kind is Kind.CLOSE and not token.is_block:
            start = opened.pop()
            if not opened:
                found.update(match.end() for match in LINE_END.finditer(source, start, token.end))
    return found


def _scope(lines: list[Line], must: tuple[str, ...], heading: str) -> Iterator[Passage]:
    """List what stands directly within some gates, and within the blocks in it."""
    for unit in _units(lines):
        outside, inside = _parted(unit)
        text = "\n".join(outside)
        yield from _variants(text, must, heading)
        heading = _last_heading(text, must) or heading
        for gate, part in inside:
            yield from _scope(part, (*must, gate), heading)


def _units(lines: list[Line]) -> Iterator[list[Line]]:
    """Cut lines into paragraphs, list items, rows and headings, each with the gated blocks that stand in it."""
    unit: list[Line] = []
    depth = 0
    after_heading = False
    for line in lines:
        text = line.text
        is_fence = FENCE.match(text) is not None
        is_edge = after_heading or (not is_fence and _is_edge(text))
        if depth == 0 and is_edge and not line.is_within:
            yield unit
            unit = []
        if is_fence:
            depth += 1 if OPENING.match(text) else -1
        unit.append(line)
        after_heading = depth == 0 and not line.is_within and HEADING.match(text) is not None
    yield unit


def _is_edge(line: str) -> bool:
    """Tell whether something begins with a line that stands in no gated block."""
    return not line.strip() or bool(ITEM.match(line) or HEADING.match(line))


def _parted(unit: list[Line]) -> tuple[list[str], list[tuple[str, list[Line]]]]:
    """Part a unit into its own lines, and the gate and the lines of each block in it."""
    outside: list[str] = []
    inside: list[tuple[str, list[Line]]] = []
    depth = 0
    for line in unit:
        is_fence = FENCE.match(line.text) is not None
        opening = OPENING.match(line.text) if is_fence else None
        if opening and depth == 0:
            inside.append((opening["gate"].strip(), []))
        elif depth > (1 if is_fence and not opening else 0):
            inside[-1][1].append(line)
        elif depth == 0:
            outside.append(line.text)
        if is_fence:
            depth += 1 if opening else -1
    return outside, inside


def _variants(text: str, must: tuple[str, ...], heading: str) -> Iterator[Passage]:
    """List what a paragraph below a heading is to different readers."""
    gates = list(dict.fromkeys(token.gate for token in lex(text).tokens if token.kind is Kind.OPEN and token.gate))
    gates = [gate for gate in gates if gate not in must]
    told, shut = gates[:MOST_GATES], gates[MOST_GATES:]
    for opened, unless in _outcomes(told):
        seen = (*must, *opened)
        for part in _parts(project(text, seen.__contains__), heading, MOST_PARTS >> len(told)):
            yield part._replace(must=seen, unless=unless)
    for gate in shut:
        if words_in := plain(_directly_in(text, gate)):
            yield Passage(heading, words_in, (*must, gate))


def _outcomes(gates: list[str]) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """List for each reader that there can be which gates are open, and which are shut."""
    for outcomes in product((True, False), repeat=len(gates)):
        opened = tuple(compress(gates, outcomes))
        yield opened, tuple(gate for gate in gates if gate not in opened)


def _parts(projection: str, heading: str, most: int) -> Iterator[Passage]:
    """Cut a paragraph as a reader has it, if not into too many parts."""
    parts = list(_cut(projection))
    for part in parts if len(parts) <= most else [projection]:
        seen, is_heading = plain(part), HEADING.match(part) is not None
        heading = seen if is_heading else heading
        if seen:
            yield Passage(heading, seen, is_heading=is_heading)


def _cut(projection: str) -> Iterator[str]:
    """Cut a paragraph as a reader has it: a gate in its lines may begin or end amid items and headings."""
    part: list[str] = []
    after_heading = False
    for line in projection.split("\n"):
        if part and (after_heading or _is_edge(line)):
            yield "\n".join(part)
            part = []
        part.append(line)
        after_heading = HEADING.match(line) is not None
    yield "\n".join(part)


def _last_heading(text: str, must: tuple[str, ...]) -> str:
    """Give the heading below which what follows a paragraph stands, "" for none."""
    parts = _cut(project(text, lambda gate: gate in must)) if "#" in text else ()
    return next((plain(part) for part in reversed(list(parts)) if HEADING.match(part)), "")


def _directly_in(text: str, gate: str) -> str:
    """Give what stands directly in one gate of a paragraph, and in no other."""
    found, stack = [], []
    for token in lex(text).tokens:
        if token.kind is Kind.OPEN:
            stack.append((token.gate, True))
        elif token.kind is Kind.ELSE:
            stack[-1] = (stack[-1][0], False)
        elif token.kind is Kind.CLOSE:
            stack.pop()
        elif stack == [(gate, True)]:
            found.append(token.value)
    return " ".join(found)


def plain(projection: str) -> str:
    """Give the words of a projection without marks. Most paragraphs have none, and are not parsed for them."""
    projection = projection.strip("\n")
    return words(projection) if SIGNS.search(projection) or ITEM.match(projection) else " ".join(projection.split())
