"""Finds what two sequences of lines or words have in common."""

import re
import time
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from diff_match_patch import diff_match_patch

from wiki.markup.groups import settle
from wiki.markup.myers import changed

HAS_WORD = re.compile(r"\w")
WORDS = re.compile(r"\w+|\s|[^\w\s]")
# Surrogates and what stands below them are left out; no text has more different lines than this.
FIRST_CHAR = 0xE000


class Match(NamedTuple):
    """`before[a0:a1]` became `after[b0:b1]`; with `is_equal` they are the same."""

    a0: int
    a1: int
    b0: int
    b1: int
    is_equal: bool


def in_seconds(seconds: float) -> float:
    """Give the time at which to stop looking."""
    return time.time() + seconds


def line_matches(before: Sequence[str], after: Sequence[str], *, until: float) -> list[Match]:
    """Compare lines, as version control does. After the time `until` the rest counts as changed."""
    went, came = changed(before, after, until=until)
    settle(before, after, went, came)
    found: list[Match] = []
    a = b = 0
    while a < len(before) or b < len(after):
        a0, b0 = a, b
        while a < len(before) and b < len(after) and not went[a] and not came[b]:
            a, b = a + 1, b + 1
        if a > a0:
            found.append(Match(a0, a, b0, b, True))
            continue
        a, b = _end_of_run(went, a), _end_of_run(came, b)
        found.append(Match(a0, a, b0, b, False))
    return found


def _end_of_run(marks: list[bool], at: int) -> int:
    while at < len(marks) and marks[at]:
        at += 1
    return at


def word_matches(before: Sequence[str], after: Sequence[str], *, until: float) -> list[Match]:
    """Compare words, for the shortest script there is. After the time `until` the rest counts as changed."""
    chars: dict[str, str] = {}
    one, two = (
        "".join(chars.setdefault(item, chr(FIRST_CHAR + len(chars))) for item in items) for items in (before, after)
    )
    differ = diff_match_patch()
    differ.Diff_Timeout = 0  # with a timeout of its own it gives up shortest answers for speed
    found: list[Match] = []
    a = b = 0
    for operation, run in differ.diff_main(one, two, False, until):
        a1, b1 = a + len(run) * (operation <= 0), b + len(run) * (operation >= 0)
        if operation and found and not found[-1].is_equal:
            found[-1] = found[-1]._replace(a1=a1, b1=b1)
        else:
            found.append(Match(a, a1, b, b1, operation == 0))
        a, b = a1, b1
    return found


class Offsets:
    """Leads from places in one text to places in another, in order."""

    def __init__(self, before: str, after: str, *, until: float) -> None:
        self.before = before
        one, two = WORDS.findall(before), WORDS.findall(after)
        starts = [_starts(one), _starts(two)]
        self.matches = [
            Match(starts[0][a0], starts[0][a1], starts[1][b0], starts[1][b1], equal)
            for a0, a1, b0, b1, equal in word_matches(one, two, until=until)
        ]
        self.ends = [match.a1 for match in self.matches]
        self.end = len(after)

    def leads_to(self, offset: int, *, after_new: bool = False) -> int:
        """Give the place that follows the same text; within what was replaced, the end of the new.

        Where text was put in at this very place, it is before that, or after it with `after_new`.
        """
        at = bisect_right(self.ends, offset if after_new else offset - 1)
        if at >= len(self.matches):
            return self.end
        match = self.matches[at]
        if match.is_equal:
            return match.b0 + offset - match.a0
        return match.b0 if offset == match.a0 else match.b1

    def is_within_same(self, offset: int) -> bool:
        """Tell whether the text just before and just after this place is unchanged."""
        at = bisect_right(self.ends, offset - 1)
        return at < len(self.matches) and self.matches[at].is_equal and self.matches[at].a0 < offset < self.ends[at]

    def shares_words(self, start: int, end: int) -> bool:
        """Tell whether a word between these places is still there."""
        same = (match for match in self.matches if match.is_equal and match.a0 < end and match.a1 > start)
        return any(HAS_WORD.search(self.before, max(start, match.a0), min(end, match.a1)) for match in same)


def _starts(items: list[str]) -> list[int]:
    starts = [0]
    for item in items:
        starts.append(starts[-1] + len(item))
    return starts
