"""Cuts a text into blocks (paragraphs, list items, rows), finds those like one, and puts gates around some.

Where a block begins and ends follows from the lines that a reader sees, never from what is hidden from them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from wiki.markup.lexer import FENCE, OPENING, normalise

ITEM = re.compile(r"[^\S\n]*(?:[-*+]|\d{1,9}[.)])[^\S\n]|[^\S\n]*\|")
WORD = re.compile(r"\w+")
# Two texts are alike from this share of the shorter runs of words on. Where in doubt, more counts as alike.
ALIKE = 0.4
RUN = 3

Span = tuple[int, int]


class Block(NamedTuple):
    """A block: its lines, in one span or, where something hidden stands between them, in several; and its text.

    A span goes from its first line up to but not including its second number.
    """

    spans: tuple[Span, ...]
    text: str


def _all_open(gate: str) -> bool:
    return True


def blocks(text: str, sees: Callable[[str], bool] = _all_open) -> list[Block]:
    """Cut a text as somebody sees it. Fences of gates and empty lines belong to no block."""
    lines = normalise(text).split("\n")
    return [_block(numbers, lines) for numbers in _runs_of_lines(lines, sees)]


def _runs_of_lines(lines: list[str], sees: Callable[[str], bool]) -> Iterator[list[int]]:
    """Yield the numbers of the lines of each block. A hidden gate parts nothing: its reader does not know of it."""
    run: list[int] = []
    open_gates: list[bool] = []
    for number, line in enumerate(lines):
        is_edge = is_left_out = not line.strip()
        if FENCE.match(line):
            is_hidden = not all(open_gates)
            _follow(line, open_gates, sees)
            is_edge, is_left_out = not is_hidden and all(open_gates), True
        elif not all(open_gates):
            is_edge, is_left_out = False, True
        elif ITEM.match(line):
            is_edge = True
        if run and is_edge:
            yield run
            run = []
        if not is_left_out:
            run.append(number)
    if run:
        yield run


def _follow(line: str, open_gates: list[bool], sees: Callable[[str], bool]) -> None:
    """Keep account of the gates around: whether each is open."""
    if match := OPENING.match(line):
        open_gates.append(sees(match["gate"].strip()))
    elif open_gates:
        open_gates.pop()


def _block(numbers: list[int], lines: list[str]) -> Block:
    spans: list[Span] = []
    for number in numbers:
        if spans and spans[-1][1] == number:
            spans[-1] = (spans[-1][0], number + 1)
        else:
            spans.append((number, number + 1))
    return Block(tuple(spans), "\n".join(lines[number] for number in numbers))


def like(text: str, block: str) -> bool:
    """Tell whether a block says what a text says, or a good part of it."""
    wanted, found = _runs(text), _runs(block)
    if not wanted or not found:
        return text.split() == block.split()
    shared = len(wanted & found)
    return shared >= ALIKE * min(len(wanted), len(found)) and shared > 0


def _runs(text: str) -> set[tuple[str, ...]]:
    """Give the runs of three words in a text, or all its words where it has fewer."""
    words = [word.casefold() for word in WORD.findall(text)]
    if len(words) < RUN:
        return {tuple(words)} if words else set()
    return {tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}


def gated(text: str, places: Iterable[tuple[int, int, str]]) -> str:
    """Put gates around lines: each place is a span of lines and the gate. Spans are the same or apart."""
    lines = normalise(text).split("\n")
    for start, end, gate in sorted(places, reverse=True):
        lines[start:end] = ["\n".join([f"::: spoiler {gate}", *lines[start:end], ":::"])]
    return "\n".join(lines)
