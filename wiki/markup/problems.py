"""Everything that makes a text unfit to save, each with its place."""

import re
from collections.abc import Callable

from wiki.markup.errors import GateError, Problem, placed
from wiki.markup.lexer import Kind, Lexed, lex, normalise

MAX_BYTES = 512 * 1024
MAX_DEPTH = 20
MAX_CONTAINERS = 40
MAX_BRACKETS = 100

Check = Callable[[str], object]

DEEP_LINE = re.compile(r"^(?:[ \t]*(?:>|[*+-](?=[ \t])|\d{1,9}[.)](?=[ \t]))){%d}" % (MAX_CONTAINERS + 1), re.M)
INDENTED = re.compile(r"^[ \t]{200}[ \t]*\S", re.M)


def problems(source: str, check: Check) -> list[Problem]:
    """List what is wrong with a whole text. `check` raises GateError for a gate's text it cannot resolve."""
    if len(source.encode(errors="surrogatepass")) > MAX_BYTES:
        return [Problem(1, 1, f"The text is longer than {MAX_BYTES // 1024} KiB; split the page in two.")]
    lexed = lex(normalise(source))
    found = [*lexed.faults, *_gates(lexed, check), *_depth(lexed), *_nesting(lexed.source)]
    return placed(lexed.source, found)


def _gates(lexed: Lexed, check: Check) -> list[tuple[int, str]]:
    found = []
    for token in lexed.tokens:
        if token.kind is Kind.OPEN and token.gate is not None:
            try:
                check(token.gate)
            except GateError as error:
                found.append((token.gate_at + error.column, error.message))
    return found


def _depth(lexed: Lexed) -> list[tuple[int, str]]:
    depth = 0
    for token in lexed.tokens:
        depth += {Kind.OPEN: 1, Kind.CLOSE: -1}.get(token.kind, 0)
        if depth > MAX_DEPTH:
            return [(token.start, f"Gates stand more than {MAX_DEPTH} deep in one another here.")]
    return []


def _nesting(source: str) -> list[tuple[int, str]]:
    """Refuse what a Markdown parser chokes on: containers or brackets nested without end."""
    message = f"Lists and quotations stand more than {MAX_CONTAINERS} deep in one another here."
    found = [
        (match.start(), message) for pattern in (DEEP_LINE, INDENTED) for match in [pattern.search(source)] if match
    ]
    depth = 0
    for match in re.finditer(r"[\[\]]|\n[ \t]*\n", source):
        depth = max(0, depth + {"[": 1, "]": -1}.get(match[0], -depth))
        if depth > MAX_BRACKETS:
            return [*found, (match.start(), f"More than {MAX_BRACKETS} square brackets are open here.")]
    return found
