"""What can be wrong with a text, said so that its author can mend it."""

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


def problem_at(source: str, offset: int, message: str) -> Problem:
    """Place a message at a character offset of the source."""
    line = source.count("\n", 0, offset) + 1
    column = offset - (source.rfind("\n", 0, offset) + 1) + 1
    return Problem(line, column, message)
