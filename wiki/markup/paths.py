"""Tells of each token which gates stand around it."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from wiki.markup.lexer import Kind, Lexed, Token

# Tells of a gate's text whether it is open; unresolvable gates are its "no".
Sees = Callable[[str], bool]


class Path(NamedTuple):
    """The gates around a place: those that have to be open, and those in whose “else” it is. None never opens."""

    must: tuple[str | None, ...] = ()
    unless: tuple[str | None, ...] = ()


def paths(lexed: Lexed) -> Iterator[tuple[Token, Path]]:
    """Yield each token with the gates around it. A gate's opening and its “else” stand inside it, its end does not."""
    path = Path()
    stack: list[tuple[Path, str | None]] = []
    for token in lexed.tokens:
        if token.kind is Kind.OPEN:
            stack.append((path, token.gate))
            path = Path((*path.must, token.gate), path.unless)
        elif token.kind is Kind.ELSE:
            (must, unless), gate = stack[-1]
            path = Path(must, (*unless, gate))
        elif token.kind is Kind.CLOSE:
            path, _ = stack.pop()
        yield token, path
