"""Finds the inline gates of one paragraph: `[text]{GATE}` and `[text]{GATE else other}`."""

import re
from typing import NamedTuple


class Mark(NamedTuple):
    """A piece of gate syntax: kind is open, else, close, or text for an escape that it resolves."""

    start: int
    end: int
    kind: str
    value: str = ""
    gate_at: int = 0


class _Frame(NamedTuple):
    """An open bracket, or (with `is_else`) a gate whose “else” part is being read."""

    offset: int
    is_else: bool = False


Faults = list[tuple[int, str]]

POINT = re.compile(r"\]\\\{|\]\{|\\\\|\\[\[\]}](?!\{)|[\[\]}]")
# A gate is short; without the bound, many long ones would be read again and again.
INSIDE = re.compile(r"[^{}\[\]]{0,2100}")
ELSE = re.compile(r"\selse\s")
LINK_IN_GATE = "To gate a link, put brackets of their own around it: [[[Name]]]{GATE}."
NO_OPENING = "This “]{” has no “[” before it in its paragraph; write ]\\{ for the characters themselves."
NO_GATE_END = "This gate is not closed; a “}” is missing after it. Write ]\\{ for the characters themselves."
NO_CLOSING = "This “[” is never closed, and the paragraph holds a gate. Write \\[ for the character itself."
NO_ELSE_END = "The “else” part of this gate is not closed; a “}” is missing after it."


def scan(source: str, start: int, end: int) -> tuple[list[Mark], Faults]:
    """Give the marks of a paragraph in order of position, and the faults that leave it unbalanced."""
    if source.find("]{", start, end) < 0:
        return [], []
    return _Scanner(source, start, end).run()


class _Scanner:
    def __init__(self, source: str, start: int, end: int) -> None:
        self.source, self.start, self.end = source, start, end
        self.stack: list[_Frame] = []
        self.open_elses = 0
        self.marks: list[Mark] = []
        self.faults: Faults = []

    def run(self) -> tuple[list[Mark], Faults]:
        position = self.start
        while match := POINT.search(self.source, position, self.end):
            position = self.step(match)
        self.leave(self.stack)
        if not self.marks:
            self.faults = [fault for fault in self.faults if fault[1] != NO_CLOSING]
        return sorted(self.marks), self.faults

    def step(self, match: re.Match[str]) -> int:
        """Take one point of interest in; return where to go on reading."""
        point = match[0]
        if point == "]{":
            return self.gate(match.start())
        if point == "[":
            self.stack.append(_Frame(match.start()))
        elif point == "]" and self.stack and not self.stack[-1].is_else:
            self.stack.pop()
        elif point == "}" and self.open_elses:
            self.end_else(match)
        elif point == "\\}" and self.open_elses:
            self.marks.append(Mark(*match.span(), "text", "}"))
        return match.end()

    def gate(self, offset: int) -> int:
        inside = INSIDE.match(self.source, offset + 2, self.end)
        other = ELSE.search(inside[0]) if inside else None
        end = offset + 2 + (other.end() if other else len(inside[0]) if inside else 0)
        if not other and (end >= self.end or self.source[end] != "}"):
            self.faults.append((offset, NO_GATE_END))
            return offset + 2
        end += not other
        if not self.stack or self.stack[-1].is_else:
            self.faults.append((offset, NO_OPENING))
            return end
        self.mark(self.stack.pop().offset, offset, end, has_else=bool(other))
        return end

    def mark(self, opening: int, offset: int, end: int, *, has_else: bool) -> None:
        if self.is_wiki_link(opening, offset):
            self.faults.append((opening, LINK_IN_GATE))
        gate = self.source[offset + 2 : end - (6 if has_else else 1)]
        gate_at = offset + 2 + len(gate) - len(gate.lstrip())
        self.marks.append(Mark(opening, opening + 1, "open", gate.strip(), gate_at))
        self.marks.append(Mark(offset, end, "else" if has_else else "close"))
        if has_else:
            self.stack.append(_Frame(offset, is_else=True))
            self.open_elses += 1

    def leave(self, frames: list[_Frame]) -> None:
        """Report what was opened and is left open."""
        self.faults += [(frame.offset, NO_ELSE_END if frame.is_else else NO_CLOSING) for frame in frames]

    def end_else(self, match: re.Match[str]) -> None:
        left = []
        while not (frame := self.stack.pop()).is_else:
            left.append(frame)
        self.leave(left)
        self.open_elses -= 1
        self.marks.append(Mark(*match.span(), "close"))

    def is_wiki_link(self, opening: int, closing: int) -> bool:
        """Tell `[[Name]]{GATE}`, whose outer brackets would be taken for the gate's."""
        source = self.source
        if source[opening + 1] != "[" or source[closing - 1] != "]":
            return False
        return source.find("[", opening + 2, closing) < 0 and source.find("]", opening, closing - 1) < 0
