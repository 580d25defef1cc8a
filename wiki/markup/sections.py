"""Finds the headings of a text that is to be edited."""

import re
from typing import NamedTuple

from wiki.markup.render import parser

GATE_SYNTAX = re.compile(r"\]\{[^{}]*\}|[\[\]]")


class HeadingAt(NamedTuple):
    """A heading, by the offset of its line."""

    start: int
    level: int
    title: str


def sections(source: str) -> list[HeadingAt]:
    """List the headings of a normalised text, those in lists and quotations aside."""
    starts = [0]
    for line in source.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    tokens = parser(wiki_links=False).parse(source)
    return [
        HeadingAt(starts[token.map[0]], int(token.tag[1]), GATE_SYNTAX.sub("", tokens[index + 1].content))
        for index, token in enumerate(tokens)
        if token.type == "heading_open" and token.level == 0 and token.map
    ]
