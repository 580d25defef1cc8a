"""What is left of a text seen through a lens: plain Markdown, as if the hidden parts had never been written."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from wiki.markup.lexer import Kind, Lexed, Token, lex, normalise
from wiki.markup.seams import KEPT, SEAM, close_seams, restored

Sees = Callable[[str], bool]


def project(source: str, sees: Sees, *, keep_gates: bool = False) -> str:
    """Filter a text. `sees` tells of a gate's text whether it is open; unresolvable gates are its "no".

    The result depends on nothing that stands behind a closed gate. With `keep_gates` the syntax of the open
    ones stays: that is the text as it is edited and compared, not as it is read.
    """
    lexed = lex(normalise(source))
    kept: list[str] = []
    text = "".join(_visible(lexed, sees, keep_gates, kept))
    text = close_seams(text, has_fences=keep_gates) if SEAM in text else text
    return restored(text, kept) if kept else text


class _Frame(NamedTuple):
    """A gate around the current place: was its outside shown, is it open, does it leave a seam if not."""

    outside: bool
    is_open: bool
    leaves_seam: bool


def _visible(lexed: Lexed, sees: Sees, keep_gates: bool, kept: list[str]) -> Iterator[str]:
    """Yield the visible runs, and a SEAM for each gate that leaves nothing behind.

    Syntax of open gates that stays goes into `kept`, and a sign for it into the text; fences stay as they are.
    """
    shown = True
    frames: list[_Frame] = []
    outcomes: dict[str, bool] = {}
    for token in lexed.tokens:
        if token.kind is Kind.TEXT:
            if shown:
                yield lexed.source[token.start : token.end] if keep_gates else token.value
            continue
        if token.kind is Kind.OPEN:
            is_open = _is_open(token, sees, outcomes)
            frames.append(_Frame(shown, is_open, shown and not is_open))
            shown = shown and is_open
        elif token.kind is Kind.ELSE:
            frames[-1] = frames[-1]._replace(leaves_seam=False)
            shown = frames[-1].outside and (keep_gates or not frames[-1].is_open)
        frame = frames[-1]
        if token.kind is Kind.CLOSE:
            shown = frames.pop().outside
            if frame.leaves_seam:
                yield SEAM + "\n" * token.is_block
        if keep_gates and frame.outside and frame.is_open:
            syntax = lexed.source[token.start : token.end]
            if not token.is_block:
                kept.append(syntax)
            yield syntax if token.is_block else KEPT


def _is_open(token: Token, sees: Sees, outcomes: dict[str, bool]) -> bool:
    if token.gate is None:
        return False
    if token.gate not in outcomes:
        outcomes[token.gate] = sees(token.gate)
    return outcomes[token.gate]
