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
HEAD = re.compile(r"\]\{(?P<gate>[^{}\[\]]*?)(?:(?P<else>\s+else\s)|\})")
LINK_IN_GATE = "To gate a link, put brackets of their own around it: [[[Name]]]{GATE}."
NO_OPENING = "This “]{” has no “[” before it in its paragraph; write ]\\{ for the characters themselves."
NO_GATE_END = "This gate is not closed; a “}” is missing after it. Write ]\\{ for the characters themselves."
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
        self.faults += [(frame.offset, NO_ELSE_END) for frame in self.stack if frame.is_else]
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
        head = HEAD.match(self.source, offset, self.end)
        if head is None:
            self.faults.append((offset, NO_GATE_END))
            return offset + 2
        if not self.stack or self.stack[-1].is_else:
            self.faults.append((offset, NO_OPENING))
            return head.end()
        opening = self.stack.pop().offset
        if self.is_wiki_link(opening, offset):
            self.faults.append((opening, LINK_IN_GATE))
        self.marks.append(Mark(opening, opening + 1, "open", head["gate"].strip(), head.start("gate")))
        self.marks.append(Mark(*head.span(), "else" if head["else"] else "close"))
        if head["else"]:
            self.stack.append(_Frame(offset, is_else=True))
            self.open_elses += 1
        return head.end()

    def end_else(self, match: re.Match[str]) -> None:
        while not self.stack[-1].is_else:
            self.stack.pop()
        self.stack.pop()
        self.open_elses -= 1
        self.marks.append(Mark(*match.span(), "close"))

    def is_wiki_link(self, opening: int, closing: int) -> bool:
        """Tell `[[Name]]{GATE}`, whose outer brackets would be taken for the gate's."""
        source = self.source
        if source[opening + 1] != "[" or source[closing - 1] != "]":
            return False
        return source.find("[", opening + 2, closing) < 0 and source.find("]", opening, closing - 1) < 0
