"""Reads the two forms of a gate and nothing else; it knows no Markdown.

The result is a flat stream of tokens whose spans cover the source without a gap, so that every reader of
the stream is linear in the text however its gates nest. What is not balanced is sealed: it stands in a gate
of `None`, which no lens opens.
"""

import re
from enum import Enum, auto
from functools import lru_cache
from typing import NamedTuple

from wiki.markup.inline import Mark, scan


class Kind(Enum):
    TEXT = auto()
    OPEN = auto()
    ELSE = auto()
    CLOSE = auto()


class Token(NamedTuple):
    """A span of the source. `gate` is the gate's text on OPEN, `None` there for one that never opens.

    `value` is what a reader gets of a TEXT token: its span with escapes taken out.
    """

    kind: Kind
    start: int
    end: int
    value: str = ""
    gate: str | None = None
    gate_at: int = 0
    is_block: bool = False


class Fault(NamedTuple):
    offset: int
    message: str


class Lexed(NamedTuple):
    source: str
    tokens: list[Token]
    faults: list[Fault]


SHORT = 64 * 1024  # characters

LINE_END = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
UNFIT = re.compile("[\0\ud800-\udfff\U0010fffe\U0010ffff]")
FENCE = re.compile(r"^[^\S\n]*:::[^\n]*(?:\n|\Z)", re.M)
OPENING = re.compile(r"[^\S\n]*:::[^\S\n]*spoiler[^\S\n]+(?P<gate>\S[^\n]*)\Z")
CLOSING = re.compile(r"\s*:::\s*\Z")
# An indented or quoted fence would hide nothing, because Markdown's containers are unknown here.
STRAY_FENCE = re.compile(r"^[^\S\n]*(?:[>*+-]|\d+[.)])(?:[^\S\n]|[>*+\d.)-])*:::[^\S\n]*spoiler\b", re.M)
BLANK = re.compile(r"\n(?:[^\S\n]*\n)+")
ESCAPED_FENCE = re.compile(r"^([^\S\n]*)\\:::", re.M)

BAD_FENCE = (
    "A line that starts with ::: has to be “::: spoiler GATE” or a bare “:::”; "
    "write \\::: for the characters themselves."
)
BAD_PLACE = "A spoiler fence has to start its line; it cannot stand inside a list item or a quotation."
UNCLOSED = "This spoiler block is never closed; end it with a line that holds only “:::”."
UNOPENED = "This “:::” closes nothing; no spoiler block is open here."


def normalise(text: str) -> str:
    """Give line ends one form and drop what no text needs: the byte order mark, NUL and non-characters."""
    return UNFIT.sub("\ufffd", LINE_END.sub("\n", text).lstrip("\ufeff"))


def lex(source: str) -> Lexed:
    """Split a normalised source into tokens and the faults that make it unfit to save. Nobody changes the result."""
    return _lex_short(source) if len(source) <= SHORT else _lex_long(source)


# One save reads the same few texts again and again; of long ones few are kept, for the sake of memory.
@lru_cache(maxsize=32)
def _lex_short(source: str) -> Lexed:
    return _Lexer(source).run()


@lru_cache(maxsize=6)
def _lex_long(source: str) -> Lexed:
    return _Lexer(source).run()


class _Lexer:
    def __init__(self, source: str) -> None:
        self.source = source
        self.tokens: list[Token] = []
        self.faults: list[Fault] = []
        self.open_blocks: list[int] = []
        self.unopened = 0

    def run(self) -> Lexed:
        position = 0
        for fence in FENCE.finditer(self.source):
            if fence.end() == fence.start():
                continue
            self.prose(position, fence.start())
            self.fence(fence)
            position = fence.end()
        self.prose(position, len(self.source))
        self.end()
        return Lexed(self.source, self.tokens, self.faults)

    def fence(self, match: re.Match[str]) -> None:
        if CLOSING.match(match[0]):
            self.close(match)
            return
        opening = OPENING.match(match[0].rstrip())
        if opening is None:
            self.faults.append(Fault(match.start(), BAD_FENCE))
        gate, gate_at = (opening["gate"], match.start() + opening.start("gate")) if opening else (None, 0)
        self.open_blocks.append(match.start())
        self.tokens.append(Token(Kind.OPEN, *match.span(), gate=gate, gate_at=gate_at, is_block=True))

    def close(self, match: re.Match[str]) -> None:
        if self.open_blocks:
            self.open_blocks.pop()
        else:
            self.unopened += 1
            self.faults.append(Fault(match.start(), UNOPENED))
        self.tokens.append(Token(Kind.CLOSE, *match.span(), is_block=True))

    def prose(self, start: int, end: int) -> None:
        """Lex the lines between two fences, paragraph by paragraph: no inline gate spans a blank line."""
        for blank in BLANK.finditer(self.source, start, end):
            self.paragraph(start, blank.start() + 1)
            self.text(blank.start() + 1, blank.end())
            start = blank.end()
        if start < end:
            self.paragraph(start, end)

    def paragraph(self, start: int, end: int) -> None:
        marks, faults = scan(self.source, start, end)
        faults += [(match.start(), BAD_PLACE) for match in STRAY_FENCE.finditer(self.source, start, end)]
        self.faults += [Fault(*fault) for fault in faults]
        if faults:
            self.seal(start, end)
            return
        position = start
        for mark in marks:
            self.text(position, mark.start)
            self.tokens.append(_token(mark))
            position = mark.end
        self.text(position, end)

    def seal(self, start: int, end: int) -> None:
        self.tokens.append(Token(Kind.OPEN, start, start, is_block=True))
        self.tokens.append(Token(Kind.TEXT, start, end, self.source[start:end]))
        self.tokens.append(Token(Kind.CLOSE, end, end, is_block=True))

    def text(self, start: int, end: int) -> None:
        if start < end:
            value = self.source[start:end]
            if "\\" in value:
                value = ESCAPED_FENCE.sub(r"\1:::", value).replace("]\\{", "]{")
            self.tokens.append(Token(Kind.TEXT, start, end, value))

    def end(self) -> None:
        """Close what is open, and shut everything before a fence that closed nothing."""
        self.faults += [Fault(offset, UNCLOSED) for offset in self.open_blocks]
        end = len(self.source)
        self.tokens += [Token(Kind.CLOSE, end, end, is_block=True) for _ in self.open_blocks]
        self.tokens[:0] = [Token(Kind.OPEN, 0, 0, is_block=True)] * self.unopened


def _token(mark: Mark) -> Token:
    if mark.kind == "text":
        return Token(Kind.TEXT, mark.start, mark.end, mark.value)
    return Token(Kind[mark.kind.upper()], mark.start, mark.end, gate=mark.value, gate_at=mark.gate_at)
