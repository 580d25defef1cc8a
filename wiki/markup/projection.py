"""What is left of a text seen through a lens: plain Markdown, as if the hidden parts had never been written."""

from collections.abc import Iterator
from typing import NamedTuple

from wiki.markup.lexer import Kind, Lexed, Token, lex, normalise
from wiki.markup.paths import Sees
from wiki.markup.pieces import pieces
from wiki.markup.seams import KEPT, SEAM, close_seams, restored


def project(source: str, sees: Sees, *, keep_gates: bool = False) -> str:
    """Filter a text. `sees` tells of a gate's text whether it is open.

    The result depends on nothing that stands behind a closed gate. With `keep_gates` the syntax of the open
    ones stays: that is the text as it is edited and compared, not as it is read.
    """
    source = normalise(source)
    if keep_gates:
        return _editable(source, sees)
    text = "".join(_visible(lex(source), sees))
    return close_seams(text) if SEAM in text else text


def _editable(source: str, sees: Sees) -> str:
    found = list(pieces(source, sees))
    text = "".join(piece.text for piece in found)
    text = close_seams(text, has_fences=True) if SEAM in text else text
    return restored(text, (piece.raw for piece in found if piece.text == KEPT))


class _Frame(NamedTuple):
    """A gate around the current place: was its outside shown, is it open, does it leave a seam if not."""

    outside: bool
    is_open: bool
    leaves_seam: bool


def _visible(lexed: Lexed, sees: Sees) -> Iterator[str]:
    """Yield the visible runs, and a SEAM for each gate that leaves nothing behind."""
    shown = True
    frames: list[_Frame] = []
    outcomes: dict[str, bool] = {}
    for token in lexed.tokens:
        if token.kind is Kind.TEXT:
            if shown:
                yield token.value
        elif token.kind is Kind.OPEN:
            is_open = _is_open(token, sees, outcomes)
            frames.append(_Frame(shown, is_open, shown and not is_open))
            shown = shown and is_open
        elif token.kind is Kind.ELSE:
            frames[-1] = frames[-1]._replace(leaves_seam=False)
            shown = frames[-1].outside and not frames[-1].is_open
        else:
            shown, _, leaves_seam = frames.pop()
            if leaves_seam:
                yield SEAM + "\n" * token.is_block


def _is_open(token: Token, sees: Sees, outcomes: dict[str, bool]) -> bool:
    if token.gate is None:
        return False
    if token.gate not in outcomes:
        outcomes[token.gate] = sees(token.gate)
    return outcomes[token.gate]
