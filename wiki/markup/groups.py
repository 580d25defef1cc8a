"""Moves runs of changed lines among equal lines to the one place where every comparison puts them.

When one of several equal lines goes, any of them may be called the one that went. A run is put as far down as it
goes, or else beside what changed in the other text, as version control does.
"""

from __future__ import annotations

from collections.abc import Sequence


def settle(before: Sequence[object], after: Sequence[object], went: list[bool], came: list[bool]) -> None:
    """Move the marks of two compared texts, in place."""
    _Settling(before, went, came).run()
    _Settling(after, came, went).run()


class _Cursor:
    """A run of marked items, maybe of none, between two that are not marked."""

    def __init__(self, marks: list[bool]) -> None:
        self.marks = marks
        self.start = self.end = 0
        self.take_following()

    @property
    def is_empty(self) -> bool:
        return self.start == self.end

    def take_following(self) -> None:
        while self.end < len(self.marks) and self.marks[self.end]:
            self.end += 1

    def take_preceding(self) -> None:
        while self.start > 0 and self.marks[self.start - 1]:
            self.start -= 1

    def advance(self) -> bool:
        """Go to the next run; False at the end."""
        if self.end == len(self.marks):
            return False
        self.start = self.end = self.end + 1
        self.take_following()
        return True

    def retreat(self) -> None:
        self.start = self.end = self.start - 1
        self.take_preceding()


class _Settling:
    def __init__(self, items: Sequence[object], marks: list[bool], others: list[bool]) -> None:
        self.items, self.marks = items, marks
        self.run_, self.other = _Cursor(marks), _Cursor(others)

    def run(self) -> None:
        while True:
            if not self.run_.is_empty:
                self.settle()
            if not self.run_.advance():
                return
            self.other.advance()

    def settle(self) -> None:
        """Slide one run up and down; it takes in every run that it meets."""
        size = -1
        while size != self.run_.end - self.run_.start:
            size = self.run_.end - self.run_.start
            while self.slide_up():
                self.other.retreat()
            highest = self.run_.end
            beside = None if self.other.is_empty else self.run_.end
            while self.slide_down():
                self.other.advance()
                beside = beside if self.other.is_empty else self.run_.end
        if beside is not None and self.run_.end != highest:
            while self.other.is_empty:
                self.slide_up()
                self.other.retreat()

    def slide_up(self) -> bool:
        start, end = self.run_.start, self.run_.end
        if start == 0 or self.items[start - 1] != self.items[end - 1]:
            return False
        self.marks[start - 1], self.marks[end - 1] = True, False
        self.run_.start, self.run_.end = start - 1, end - 1
        self.run_.take_preceding()
        return True

    def slide_down(self) -> bool:
        start, end = self.run_.start, self.run_.end
        if end == len(self.items) or self.items[start] != self.items[end]:
            return False
        self.marks[start], self.marks[end] = False, True
        self.run_.start, self.run_.end = start + 1, end + 1
        self.run_.take_following()
        return True
