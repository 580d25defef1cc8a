"""Compares two texts for people: by lines, with the changed words marked, for one column or two."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from wiki.markup.matching import Match, in_seconds, line_matches, word_matches
from wiki.markup.seams import LINES

CONTEXT = 2
SECONDS = 1.0
WORDS = re.compile(r"\w+|\s+|[^\w\s]")
MAX_WORDS = 4000


class Run(NamedTuple):
    """Part of a line; marked where it differs from the other side."""

    text: str
    is_marked: bool = False


@dataclass(frozen=True)
class DiffRow:
    """One line of a comparison. A side that has no such line is None; `skipped` counts lines left out instead."""

    before: tuple[Run, ...] | None = None
    after: tuple[Run, ...] | None = None
    before_number: int = 0
    after_number: int = 0
    skipped: int = 0

    @property
    def is_same(self) -> bool:
        return bool(self.before_number and self.after_number) and not self.is_changed

    @property
    def is_changed(self) -> bool:
        return any(run.is_marked for side in (self.before, self.after) for run in side or ())


def diff(before: str, after: str) -> list[DiffRow]:
    """List the changed lines with some around them. After a second of comparing the rest counts as changed."""
    return list(_Diff(LINES.findall(before), LINES.findall(after)).rows())


class _Diff:
    def __init__(self, before: Sequence[str], after: Sequence[str]) -> None:
        self.before, self.after = before, after
        self.until = in_seconds(SECONDS)

    def rows(self) -> Iterator[DiffRow]:
        matches = line_matches(self.before, self.after, until=self.until)
        for index, match in enumerate(matches):
            if match.is_equal:
                yield from self.same(match, is_first=index == 0, is_last=index == len(matches) - 1)
            else:
                yield from self.changed(match)

    def same(self, match: Match, *, is_first: bool, is_last: bool) -> Iterator[DiffRow]:
        count = match.a1 - match.a0
        head, tail = 0 if is_first else CONTEXT, 0 if is_last else CONTEXT
        skipped = count - head - tail
        for offset in range(count):
            if offset < head or offset >= count - tail or skipped <= 1:
                yield self.row(match.a0 + offset, match.b0 + offset)
            elif offset == head:
                yield DiffRow(skipped=skipped)

    def row(self, a: int, b: int) -> DiffRow:
        line = (Run(self.before[a].rstrip("\n")),)
        return DiffRow(line, line, a + 1, b + 1)

    def changed(self, match: Match) -> Iterator[DiffRow]:
        for offset in range(max(match.a1 - match.a0, match.b1 - match.b0)):
            a, b = match.a0 + offset, match.b0 + offset
            one = self.before[a].rstrip("\n") if a < match.a1 else None
            two = self.after[b].rstrip("\n") if b < match.b1 else None
            yield DiffRow(*self.marked(one, two), a + 1 if one is not None else 0, b + 1 if two is not None else 0)

    def marked(self, one: str | None, two: str | None) -> tuple[tuple[Run, ...] | None, tuple[Run, ...] | None]:
        if one is None or two is None:
            return (None if one is None else (Run(one, True),)), (None if two is None else (Run(two, True),))
        return word_diff(one, two, until=self.until)


def word_diff(one: str, two: str, *, until: float) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
    """Mark the words of two lines that differ. Lines with little in common are marked as a whole."""
    before, after = WORDS.findall(one), WORDS.findall(two)
    if len(before) + len(after) > MAX_WORDS:
        return (Run(one, True),), (Run(two, True),)
    matches = word_matches(before, after, until=until)
    same = sum(len("".join(before[match.a0 : match.a1]).strip()) for match in matches if match.is_equal)
    if same * 4 < max(len(one), len(two)):
        return (Run(one, True),), (Run(two, True),)
    left = [Run("".join(before[match.a0 : match.a1]), not match.is_equal) for match in matches]
    right = [Run("".join(after[match.b0 : match.b1]), not match.is_equal) for match in matches]
    return tuple(run for run in left if run.text), tuple(run for run in right if run.text)
