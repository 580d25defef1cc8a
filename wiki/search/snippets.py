"""What of a passage is shown: some words around the first hit, with the hits marked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from wiki.search.parsing import Term
from wiki.search.terms import stem, words

LENGTH = 220
BEFORE = 70
TOKEN = re.compile(r"[^\W_]+(?:['’ʼ][^\W_]+)*")


class Part(NamedTuple):
    text: str
    is_hit: bool


def marked(text: str, terms: list[Term]) -> tuple[Part, ...]:
    """Cut a passage around its first hit, and mark the hits in it."""
    spans = list(_spans(text, terms))
    start, end = _window(text, spans[0][0] if spans else 0)
    parts = [Part("…", False)] if start else []
    at = start
    for first, last in spans:
        if start <= first and last <= end and first >= at:
            parts += [Part(text[at:first], False), Part(text[first:last], True)]
            at = last
    parts += [Part(text[at:end], False)] + ([Part("…", False)] if end < len(text) else [])
    return tuple(part for part in parts if part.text)


def _window(text: str, hit: int) -> tuple[int, int]:
    """Give where to cut, at words."""
    start = 0 if hit <= BEFORE else text.find(" ", hit - BEFORE) + 1
    if len(text) - start <= LENGTH:
        return start, len(text)
    end = text.rfind(" ", start, start + LENGTH)
    return start, end if end > start else start + LENGTH


def _spans(text: str, terms: list[Term]) -> Iterator[tuple[int, int]]:
    """Give where words stand that a term asks for. Each word of a phrase is marked by itself."""
    single = {term.stem for term in terms if not term.is_phrase and not term.is_prefix}
    exact = {word for term in terms if term.is_phrase for word in term.words[: -1 if term.is_prefix else None]}
    begun = tuple(term.words[-1] for term in terms if term.is_prefix)
    for match in TOKEN.finditer(text):
        for word in words(match[0]):
            if stem(word) in single or word in exact or word.startswith(begun or ("\0",)):
                yield match.span()
                break
