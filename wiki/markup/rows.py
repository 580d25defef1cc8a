"""A text as its editor has it, line by line. Weaving starts from here."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from wiki.markup.paths import Sees
from wiki.markup.pieces import Hidden, Piece, pieces
from wiki.markup.seams import KEPT, closed_lines, restored


@dataclass(slots=True)
class Row:
    """A line. `visible` is all of it that is not hidden; `shown` is what is left of that, None if the line goes."""

    raw: str = ""
    visible: str = ""
    hidden: list[Hidden] = field(default_factory=list)
    shown: str | None = ""


def rows(source: str, sees: Sees) -> list[Row]:
    """Cut a normalised text into its lines."""
    lines = list(_lines(pieces(source, sees)))
    texts = ["".join(piece.text for piece in line) for line in lines]
    closed = closed_lines(texts, has_fences=True)
    return [_row(line, shown) for line, shown in zip(lines, closed, strict=True)]


def _row(line: list[Piece], shown: str | None) -> Row:
    row = Row()
    for piece in line:
        if piece.hidden:
            piece.hidden.at = len(row.visible)
            row.hidden.append(piece.hidden)
        else:
            row.visible += piece.raw
        row.raw += piece.raw
    syntax = [piece.raw for piece in line if piece.text == KEPT]
    row.shown = shown if shown is None else restored(shown, syntax)
    return row


def _lines(found: Iterator[Piece]) -> Iterator[list[Piece]]:
    line: list[Piece] = []
    for piece in found:
        for part in _split(piece):
            line.append(part)
            if part.text.endswith("\n"):
                yield line
                line = []
    if line:
        yield line


def _split(piece: Piece) -> list[Piece]:
    if piece.hidden or "\n" not in piece.text[:-1]:
        return [piece]
    *lines, last = piece.text.split("\n")
    return [Piece(text, text) for text in [*(line + "\n" for line in lines), last] if text]
