"""Finds the headings of a text that is to be edited."""

import re
from functools import cache
from typing import NamedTuple

from markdown_it import MarkdownIt

from wiki.markup.lexer import Kind, lex

GATE_SYNTAX = re.compile(r"\]\{[^{}]*\}|[\[\]]")


class HeadingAt(NamedTuple):
    """A heading, by the offset of its line."""

    start: int
    level: int
    title: str


def sections(source: str) -> list[HeadingAt]:
    """List the headings of a normalised text, but those in lists, quotations and gated blocks."""
    starts = [0]
    for line in source.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    tokens = _blocks_only().parse(source)
    found = [
        HeadingAt(starts[token.map[0]], int(token.tag[1]), GATE_SYNTAX.sub("", tokens[index + 1].content))
        for index, token in enumerate(tokens)
        if token.type == "heading_open" and token.level == 0 and token.map
    ]
    blocks = _blocks(source)
    return [one for one in found if not any(start < one.start < end for start, end in blocks)]


@cache
def _blocks_only() -> MarkdownIt:
    """Build a parser that leaves what stands in a line unread."""
    md = MarkdownIt("commonmark").enable("table")
    md.core.ruler.enableOnly(["normalize", "block"])
    return md


def _blocks(source: str) -> list[tuple[int, int]]:
    """Give the spans of the outermost fenced blocks: no part of a text starts inside one."""
    spans, depth, start = [], 0, 0
    for token in lex(source).tokens:
        if token.is_block and token.kind is Kind.OPEN:
            start = token.start if depth == 0 else start
            depth += 1
        elif token.is_block and token.kind is Kind.CLOSE:
            depth -= 1
            if depth == 0:
                spans.append((start, token.end))
    return spans
