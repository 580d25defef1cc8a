"""The edited text, and where in it a hidden part reads well."""

from __future__ import annotations

import re
import time
from bisect import bisect_left, bisect_right
from itertools import accumulate

from wiki.markup.paths import Sees
from wiki.markup.pieces import prose_spans
from wiki.markup.seams import is_hollow

# Between two words, or between a word and what ends its sentence.
GAP = re.compile(r"(?<=\S)(?=\s|\Z)|(?<!\S)(?=\S)|(?<=\w)(?=[.,;:!?]+(?:\s|\Z))")
MARKER = re.compile(r"[\s>|]*(?:[*+-]\s+|\d{1,9}[.)]\s+|#{1,6}\s+)*")
# Code, links and tags are not cut in two.
WHOLE = re.compile(r"`[^`\n]*`|\[\[[^\[\]\n]*\]\]|\]\([^()\n]*\)|<[^<>\n]*>|https?://\S+|\\.")
# Finding places is for the looks of it; this many seconds after `until` it ends.
PATIENCE = 0.5


class Ground:
    """The edited text: where its lines start, and where something can be put.

    Looking for the same words stops at the time `until`. With `between_paragraphs` nothing goes into a line.
    """

    def __init__(self, lines: list[str], sees: Sees, *, until: float, between_paragraphs: bool = False) -> None:
        self.lines, self.sees, self.until, self.between_paragraphs = lines, sees, until, between_paragraphs
        self.text = "".join(lines)
        self.starts = [0, *accumulate(map(len, lines))]
        self.prose = prose_spans(self.text, sees)
        self.kept_gaps: dict[int, list[int]] = {}

    def is_prose(self, offset: int) -> bool:
        at = bisect_right(self.prose, (offset, len(self.text))) - 1
        return any(start <= offset <= end for start, end in self.prose[max(0, at - 1) : at + 1])

    def line_of(self, offset: int) -> int:
        return bisect_right(self.starts, offset) - 1

    @property
    def is_late(self) -> bool:
        """Tell whether so much time has gone that the rest is put between paragraphs."""
        return time.time() > self.until + PATIENCE

    def gap_near(self, wanted: int, first: int, last: int) -> int | None:
        """Give the place between `first` and `last` where a hidden part reads best, None where there is none."""
        number = self.line_of(wanted)
        numbers = [number - 1, number] if wanted == self.starts[number] else [number]
        gaps = [gap for one in numbers if 0 <= one < len(self.lines) for gap in self.gaps(one)]
        at = bisect_left(gaps, wanted)
        near = [gap for gap in gaps[max(0, at - 1) : at + 1] if first <= gap <= last]
        return min(near, key=lambda gap: abs(gap - wanted), default=None)

    def gaps(self, number: int) -> list[int]:
        """List the places of a line between two words."""
        if number not in self.kept_gaps:
            self.kept_gaps[number] = self.find_gaps(number)
        return self.kept_gaps[number]

    def find_gaps(self, number: int) -> list[int]:
        line = self.lines[number].rstrip("\n")
        if is_hollow(line):
            return []
        start, marker = self.starts[number], MARKER.match(line)
        whole = [match.span() for match in WHOLE.finditer(line)]
        starts = [first for first, _ in whole]
        found = (match.start() for match in GAP.finditer(line, marker.end() if marker else 0))
        free = (at for at in found if not _is_within(whole, starts, at))
        return [start + at for at in free if self.is_prose(start + at)]


def _is_within(spans: list[tuple[int, int]], starts: list[int], at: int) -> bool:
    index = bisect_left(starts, at) - 1
    return index >= 0 and at < spans[index][1]
