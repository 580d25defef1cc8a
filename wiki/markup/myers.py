"""Myers' comparison of two sequences in linear space (“An O(ND) Difference Algorithm and Its Variations”, 1986).

Of several shortest scripts it finds the one that version control finds, so that merges come out alike.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from itertools import takewhile

Span = tuple[int, int, int, int]
WINDOW = 100
# Of more lines than any page has, all count as changed.
MOST_ITEMS = 60_000


def changed(before: Sequence[object], after: Sequence[object], *, until: float) -> tuple[list[bool], list[bool]]:
    """Mark the items that went and those that came. After the time `until` the rest counts as changed."""
    return _Comparison(before, after, until).run()


class _Comparison:
    def __init__(self, before: Sequence[object], after: Sequence[object], until: float) -> None:
        numbers: dict[object, int] = {}
        self.a, self.b = ([numbers.setdefault(item, len(numbers)) for item in items] for items in (before, after))
        self.went, self.came = [False] * len(self.a), [False] * len(self.b)
        self.until = until

    def run(self) -> tuple[list[bool], list[bool]]:
        a0, a1, b0, b1 = self.without_ends(0, len(self.a), 0, len(self.b))
        a_at = self.telling(self.a, a0, a1, Counter(self.b), self.went)
        b_at = self.telling(self.b, b0, b1, Counter(self.a), self.came)
        self.a, self.b = [self.a[at] for at in a_at], [self.b[at] for at in b_at]
        self.compare(a_at, b_at)
        return self.went, self.came

    def telling(self, items: list[int], start: int, end: int, there: Counter[int], changed: list[bool]) -> list[int]:
        """List the items worth comparing; the others are marked. Those that the other text has not are not, and of
        those that it has very often, such as blank lines, the ones that stand among such.
        """
        if end - start > MOST_ITEMS:
            changed[start:end] = [True] * (end - start)
            return []
        many = _rough_root(len(items))
        kinds = [0 if not there[item] else 1 if there[item] < many else 2 for item in items[start:end]]
        kept = []
        for index, kind in enumerate(kinds):
            if kind == 1 or (kind == 2 and (self.is_late or not _is_lost(kinds, index))):
                kept.append(start + index)
            else:
                changed[start + index] = True
        return kept

    @property
    def is_late(self) -> bool:
        return time.time() > self.until

    def compare(self, a_at: list[int], b_at: list[int]) -> None:
        spans = [(0, len(self.a), 0, len(self.b))]
        while spans:
            a0, a1, b0, b1 = self.without_ends(*spans.pop())
            middle = self.middle(a0, a1, b0, b1) if a0 < a1 and b0 < b1 else None
            if middle is None:
                for at in a_at[a0:a1]:
                    self.went[at] = True
                for at in b_at[b0:b1]:
                    self.came[at] = True
            else:
                spans += [(a0, middle[0], b0, middle[1]), (middle[0], a1, middle[1], b1)]

    def without_ends(self, a0: int, a1: int, b0: int, b1: int) -> Span:
        """Take off what both have in common at their ends."""
        while a0 < a1 and b0 < b1 and self.a[a0] == self.b[b0]:
            a0, b0 = a0 + 1, b0 + 1
        while a0 < a1 and b0 < b1 and self.a[a1 - 1] == self.b[b1 - 1]:
            a1, b1 = a1 - 1, b1 - 1
        return a0, a1, b0, b1

    def middle(self, a0: int, a1: int, b0: int, b1: int) -> tuple[int, int] | None:
        """Find a place that a shortest script passes, searching from both ends; None when time is up."""
        ahead, back = _Front(a0, a0 - b0), _Front(a1, a1 - b1)
        lowest, highest = a0 - b1, a1 - b0
        is_odd = (ahead.first - back.first) % 2 == 1
        while time.time() < self.until:
            ahead.widen(lowest, highest, -1)
            for diagonal in range(ahead.high, ahead.low - 1, -2):
                x = self.forward(ahead.next(diagonal), diagonal, a1, b1)
                ahead.reach[diagonal] = x
                if is_odd and back.low <= diagonal <= back.high and back.reach[diagonal] <= x:
                    return x, x - diagonal
            back.widen(lowest, highest, a1 + b1 + 1)
            for diagonal in range(back.high, back.low - 1, -2):
                x = self.backward(back.previous(diagonal), diagonal, a0, b0)
                back.reach[diagonal] = x
                if not is_odd and ahead.low <= diagonal <= ahead.high and x <= ahead.reach[diagonal]:
                    return x, x - diagonal
        return None

    def forward(self, x: int, diagonal: int, a1: int, b1: int) -> int:
        while x < a1 and x - diagonal < b1 and self.a[x] == self.b[x - diagonal]:
            x += 1
        return x

    def backward(self, x: int, diagonal: int, a0: int, b0: int) -> int:
        while x > a0 and x - diagonal > b0 and self.a[x - 1] == self.b[x - diagonal - 1]:
            x -= 1
        return x


def _rough_root(number: int) -> int:
    """Give the power of two near the square root, at most 1024."""
    return min(1 << ((number.bit_length() + 1) // 2), 1024)


def _is_lost(kinds: list[int], index: int) -> bool:
    """Tell whether an item that is common stands among items that the other text has not."""
    missing, common = 0, 2
    for side in (kinds[max(0, index - WINDOW) : index][::-1], kinds[index + 1 : index + 1 + WINDOW]):
        run = list(takewhile(lambda kind: kind != 1, side))
        if 0 not in run:
            return False
        missing += run.count(0)
        common += run.count(2)
    return common * 4 < common + missing


class _Front:
    """How far a search has come on each diagonal."""

    def __init__(self, start: int, diagonal: int) -> None:
        self.reach = {diagonal: start}
        self.first = self.low = self.high = diagonal

    def widen(self, lowest: int, highest: int, beyond: int) -> None:
        """Take in one more diagonal on each side, but none outside the texts."""
        if self.low > lowest:
            self.low -= 1
            self.reach[self.low - 1] = beyond
        else:
            self.low += 1
        if self.high < highest:
            self.high += 1
            self.reach[self.high + 1] = beyond
        else:
            self.high -= 1

    def next(self, diagonal: int) -> int:
        below, above = self.reach[diagonal - 1], self.reach[diagonal + 1]
        return below + 1 if below >= above else above

    def previous(self, diagonal: int) -> int:
        below, above = self.reach[diagonal - 1], self.reach[diagonal + 1]
        return below if below < above else above - 1
