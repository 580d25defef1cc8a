"""The order of what was found: by where it was found, then by what its passages and the links to it say.

All of it is computed from rows that the reader sees.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum
from typing import NamedTuple

from django.db import connection
from django.db.models import F, Q, QuerySet

from wiki.markup import slugify
from wiki.pages.models import Name
from wiki.search.fragments import Numbers, Sql, exists, rows, visible
from wiki.search.matching import MOST_ROWS, Hit, Matching
from wiki.search.models import Passage, Place
from wiki.search.parsing import Query
from wiki.spoilers.sealed import unseal

MOST_PAGES = 1000
MOST_PREFIXES = 200
# Links are counted for the first of them alone, and up to as many: more do not tell two pages apart.
WEIGHED = 60
MOST_LINKS = 50
MOST_HITS = 5


class Tier(IntEnum):
    """Where a page was found, the best first."""

    TITLE = 0
    EXACT = 1  # another of its names is what was typed
    PREFIX = 2
    NAME = 3
    FACT = 4  # what was typed is all that a fact says
    HEADING = 5
    TEXT = 6
    TALK = 7
    APART = 8  # its words stand in several passages


class Ranked(NamedTuple):
    """A page that was found, and the passage to show of it: 0 where only its name was found."""

    page: int
    tier: Tier
    passage: int


class _Found:
    """What is known of a page while pages are put in order."""

    def __init__(self) -> None:
        self.tier, self.hits, self.best = Tier.APART, 0, Hit(0, 0, "", 0)

    def add(self, hit: Hit, tier: Tier) -> None:
        if hit.place != Place.NAME:
            self.hits += 1
            self.best = self._better(hit, tier)
        self.tier = min(self.tier, tier)

    def _better(self, hit: Hit, tier: Tier) -> Hit:
        """Give the passage to show: of the best tier, and rather a sentence than a fact."""
        is_told = hit.place == Place.TEXT and self.best.place not in (Place.TEXT, Place.HEADING)
        return hit if not self.best.key or tier < self.tier or (tier == self.tier and is_told) else self.best

    @property
    def order(self) -> tuple[int, int, int]:
        return self.tier, -min(self.hits, MOST_HITS), self.best.size


def ranked(query: Query, open_gates: list[int]) -> list[Ranked]:
    """List the pages that a query finds, the best first: at most a thousand and those found by their names."""
    matching = Matching(query, open_gates)
    found: dict[int, _Found] = {}
    for tier, hits in _tiers(query, matching):
        for hit in hits:
            if hit.page in found or len(found) < MOST_PAGES:
                found.setdefault(hit.page, _Found()).add(hit, tier)
    order = sorted(found, key=lambda page: (*found[page].order, page))
    return [Ranked(page, found[page].tier, found[page].best.key) for page in _weighed(order, found, open_gates)]


def _tiers(query: Query, matching: Matching) -> Iterable[tuple[Tier, list[Hit]]]:
    names = matching.in_names()
    if is_name(query):
        yield Tier.EXACT, _alike(query, names)
        yield from _by_name(query, matching.open_gates)
    yield Tier.NAME, names
    rows = matching.in_passages()
    asked = sum(len(clause[0].words) for clause in query.wanted)
    yield Tier.FACT, [hit for hit in rows if hit.place == Place.FACT and hit.size == asked]
    yield Tier.HEADING, matching.in_headings()
    yield Tier.TEXT, [hit for hit in rows if hit.place not in (Place.TALK, Place.HEADING)]
    yield Tier.TALK, [hit for hit in rows if hit.place == Place.TALK]
    if len(rows) < MOST_ROWS:
        yield Tier.APART, matching.across_pages()


def is_name(query: Query) -> bool:
    """Tell whether what was typed may be the name of a page, whole or begun."""
    return bool(query.wanted) and not (query.unwanted or query.is_filtered or any(len(c) > 1 for c in query.wanted))


def _alike(query: Query, names: list[Hit]) -> list[Hit]:
    """Keep the names that are what was typed, but for accents, case and signs. One query."""
    typed = [word for clause in query.wanted for word in clause[0].words]
    near = {hit.key: hit for hit in names if hit.size == len(typed)}
    rows = Passage.objects.filter(key__in=near).values_list("key", "words")
    return [near[key] for key, text in rows.order_by("key") if unseal(text) == " ".join(typed)]


def _by_name(query: Query, open_gates: list[int]) -> Iterable[tuple[Tier, list[Hit]]]:
    slug = slugify(query.text.strip('"*'))
    names = Name.objects.visible_to(open_gates)
    if slug:
        exact = list(names.filter(slug=slug).values_list("page_id", "kind"))
        yield Tier.TITLE, [Hit(page, 0, Place.NAME, 0) for page, kind in exact if kind == Name.Kind.TITLE]
        yield Tier.EXACT, [Hit(page, 0, Place.NAME, 0) for page, kind in exact if kind != Name.Kind.TITLE]
        begun = begun_names(slug, open_gates).values_list("page_id", flat=True)
        yield Tier.PREFIX, [Hit(page, 0, Place.NAME, 0) for page in begun[:MOST_PREFIXES]]


def begun_names(slug: str, open_gates: list[int]) -> QuerySet[Name]:
    """Give the visible names whose slug begins so, in the order of slugs: as a range, which the index of slugs has.

    The gate is asked of an expression: SQLite prefers the index of gates otherwise, and reads every open name.
    """
    begun = Name.objects.filter(slug__gte=slug, slug__lt=slug + "\U0010fffd").alias(bare=F("gate_id") + 0)
    names: QuerySet[Name] = begun.filter(Q(bare=None) | Q(bare__among=open_gates)).order_by("slug", "page_id")
    return names


def _weighed(order: list[int], found: dict[int, _Found], open_gates: list[int]) -> list[int]:
    """Put the first pages in order by the links to them as well, and what is alike by name."""
    first, rest = order[:WEIGHED], order[WEIGHED:]
    weights = _weights(first, open_gates)

    def place(page: int) -> tuple[object, ...]:
        weight = weights[page]
        return found[page].tier, -min(found[page].hits, MOST_HITS) - weight.links, *found[page].order, weight.slug, page

    return sorted(first, key=place) + rest


class _Weight(NamedTuple):
    """The visible links to a page, and the name under which a reader knows it."""

    links: int = 0
    rank: int = 0
    slug: str = ""


def _weights(pages: list[int], open_gates: list[int]) -> dict[int, _Weight]:
    """Count the visible links to pages from pages that the reader sees, of each name up to many. One query."""
    weights = dict.fromkeys(pages, _Weight())
    for page, slug, rank, links in rows(_links(pages, open_gates)) if pages else ():
        best = max(weights[page][1:], (rank, slug))
        weights[page] = _Weight(weights[page].links + links, *best)
    return weights


def _links(pages: list[int], open_gates: list[int]) -> Sql:
    """Select the visible names of pages, each with the number of visible links to it."""
    postgres = connection.vendor == "postgresql"
    numbers, wanted = Numbers(open_gates, is_postgres=postgres), Numbers(pages, is_postgres=postgres)
    from_seen = Sql("SELECT 1 FROM pages_link k WHERE k.target = t.slug AND ") + visible("k", numbers)
    from_seen += Sql(" AND ") + exists("k.page_id", numbers) + Sql(" LIMIT %s", (MOST_LINKS,))
    columns = Sql("SELECT t.page_id, t.slug, t.rank, (SELECT count(*) FROM (") + from_seen + Sql(") c)")
    is_open = Sql(" AND (t.gate_id IS NULL OR ") + numbers.has("t.gate_id") + Sql(")")
    return columns + Sql(" FROM pages_name t WHERE ") + wanted.has("t.page_id") + is_open
