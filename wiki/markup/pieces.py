"""A text as its editor has it, in pieces: visible source, and the hidden parts in their places."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from wiki.markup.lexer import Kind, Token, lex
from wiki.markup.paths import Path, Sees, paths
from wiki.markup.seams import KEPT, SEAM

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
        return block(self.inside, self.gate)

    @property
    def seam(self) -> str:
        """What it leaves in the text of who does not see it."""
        return {Shape.INLINE: SEAM, Shape.BLOCK: SEAM + "\n"}.get(self.shape, "")


@dataclass(slots=True)
class Piece:
    """Visible source, or a hidden part. `text` is what an editor has of it, with signs for seams and for syntax."""

    text: str
    raw: str
    hidden: Hidden | None = None
    is_prose: bool = False  # neither the syntax of an open gate nor in its “else”


def full_line(text: str) -> str:
    return text if text.endswith("\n") else text + "\n"


def block(text: str, gate: str) -> str:
    """Put lines behind a gate."""
    return f"::: spoiler {' '.join(gate.split())}\n{full_line(text)}:::\n"


def pieces(source: str, sees: Sees) -> Iterator[Piece]:
    """Cut a normalised text. The `raw` of all pieces is the text again."""
    return _Reader(source, sees).run()


def hidden_parts(source: str, sees: Sees) -> list[Hidden]:
    """List the outermost parts of a normalised text that are behind shut gates, each once, in order."""
    found = (piece.hidden for piece in pieces(source, sees))
    return [hidden for hidden in found if hidden and hidden.shape is not Shape.AFTER_ELSE]


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
    """Give the runs of a normalised text into which a hidden part can be put."""
    found, position = [], 0
    for piece in pieces(source, sees):
        if piece.is_prose:
            found.append((position, position + len(piece.raw)))
        position += len(piece.raw)
    return found


def seamed(source: str, sees: Sees) -> str:
    """Give what is visible of a normalised text, with seams for what is not."""
    return "".join(piece.text for piece in pieces(source, sees))


class _Reader:
    def __init__(self, source: str, sees: Sees) -> None:
        self.source, self.sees = source, sees
        self.walked = list(paths(lex(source)))
        self.depth = 0
        self.shut_elses: list[int] = []  # how deep in gates the “else” of each shut gate is

    def run(self) -> Iterator[Piece]:
        index = 0
        while index < len(self.walked):
            token, path = self.walked[index]
            if token.kind is Kind.OPEN and (token.gate is None or not self.sees(token.gate)):
                index = self.end(index)
                yield self.hidden(token, path, self.walked[index][0])
            elif token.kind is Kind.CLOSE:
                yield self.close(token)
            else:
                self.depth += token.kind is Kind.OPEN
                yield self.visible(token, path)
            index += 1

    def end(self, index: int) -> int:
        """Find the token that ends the hidden part which opens at `index`: its “else” or its close."""
        depth = 0
        for at in range(index, len(self.walked)):
            kind = self.walked[at][0].kind
            depth += {Kind.OPEN: 1, Kind.CLOSE: -1}.get(kind, 0)
            if depth == 0 or (depth == 1 and kind is Kind.ELSE):
                return at
        raise AssertionError("the lexer closes what it opens")

    def hidden(self, opening: Token, path: Path, end: Token) -> Piece:
        shape = Shape.BLOCK if opening.is_block else Shape.INLINE
        if end.kind is Kind.ELSE:
            shape = Shape.BEFORE_ELSE
            self.depth += 1
            self.shut_elses.append(self.depth)
        made = Hidden(
            shape=shape,
            raw=self.source[opening.start : end.end],
            inside=self.source[opening.end : end.start],
            gate=opening.gate or "",
            gate_at=opening.gate_at,
            inside_at=opening.end,
            path=_written(path.must[:-1]),
            unless=_written(path.unless),
        )
        return Piece(made.seam, made.raw, made)

    def close(self, token: Token) -> Piece:
        self.depth -= 1
        if self.shut_elses and self.shut_elses[-1] == self.depth + 1:
            self.shut_elses.pop()
            raw = self.source[token.start : token.end]
            return Piece("", raw, Hidden(Shape.AFTER_ELSE, raw))
        return self.visible(token, Path())

    def visible(self, token: Token, path: Path) -> Piece:
        raw = self.source[token.start : token.end]
        is_text = token.kind is Kind.TEXT
        return Piece(raw if is_text or token.is_block else KEPT, raw, is_prose=is_text and not path.unless)


def _written(gates: tuple[str | None, ...]) -> tuple[str, ...]:
    return tuple(gate or "" for gate in gates)
