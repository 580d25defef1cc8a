"""Which gates a revision touched: those around what it changed."""

from __future__ import annotations

from collections.abc import Iterator

from wiki import markup
from wiki.markup.lexer import Kind
from wiki.markup.matching import in_seconds
from wiki.markup.myers import changed
from wiki.pages.state import PageState

# After this the rest counts as changed, which hides more than it need.
SECONDS = 0.5

Segment = tuple[str, tuple[str, ...]]


def touched(before: PageState, after: PageState) -> set[str]:
    """Give the gates around every name, tag, value and run of text that is in one state and not in the other."""
    one, two = list(_segments(before)), list(_segments(after))
    went, came = changed(one, two, until=in_seconds(SECONDS))
    found = [segment for segment, is_changed in zip(one, went, strict=True) if is_changed]
    found += [segment for segment, is_changed in zip(two, came, strict=True) if is_changed]
    return {gate for _, path in found for gate in path}


def _segments(state: PageState) -> Iterator[Segment]:
    for entry in state.names:
        yield f"name {entry.kind} {entry.text}", (entry.gate,) if entry.gate else ()
    for tag in state.tags:
        yield f"tag {tag.text}", (tag.gate,) if tag.gate else ()
    for value in state.sheet:
        yield f"sheet {value.field} {value.values} {value.source}", (value.gate,) if value.gate else ()
    yield from _runs(state.body)


def _runs(body: str) -> Iterator[Segment]:
    """Cut a body at its gates and lines. What stands in an “else” is not behind its gate."""
    lexed = markup.lex(markup.normalise(body))
    for token, path in markup.paths(lexed):
        gates = tuple(gate for gate in path.must if gate)
        if token.kind is Kind.OPEN:
            yield f"gate {token.gate}", gates
        elif token.kind is Kind.TEXT:
            yield from ((line, gates) for line in lexed.source[token.start : token.end].split("\n"))
