"""What the two databases say differently: how a passage is matched, by FTS5 or by tsvector."""

from __future__ import annotations

from functools import cache
from typing import Protocol

from django.db import connection

from wiki.search.fragments import Sql
from wiki.search.keys import BITS
from wiki.search.parsing import Clause, Term


def _grams(typed: list[str]) -> list[str]:
    """Cut words into pieces of three letters."""
    return sorted({word[at : at + 3] for word in typed for at in range(max(len(word) - 2, 1))})


class Engine(Protocol):
    """How a database finds passages."""

    is_postgres: bool
    fence: str  # ends a subquery that has to stay one: what stands around it is not asked within it

    def found(self, clauses: tuple[Clause, ...], place: str = "") -> tuple[str, Sql]:
        """Give what to read from, as `p`, and what to keep: the passages, of one place or of all, with all clauses."""

    def order(self, clauses: tuple[Clause, ...], place: str = "") -> str:
        """Give the keys to order by what `found` or, without clauses, `alike` finds."""

    def on_page(self, clause: Clause, page: str) -> tuple[str, Sql]:
        """Give the same for the passages of one page, as `q`; `page` is an expression."""

    def alike(self, typed: list[str]) -> tuple[str, Sql]:
        """Give the same for names, headings and facts that have pieces of three letters in common with some words."""


class Sqlite:
    """FTS5: one expression for all clauses; the order of keys is its own, so that it can stop early."""

    is_postgres = False
    fence = ""

    def found(self, clauses: tuple[Clause, ...], place: str = "") -> tuple[str, Sql]:
        table = "search_names" if place == "name" else "search_words"
        expression = " AND ".join(self._clause(clause) for clause in clauses)
        if place and place != "name":
            expression = f"place : {place} AND ({expression})"
        source = f"{table} f CROSS JOIN search_passage p ON p.key = f.rowid"
        return source, Sql(f"f.{table} MATCH %s", (expression,))

    def order(self, clauses: tuple[Clause, ...], place: str = "") -> str:
        return "f.rowid"

    def on_page(self, clause: Clause, page: str) -> tuple[str, Sql]:
        first, last = f"({page} << {BITS})", f"({page} << {BITS}) + {(1 << BITS) - 1}"
        source = "search_words g CROSS JOIN search_passage q ON q.key = g.rowid"
        return source, Sql(f"g.search_words MATCH %s AND g.rowid BETWEEN {first} AND {last}", (self._clause(clause),))

    def alike(self, typed: list[str]) -> tuple[str, Sql]:
        expression = " OR ".join(f'"{gram}"' for gram in _grams(typed))
        source = "search_grams f CROSS JOIN search_passage p ON p.key = f.rowid"
        return source, Sql("f.search_grams MATCH %s", (expression,))

    def _clause(self, clause: Clause) -> str:
        return "(" + " OR ".join(map(self._term, clause)) + ")"

    def _term(self, term: Term) -> str:
        # Letters and digits alone, in quotation marks: no word is an operator.
        if term.is_prefix:
            return f'words : "{" ".join(term.words)}" *'
        return f'words : "{" ".join(term.words)}"' if term.is_phrase else f'stems : "{term.stem}"'


class Postgres:
    """tsvector: one column for stems, one for words in their order."""

    is_postgres = True
    fence = " OFFSET 0"

    def found(self, clauses: tuple[Clause, ...], place: str = "") -> tuple[str, Sql]:
        matches = [self._clause("p", clause) for clause in clauses]
        if place:
            matches.append(Sql(f"p.place = '{place}'"))
        return "search_passage p", _all(matches)

    def order(self, clauses: tuple[Clause, ...], place: str = "") -> str:
        # Of a common word the first rows are found soonest by walking along the keys. Where few rows are found that
        # takes seconds: an expression keeps PostgreSQL, which cannot tell how rare a phrase is, from trying.
        is_common = clauses and not place and not any(_is_rare(term) for clause in clauses for term in clause)
        return "p.key" if is_common else "p.key + 0"

    def on_page(self, clause: Clause, page: str) -> tuple[str, Sql]:
        return "search_passage q", Sql(f"q.page_id = {page} AND ") + self._clause("q", clause)

    def alike(self, typed: list[str]) -> tuple[str, Sql]:
        match = Sql("p.words LIKE ANY(%s)", ([f"%{gram}%" for gram in _grams(typed)],))
        return "search_passage p", Sql("p.place IN ('name', 'heading', 'fact') AND ") + match

    def _clause(self, table: str, clause: Clause) -> Sql:
        parts = [self._term(table, term) for term in clause]
        return Sql(
            "(" + " OR ".join(part.text for part in parts) + ")", tuple(v for part in parts for v in part.params)
        )

    def _term(self, table: str, term: Term) -> Sql:
        quoted = [f"'{word}'" for word in term.words]
        if term.is_prefix or term.is_phrase:
            quoted[-1] += ":*" if term.is_prefix else ""
            return Sql(f"{table}.words_vector @@ %s::tsquery", (" <-> ".join(quoted),))
        return Sql(f"{table}.stems_vector @@ %s::tsquery", (f"'{term.stem}'",))


def _is_rare(term: Term) -> bool:
    return term.is_phrase or term.is_prefix


def _all(parts: list[Sql]) -> Sql:
    return Sql(" AND ".join(part.text for part in parts), tuple(value for part in parts for value in part.params))


@cache
def _of(vendor: str) -> Engine:
    return Postgres() if vendor == "postgresql" else Sqlite()


def engine() -> Engine:
    """Give the engine of the database in use."""
    return _of(connection.vendor)
