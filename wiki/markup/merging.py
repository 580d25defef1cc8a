"""Merges two edits of one text, line by line, as version control does: what does not touch merges."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from wiki.markup.matching import Match, in_seconds, line_matches
from wiki.markup.pieces import full_line
from wiki.markup.seams import LINES

# After this the rest of a text counts as changed as a whole, which makes a conflict at worst.
SECONDS = 1.0


class Chunk(NamedTuple):
    """A run of the merged text. In a conflict the two sides differ; else `mine` is what both come to."""

    mine: str
    theirs: str
    is_conflict: bool = False


@dataclass(frozen=True)
class Merged:
    """The outcome of a merge, in order."""

    chunks: tuple[Chunk, ...]

    @property
    def is_clean(self) -> bool:
        return not any(chunk.is_conflict for chunk in self.chunks)

    @property
    def text(self) -> str:
        """The merged text; in conflicts, mine."""
        return "".join(chunk.mine for chunk in self.chunks)

    @property
    def both(self) -> str:
        """The merged text; in conflicts mine and then theirs, so that saving it as it is loses nobody's words."""
        return "".join(_both(chunk) if chunk.is_conflict else chunk.mine for chunk in self.chunks)


def _both(chunk: Chunk) -> str:
    return (full_line(chunk.mine) if chunk.mine else "") + chunk.theirs


def merge(base: str, mine: str, theirs: str) -> Merged:
    """Merge what two people made of `base`. Changes to the same or to neighbouring lines conflict, unless equal."""
    if theirs in (base, mine):
        return Merged((Chunk(mine, mine),))
    if mine == base:
        return Merged((Chunk(theirs, theirs),))
    return _Merger(*(LINES.findall(text) for text in (base, mine, theirs))).run()


class _Merger:
    def __init__(self, base: list[str], mine: list[str], theirs: list[str]) -> None:
        self.base, self.mine, self.theirs = base, mine, theirs
        until = in_seconds(SECONDS)
        self.left = deque(_changes(base, mine, until))
        self.right = deque(_changes(base, theirs, until))

    def run(self) -> Merged:
        return Merged(tuple(self.chunks()))

    def chunks(self) -> Iterator[Chunk]:
        at = 0
        while self.left or self.right:
            left, right = self.touching()
            first = min(change.a0 for change in left + right)
            yield self.same(at, first)
            at = max(change.a1 for change in left + right)
            yield from self.settled(first, at, left, right)
        yield self.same(at, len(self.base))

    def touching(self) -> tuple[list[Match], list[Match]]:
        """Take the next change, and all of both sides that touch it or one another."""
        taken: tuple[list[Match], list[Match]] = ([], [])
        end = min(side[0].a0 for side in (self.left, self.right) if side)
        has_grown = True
        while has_grown:
            has_grown = False
            for side, into in ((self.left, taken[0]), (self.right, taken[1])):
                while side and side[0].a0 <= end:
                    end = max(end, side[0].a1)
                    into.append(side.popleft())
                    has_grown = True
        return taken

    def same(self, start: int, end: int) -> Chunk:
        text = "".join(self.base[start:end])
        return Chunk(text, text)

    def settled(self, start: int, end: int, left: list[Match], right: list[Match]) -> Iterator[Chunk]:
        mine, theirs = _side(self.mine, start, end, left), _side(self.theirs, start, end, right)
        if not right or mine == theirs:
            yield Chunk("".join(mine), "".join(mine))
        elif not left:
            yield Chunk("".join(theirs), "".join(theirs))
        else:
            yield from _refined(mine, theirs)


def _changes(base: list[str], side: list[str], until: float) -> list[Match]:
    return [match for match in line_matches(base, side, until=until) if not match.is_equal]


def _side(lines: list[str], start: int, end: int, changes: list[Match]) -> list[str]:
    """Give what one side has in the place of lines `start` to `end` of the base."""
    if not changes:
        return []
    return lines[changes[0].b0 - (changes[0].a0 - start) : changes[-1].b1 + (end - changes[-1].a1)]


def _refined(mine: list[str], theirs: list[str]) -> Iterator[Chunk]:
    """Narrow a conflict to the lines in which the two sides differ."""
    for match in line_matches(mine, theirs, until=in_seconds(SECONDS)):
        one, two = "".join(mine[match.a0 : match.a1]), "".join(theirs[match.b0 : match.b1])
        yield Chunk(one, two, is_conflict=not match.is_equal)
