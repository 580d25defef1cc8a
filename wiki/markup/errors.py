"""What can be wrong with a text, said so that its author can mend it."""

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass


class GateError(ValueError):
    """A gate that cannot be resolved. `column` counts characters of the gate from 0."""

    def __init__(self, message: str, *, column: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.column = column


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One reason to refuse a text. `line` and `column` count from 1, as editors do."""

    line: int
    column: int
    message: str

    def __str__(self) -> str:
        return f"line {self.line}, column {self.column}: {self.message}"


def placed(source: str, found: Iterable[tuple[int, str]]) -> list[Problem]:
    """Give messages at character offsets of the source as problems, in order of their place."""
    starts = [0, *(match.end() for match in re.finditer("\n", source))]
    lines = ((bisect_right(starts, offset), offset, message) for offset, message in found)
    return sorted(Problem(line, offset - starts[line - 1] + 1, message) for line, offset, message in lines)
