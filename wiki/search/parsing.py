"""Reads what somebody typed into the search box. Every text is a query; what makes no sense in one is a word.

`words "a phrase" -without prefix* this OR that kind:character -kind:claim`
"""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass
from typing import NamedTuple

from wiki.search.terms import stem, words

MOST_CHARS = 200
# Telephones write these by themselves.
QUOTES = str.maketrans("“”„«»", '"""""')
MOST_CLAUSES = 10
# A minus counts at the start of a word alone; a quotation mark without its fellow goes on to the end.
PART = re.compile(r'(?P<minus>(?<!\S)-)?(?:(?P<filter>[A-Za-z]+):)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')


class Term(NamedTuple):
    """Words that have to stand one after the other. A single one is found by its stem, unless it was put in quotes."""

    words: tuple[str, ...]
    is_exact: bool = False
    is_prefix: bool = False

    @property
    def is_phrase(self) -> bool:
        return self.is_exact or len(self.words) > 1

    @property
    def stem(self) -> str:
        return stem(self.words[0])


Clause = tuple[Term, ...]  # one of them has to be found


@dataclass(frozen=True)
class Query:
    """What somebody looks for: pages with each clause of `wanted` and none of `unwanted`.

    They pass all of `filters` and none of `barred`.
    """

    text: str
    wanted: tuple[Clause, ...] = ()
    unwanted: tuple[Clause, ...] = ()
    filters: tuple[tuple[str, str], ...] = ()
    barred: tuple[tuple[str, str], ...] = ()

    @property
    def is_empty(self) -> bool:
        return not self.wanted and not self.filters

    @property
    def is_filtered(self) -> bool:
        return bool(self.filters or self.barred)

    @property
    def is_plain(self) -> bool:
        """Whether nothing but words and filters was typed: no phrase, nothing begun, nothing unwanted, no choice."""
        is_plain = all(not term.is_exact and not term.is_prefix for term in self.terms)
        return is_plain and not self.unwanted and all(len(clause) == 1 for clause in self.wanted)

    @property
    def terms(self) -> list[Term]:
        return [term for clause in self.wanted for term in clause]


def parse(text: str, filters: Container[str]) -> Query:
    """Read a query. `filters` has what may stand before a colon."""
    text = " ".join(text.replace("\0", " ").split())[:MOST_CHARS]
    wanted: list[Clause] = []
    unwanted: list[Clause] = []
    chosen: dict[tuple[str, str], None] = {}
    barred: dict[tuple[str, str], None] = {}
    is_or = False
    for part in PART.finditer(text.translate(QUOTES)):
        name = (part["filter"] or "").lower()
        if part["word"] == "OR" and not part["minus"] and not part["filter"]:
            is_or = bool(wanted)
        elif name in filters and (value := part["phrase"] or part["word"]):
            (barred if part["minus"] else chosen)[name, value] = None
        elif term := _term(part):
            _add(term, unwanted if part["minus"] else wanted, is_or=is_or)
            is_or = False
    clauses = tuple(wanted[:MOST_CLAUSES]), tuple(unwanted[:MOST_CLAUSES])
    return Query(text, *clauses, tuple(chosen)[:MOST_CLAUSES], tuple(barred)[:MOST_CLAUSES])


def reworded(query: Query, text: str, filters: Container[str]) -> Query:
    """Read other words in the place of those that a query wants; its filters stay."""
    kept = [("", *one) for one in query.filters] + [("-", *one) for one in query.barred]
    written = (f'{sign}{name}:"{value}"' if " " in value else f"{sign}{name}:{value}" for sign, name, value in kept)
    return parse(" ".join([text, *written]), filters)


def without_filters(text: str, filters: Container[str]) -> str:
    """Leave out of a text the filters in it."""
    text = text.translate(QUOTES)
    kept = (part[0] for part in PART.finditer(text) if (part["filter"] or "").lower() not in filters)
    return " ".join(kept)


def _term(part: re.Match[str]) -> Term | None:
    """Read one word or phrase; one that holds no letter and no digit is none."""
    written = part["phrase"] if part["word"] is None else part["word"]
    found = tuple(words(f"{part['filter']} {written}" if part["filter"] else written))
    is_prefix = part["word"] is not None and written.endswith("*")
    return Term(found, is_exact=part["word"] is None, is_prefix=is_prefix) if found else None


def _add(term: Term, clauses: list[Clause], *, is_or: bool) -> None:
    if is_or and clauses:
        clauses[-1] = (*clauses[-1], term)
    else:
        clauses.append((term,))
