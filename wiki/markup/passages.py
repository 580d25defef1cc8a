"""Cuts a text into passages for searching: each one as its readers have it, with the gates that say who they are.

What a reader's passages are follows from what they see alone. So a gated block parts nothing for who does not see it,
and of a paragraph with gates in its lines there is one passage for each outcome of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

from wiki.markup.blocks import ITEM
from wiki.markup.lead import words
from wiki.markup.lexer import FENCE, OPENING, Kind, lex, normalise
from wiki.markup.projection import project

HEADING = re.compile(r"[^\S\n]{0,3}#{1,6}[^\S\n]+")
# Of a paragraph with more gates than this in its lines, each open or shut part is a passage of its own.
MOST_GATES = 4
SIGNS = re.compile(r"[\\`*_\[\]<>!&|~^$#\n]|://")


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
    return list(_scope(source.split("\n"), (), ""))


def _scope(lines: list[str], must: tuple[str, ...], heading: str) -> Iterator[Passage]:
    """List what stands directly within some gates, and within the blocks in it."""
    for unit in _units(lines):
        outside, inside = _parted(unit)
        text = "\n".join(outside)
        is_heading = HEADING.match(text) is not None
        if is_heading:
            heading = plain(project(text, lambda gate: gate in must))
        for found in _variants(text, must):
            yield found._replace(heading=found.text if is_heading else heading, is_heading=is_heading)
        for gate, part in inside:
            yield from _scope(part, (*must, gate), heading)


def _units(lines: list[str]) -> Iterator[list[str]]:
    """Cut lines into paragraphs, list items, rows and headings, each with the gated blocks that stand in it."""
    unit: list[str] = []
    depth = 0
    for line in lines:
        if FENCE.match(line):
            depth += 1 if OPENING.match(line) else -1
        elif depth == 0 and (not line.strip() or ITEM.match(line) or HEADING.match(line)):
            yield unit
            unit = []
        unit.append(line)
        if depth == 0 and HEADING.match(line):
            yield unit
            unit = []
    yield unit


def _parted(unit: list[str]) -> tuple[list[str], list[tuple[str, list[str]]]]:
    """Part a unit into its own lines, and the gate and the lines of each block in it."""
    outside: list[str] = []
    inside: list[tuple[str, list[str]]] = []
    depth = 0
    for line in unit:
        opening = OPENING.match(line) if FENCE.match(line) else None
        if opening and depth == 0:
            inside.append((opening["gate"].strip(), []))
        elif depth > (1 if FENCE.match(line) and not opening else 0):
            inside[-1][1].append(line)
        elif depth == 0:
            outside.append(line)
        if FENCE.match(line):
            depth += 1 if opening else -1
    return outside, inside


def _variants(text: str, must: tuple[str, ...]) -> Iterator[Passage]:
    """List what a paragraph is to different readers."""
    gates = list(dict.fromkeys(token.gate for token in lex(text).tokens if token.kind is Kind.OPEN and token.gate))
    gates = [gate for gate in gates if gate not in must]
    shut = gates[MOST_GATES:]
    for outcomes in product((True, False), repeat=min(len(gates), MOST_GATES)):
        told = dict(zip(gates, outcomes, strict=False))
        seen = plain(project(text, lambda gate, told=told: gate in must or told.get(gate, False)))  # type: ignore[misc]
        if seen:
            opened = tuple(gate for gate, is_open in told.items() if is_open)
            yield Passage("", seen, (*must, *opened), tuple(gate for gate in told if gate not in opened))
    for gate in shut:
        if seen := plain(_within(text, gate)):
            yield Passage("", seen, (*must, gate))


def _within(text: str, gate: str) -> str:
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
