"""What somebody may have meant who found nothing: names and words nearest to what they typed, of those that they see.

Two words are as near as they have pieces of three letters in common. How near each is, is judged here and not by the
database, so that both databases judge alike; the pieces come from rows that the reader sees alone.
"""

from __future__ import annotations

from typing import NamedTuple

from wiki.search.engines import engine
from wiki.search.fragments import Numbers, rows
from wiki.search.matching import seen
from wiki.search.models import Passage
from wiki.search.parsing import Query
from wiki.spoilers.sealed import unseal

MOST_ROWS = 2000
MOST_WORDS = 6
NEAR = 0.3
GUESSES = 5
SHORTEST = 3


class Guess(NamedTuple):
    """Something to search for, and how near it is to what was typed."""

    text: str
    nearness: float


def pieces(word: str) -> frozenset[str]:
    """Cut a word into pieces of three letters; its beginning counts as two spaces, its end as one."""
    padded = f"  {word} "
    return frozenset(padded[at : at + 3] for at in range(len(padded) - 2))


def nearness(one: str, other: str) -> float:
    """Tell how alike two words are, from 0 to 1: the share of their pieces that they have in common."""
    mine, theirs = pieces(one), pieces(other)
    return len(mine & theirs) / len(mine | theirs)


def guesses(query: Query, open_gates: list[int]) -> list[Guess]:
    """List what may have been meant, the nearest first. Two queries."""
    typed = [word for term in query.terms for word in term.words if len(word) >= SHORTEST][:MOST_WORDS]
    if not typed:
        return []
    texts = _candidates(typed, open_gates)
    meant = " ".join(typed)
    found = {text: nearness(meant, text) for text in (*texts, _corrected(typed, texts))}
    near = [Guess(text, how) for text, how in found.items() if how >= NEAR and text != meant]
    return sorted(near, key=lambda guess: (-guess.nearness, guess.text))[:GUESSES]


def _corrected(typed: list[str], texts: set[str]) -> str:
    """Give what was typed with each word as the nearest one that there is."""
    there = sorted({word for text in texts for word in text.split() if len(word) >= SHORTEST})
    return " ".join(_nearest(word, there) for word in typed)


def _nearest(typed: str, there: list[str]) -> str:
    swapped = _swapped(typed) & set(there)
    if swapped and typed not in there:
        return min(swapped)
    best = max(there, key=lambda word: nearness(typed, word), default=typed)
    return best if nearness(typed, best) >= NEAR else typed


def _swapped(word: str) -> set[str]:
    """Give a word with each two neighbours in the place of each other: of their pieces hardly any would be left."""
    return {word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1)}


def _candidates(typed: list[str], open_gates: list[int]) -> set[str]:
    """Give visible names, headings and facts, as they are compared, that have pieces in common with what was typed."""
    found = engine()
    numbers = Numbers(open_gates, is_postgres=found.is_postgres)
    source, match = found.alike(typed)
    near = rows(seen(source, match, found.order(()), numbers, MOST_ROWS))
    texts = Passage.objects.filter(key__among=[key for _, key, *_ in near]).values_list("words", flat=True)
    return {unseal(text) for text in texts}
