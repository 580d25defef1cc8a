"""A text as its editor has it, line by line, with the hidden parts in their places. Weaving starts from here."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import NamedTuple

from wiki.markup.lexer import Kind, Lexed, Token, lex
from wiki.markup.projection import Sees
from wiki.markup.seams import KEPT, SEAM, closed_lines, restored

FENCE = re.compile(r"^\s*:::", re.M)


class Shape(Enum):
    """How a hidden part stands: in a line, as lines of its own, or before and after its visible “else”."""

    INLINE = auto()
    BLOCK = auto()
    BEFORE_ELSE = auto()
    AFTER_ELSE = auto()


@dataclass(slots=True, eq=False)
class Hidden:
    """What stands behind a shut gate.

    `raw` is its source, `inside` that between its brackets or fences; `gate_at` and `inside_at` are places in the whole
    text. `path` holds the gates around it, all open, `unless` those in whose “else” it stands. `at` is its place in the
    visible text of its row.
    """

    shape: Shape
    raw: str
    inside: str = ""
    gate: str = ""
    gate_at: int = 0
    inside_at: int = 0
    path: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    at: int = 0

    @property
    def without_else(self) -> str:
        return f"[{self.inside}]{{{self.gate}}}" if self.shape is Shape.BEFORE_ELSE else self.raw

    @property
    def alone(self) -> str:
        """Write it as lines of its own, which no bracket nearby can break."""
        if self.shape is Shape.BLOCK:
            return full_line(self.raw)
        if FENCE.search(self.inside):  # as a line of its own it would be taken for a fence
            return full_line(self.without_else)
        return f"::: spoiler {' '.join(self.gate.split())}\n{full_line(self.inside)}:::\n"


def full_line(text: str) -> str:
    return text if text.endswith("\n") else text + "\n"


@dataclass(slots=True)
class Row:
    """A line. `visible` is all of it that is not hidden; `shown` is what is left of that, None if the line goes."""

    raw: str = ""
    visible: str = ""
    hidden: list[Hidden] = field(default_factory=list)
    shown: str | None = ""


@dataclass(slots=True)
class _Piece:
    """Visible source, or a hidden part with the seam that it leaves."""

    text: str
    raw: str
    hidden: Hidden | None = None
    is_prose: bool = False  # not the syntax of an open gate


def rows(source: str, sees: Sees) -> list[Row]:
    """Cut a normalised text into its lines."""
    found, texts, syntax = [], [], []
    for pieces in _lines(_pieces(lex(source), sees)):
        found.append(_row(pieces))
        texts.append("".join(piece.text for piece in pieces))
        syntax.append([piece.raw for piece in pieces if piece.text == KEPT])
    for row, shown, kept in zip(found, closed_lines(texts, has_fences=True), syntax, strict=True):
        row.shown = shown if shown is None else restored(shown, kept)
    return found


def hidden_parts(source: str, sees: Sees) -> list[Hidden]:
    """List the outermost parts of a normalised text that are behind shut gates, each once, in order."""
    pieces = _pieces(lex(source), sees)
    return [piece.hidden for piece in pieces if piece.hidden and piece.hidden.shape is not Shape.AFTER_ELSE]


def all_hidden_parts(source: str, sees: Sees) -> Iterator[Hidden]:
    """Yield the hidden parts, each followed by those inside it."""
    for part in hidden_parts(source, sees):
        yield part
        if "]{" not in part.inside and ":::" not in part.inside:
            continue
        for inner in all_hidden_parts(part.inside, sees):
            inner.path = (*part.path, part.gate, *inner.path)
            yield inner


def prose_spans(source: str, sees: Sees) -> list[tuple[int, int]]:
    """Give the runs of a normalised text that are no gate’s syntax."""
    found, position = [], 0
    for piece in _pieces(lex(source), sees):
        if piece.is_prose:
            found.append((position, position + len(piece.raw)))
        position += len(piece.raw)
    return found


def seamed(source: str, sees: Sees) -> str:
    """Give what is visible of a normalised text, with seams for what is not."""
    return "".join(piece.text for piece in _pieces(lex(source), sees))


def _row(pieces: list[_Piece]) -> Row:
    row = Row()
    for piece in pieces:
        if piece.hidden:
            piece.hidden.at = len(row.visible)
            row.hidden.append(piece.hidden)
        else:
            row.visible += piece.raw
        row.raw += piece.raw
    return row


def _lines(pieces: Iterator[_Piece]) -> Iterator[list[_Piece]]:
    line: list[_Piece] = []
    for piece in pieces:
        for part in _split(piece):
            line.append(part)
            if part.text.endswith("\n"):
                yield line
                line = []
    if line:
        yield line


def _split(piece: _Piece) -> list[_Piece]:
    if piece.hidden or "\n" not in piece.text[:-1]:
        return [piece]
    *lines, last = piece.text.split("\n")
    return [_Piece(text, text) for text in [*(line + "\n" for line in lines), last] if text]


class _Frame(NamedTuple):
    """An open gate around a place, or one in whose “else” the place is."""

    gate: str
    is_else: bool


def _pieces(lexed: Lexed, sees: Sees) -> Iterator[_Piece]:
    tokens, source = lexed.tokens, lexed.source
    frames: list[_Frame] = []
    shut_elses: list[int] = []  # how many frames there are in the “else” of each shut gate
    index = 0
    while index < len(tokens):
        token = tokens[index]
        raw = source[token.start : token.end]
        hidden = None
        unless = tuple(frame.gate for frame in frames if frame.is_else)
        if token.kind is Kind.OPEN and (token.gate is None or not sees(token.gate)):
            index = _end(tokens, index)
            hidden = _hidden(source, token, tokens[index])
            hidden.path = tuple(frame.gate for frame in frames if not frame.is_else)
            hidden.unless = unless
            if hidden.shape is Shape.BEFORE_ELSE:
                frames.append(_Frame(hidden.gate, True))
                shut_elses.append(len(frames))
        elif token.kind is Kind.OPEN:
            frames.append(_Frame(token.gate or "", False))
        elif token.kind is Kind.ELSE:
            frames[-1] = frames[-1]._replace(is_else=True)
        elif token.kind is Kind.CLOSE:
            if shut_elses and shut_elses[-1] == len(frames):
                shut_elses.pop()
                hidden = Hidden(Shape.AFTER_ELSE, raw)
            frames.pop()
        is_prose = token.kind is Kind.TEXT
        text = raw if is_prose or token.is_block else KEPT
        yield (
            _Piece(_seam(hidden), hidden.raw, hidden) if hidden else _Piece(text, raw, is_prose=is_prose and not unless)
        )
        index += 1


def _end(tokens: list[Token], index: int) -> int:
    """Find the token that ends the hidden part which opens at `index`: its “else” or its close."""
    depth = 0
    for at in range(index, len(tokens)):
        kind = tokens[at].kind
        depth += {Kind.OPEN: 1, Kind.CLOSE: -1}.get(kind, 0)
        if depth == 0 or (depth == 1 and kind is Kind.ELSE):
            return at
    raise AssertionError("the lexer closes what it opens")


def _hidden(source: str, opening: Token, end: Token) -> Hidden:
    raw = source[opening.start : end.end]
    inside = source[opening.end : end.start]
    gate = opening.gate or ""
    if end.kind is Kind.ELSE:
        return Hidden(Shape.BEFORE_ELSE, raw, inside, gate, opening.gate_at, opening.end)
    shape = Shape.BLOCK if opening.is_block else Shape.INLINE
    return Hidden(shape, raw, inside, gate, opening.gate_at, opening.end)


def _seam(hidden: Hidden) -> str:
    if hidden.shape is Shape.BLOCK:
        return SEAM + "\n"
    return SEAM if hidden.shape is Shape.INLINE else ""
