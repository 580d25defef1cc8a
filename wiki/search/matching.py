"""Runs a query against the passages: who sees a row is asked in the statement that finds it.

Of what is very common the first rows are taken, in the order of pages: that order and where it is cut depend on nothing
but rows that the reader sees.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from django.core.exceptions import EmptyResultSet

from wiki.search import filters
from wiki.search.engines import Engine, engine
from wiki.search.fragments import Numbers, Sql, exists, joined, rows, visible
from wiki.search.models import Place
from wiki.search.parsing import Clause, Query

MOST_ROWS = 2000
MOST_NAMES = 1000
MOST_LOOKED_UP = 400
COLUMNS = "p.page_id, p.key, p.place, p.size"


def seen(source: str, match: Sql, order: str, open_gates: Numbers, most: int) -> Sql:
    """Select the first passages, as `p`, that match and that a reader sees.

    In two steps: whether a page is there is asked of the rows in their order, until there are enough.
    """
    kept = joined([match, visible("p", open_gates)], "AND")
    ordered = Sql(f" ORDER BY {order}{engine().fence}")
    shown = Sql(f"SELECT {COLUMNS} FROM {source} WHERE ") + kept + ordered  # noqa: S608
    there = exists("p.page_id", open_gates)
    return Sql("SELECT * FROM (") + shown + Sql(") p WHERE ") + there + Sql(" LIMIT %s", (most,))


class Hit(NamedTuple):
    """A passage that was found."""

    page: int
    key: int
    place: str
    size: int


class _Listed:
    """The first passages with one clause that the reader sees, in the order of pages."""

    def __init__(self, clause: Clause, hits: list[Hit]) -> None:
        self.clause, self.hits, self.pages = clause, hits, {hit.page for hit in hits}
        self.is_cut = len(hits) == MOST_ROWS
        self.last = max(self.pages, default=0)

    def lacks(self, page: int) -> bool:
        """Tell that a page has no such passage, as far as this list goes."""
        return page not in self.pages and (page <= self.last or not self.is_cut)


class Matching:
    """One query of one reader."""

    def __init__(self, query: Query, open_gates: list[int]) -> None:
        self.query, self.open_gates = query, open_gates
        self.engine: Engine = engine()
        self.numbers = Numbers(open_gates, is_postgres=self.engine.is_postgres)

    def in_names(self) -> list[Hit]:
        """Find the names that hold all that is asked for."""
        return self._in_one(self.query.wanted, Place.NAME.value, MOST_NAMES)

    def in_headings(self) -> list[Hit]:
        return self._in_one(self.query.wanted, Place.HEADING.value, MOST_NAMES)

    def in_passages(self) -> list[Hit]:
        """Find the passages that hold all that is asked for, wherever they stand."""
        return self._in_one(self.query.wanted, "", MOST_ROWS)

    def across_pages(self) -> list[Hit]:
        """Find the pages that hold all that is asked for, if not in one passage; give the passages with the rarest.

        What is rarest is told by what the reader sees: it is the one that is shown.
        """
        if len(self.query.wanted) < 2:
            return []
        rarest, *others = sorted(
            (self._with_one(clause) for clause in self.query.wanted), key=lambda one: len(one.hits)
        )
        hits = [hit for hit in rarest.hits if not any(one.lacks(hit.page) for one in others)]
        cut = [one for one in others if one.is_cut]
        sure = [hit for hit in hits if all(hit.page in one.pages for one in cut)]
        unsure = [hit for hit in hits if not all(hit.page in one.pages for one in cut)][:MOST_LOOKED_UP]
        sure += self._of(unsure, [self._on_page(one.clause) for one in cut])
        return self._of(sure, [Sql("NOT ") + self._on_page(clause) for clause in self.query.unwanted])

    def _with_one(self, clause: Clause) -> _Listed:
        return _Listed(clause, [Hit._make(row) for row in rows(self._rows((clause,), "", MOST_ROWS))])

    def _of(self, hits: list[Hit], further: list[Sql]) -> list[Hit]:
        """Keep of some passages those whose page has the further clauses."""
        if not hits or not further:
            return hits
        keys = Numbers([hit.key for hit in hits], is_postgres=self.engine.is_postgres).has("p.key")
        left = dict.fromkeys(
            key for (key,) in rows(Sql("SELECT p.key FROM search_passage p WHERE ") + joined([keys, *further], "AND"))
        )
        return [hit for hit in hits if hit.key in left]

    def _in_one(self, clauses: tuple[Clause, ...], place: str, most: int) -> list[Hit]:
        return self._run(self._rows(clauses, place, most), []) if clauses else []

    def _rows(self, clauses: tuple[Clause, ...], place: str, most: int) -> Sql:
        source, match = self.engine.found(clauses, place)
        order = self.engine.order(clauses, place)
        return seen(source, joined([match, *self._filters()], "AND"), order, self.numbers, most)

    def _run(self, found: Sql, further: list[Sql]) -> list[Hit]:
        """Keep of some rows those whose page has the further clauses, and none that is unwanted."""
        further += [Sql("NOT ") + self._on_page(clause) for clause in self.query.unwanted]
        whole = found
        if further:
            whole = Sql(f"SELECT {COLUMNS} FROM (") + found + Sql(") p WHERE ") + joined(further, "AND")  # noqa: S608
        return sorted(map(Hit._make, rows(whole)), key=lambda hit: hit.key)

    def _on_page(self, clause: Clause) -> Sql:
        source, match = self.engine.on_page(clause, "p.page_id")
        return Sql(f"EXISTS (SELECT 1 FROM {source} WHERE ") + match + Sql(" AND ") + self._seen_too() + Sql(")")  # noqa: S608

    def _seen_too(self) -> Sql:
        return visible("q", self.numbers)

    def _filters(self) -> Iterator[Sql]:
        for name, value in self.query.filters:
            yield joined(map(_in, filters.pages(name, value, self.open_gates)), "OR")
        for name, value in self.query.barred:
            yield Sql("NOT ") + joined(map(_in, filters.pages(name, value, self.open_gates)), "OR")


def _in(pages: object) -> Sql:
    try:
        text, params = pages.query.sql_with_params()  # type: ignore[attr-defined]
    except EmptyResultSet:  # Django sees that no page can pass, and writes no statement
        return Sql("1 = 0")
    return Sql(f"p.page_id IN ({text})", params)
