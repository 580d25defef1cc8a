"""Finds, in a rendered text, what an earlier rendering had not, and marks it block by block.

Both are projections for the same reader, so what tells them apart is theirs to know. Only words and pictures count: a
link that leads somewhere now, or a footnote that has another number, is nothing new.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from itertools import groupby
from typing import NamedTuple

from wiki.markup.matching import in_seconds
from wiki.markup.myers import changed
from wiki.markup.render import Html

# Elements with words of their own. Those of an inner one are not the outer one's.
BLOCKS = frozenset(
    "h2 h3 h4 h5 h6 p li dt dd th td caption pre blockquote figure figcaption div section summary".split()
)
# A tag as the sanitiser writes it, and what stands before it.
TAG = re.compile(r"(?P<words>[^<]*)<(?P<end>/?)(?P<name>[a-z][a-z0-9]*)(?P<rest>(?:[^<>\"]|\"[^\"]*\")*+)>")
ATTRIBUTE = re.compile(r"\s(?P<name>[a-z-]+)=\"(?P<value>[^\"]*)\"")
HEADING = re.compile(r"h[2-6]")
EXCERPT = 160
SECONDS = 0.5
MARK = '<span class="new-word">New: </span>'
NOTES = "Notes"
REFERENCE = 'class="footnote-'  # the number of a footnote, and the way back from it


class Novel(NamedTuple):
    """A new block: its first words, and the heading above it with its anchor ("" and "" above all headings)."""

    text: str
    heading: str
    anchor: str


class Marked(NamedTuple):
    """A rendering with its new blocks marked."""

    html: Html
    blocks: tuple[Novel, ...]


class _Block:
    def __init__(self, tag: re.Match[str], around: _Block | None, heading: _Block | None) -> None:
        self.name, self.heading = tag["name"], heading
        self.start, self.end = tag.end("name"), tag.end()
        self.anchor = _attributes(tag).get("id", "")
        # The anchor of the footnote that this is, or stands in.
        self.note: str = self.anchor if self.anchor.startswith("fn") else around.note if around else ""
        self.row = 0  # of a cell, which row of the text it stands in
        self.words: list[str] = []
        self.pictures: list[str] = []

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())

    @property
    def key(self) -> str:
        return " ".join([self.text, *self.pictures])

    def described(self, text: str) -> Novel:
        if self.note:
            return Novel(_cut(text), NOTES, self.note)
        above = self if HEADING.fullmatch(self.name) else self.heading
        return Novel(_cut(text), above.text if above else "", above.anchor if above else "")


def novel(after: str, before: str) -> tuple[Novel, ...]:
    """List the blocks of a rendering that an earlier one had not."""
    return tuple(_described(_new(after, before)))


def mark(after: Html, before: Html) -> Marked:
    """Mark the blocks of a rendering that an earlier one had not."""
    blocks = _new(after, before)
    pieces, at = [], 0
    for block in blocks:
        pieces += [after[at : block.start], " data-new", after[block.start : block.end], MARK]
        at = block.end
    return Marked(Html("".join([*pieces, after[at:]])), tuple(_described(blocks)))


def _described(blocks: list[_Block]) -> Iterator[Novel]:
    """Describe new blocks; the new cells of a row as one."""
    for _, group in groupby(blocks, lambda block: (block.row, 0 if block.row else block.start)):
        cells = list(group)
        yield cells[0].described(" · ".join(cell.text for cell in cells if cell.text))


def _new(after: str, before: str) -> list[_Block]:
    if after == before:
        return []
    now = list(_blocks(after))
    _, came = changed([one.key for one in _blocks(before)], [one.key for one in now], until=in_seconds(SECONDS))
    return [block for block, is_new in zip(now, came, strict=True) if is_new]


def _blocks(html: str) -> Iterator[_Block]:
    """List the blocks that hold words or a picture, in their order."""
    found: list[_Block] = []
    stack: list[_Block] = []
    heading: _Block | None = None
    is_reference, row = False, 0
    for tag in TAG.finditer(html):
        if stack and not is_reference:
            stack[-1].words.append(unescape(tag["words"]))
        if tag["name"] in ("sup", "a"):
            # Within the number stands a link without that class, so it ends there, after its last word.
            is_reference = not tag["end"] and (REFERENCE in tag["rest"] or is_reference)
        elif tag["name"] == "tr":
            row += not tag["end"]
        elif tag["name"] in ("img", "br") and stack:
            _take_in(tag, stack[-1])
        elif tag["name"] in BLOCKS and tag["end"]:
            stack.pop()
        elif tag["name"] in BLOCKS:
            stack.append(_Block(tag, stack[-1] if stack else None, heading))
            stack[-1].row = row if tag["name"] in ("td", "th") else 0
            found.append(stack[-1])
            heading = stack[-1] if HEADING.fullmatch(tag["name"]) else heading
    return (block for block in found if block.key.strip())


def _take_in(tag: re.Match[str], block: _Block) -> None:
    """Take in an element without words between its tags."""
    attributes = _attributes(tag)
    block.words.append(f" {attributes.get('alt', '')} ")
    block.pictures.append(attributes.get("src", ""))


def _attributes(tag: re.Match[str]) -> dict[str, str]:
    return {found["name"]: unescape(found["value"]) for found in ATTRIBUTE.finditer(tag["rest"])}


def _cut(text: str) -> str:
    return text if len(text) <= EXCERPT else text[:EXCERPT].rsplit(" ", 1)[0].rstrip(".,;:") + "…"
