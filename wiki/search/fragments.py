"""Pieces of SQL with their parameters, and the rule of who sees a row."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db import connection


class Sql(NamedTuple):
    """A piece of SQL. Values stand in `params` alone."""

    text: str
    params: tuple[Any, ...] = ()

    def __add__(self, other: object) -> Sql:
        if not isinstance(other, Sql):
            return NotImplemented
        return Sql(self.text + other.text, self.params + other.params)


def joined(parts: Iterable[Sql], word: str) -> Sql:
    """Join pieces by a word, within brackets."""
    parts = list(parts)
    params = tuple(value for part in parts for value in part.params)
    return Sql("(" + f" {word} ".join(part.text for part in parts) + ")", params)


class Numbers:
    """A list of numbers as one parameter, however long it is."""

    def __init__(self, numbers: Iterable[int], *, is_postgres: bool) -> None:
        self.numbers, self.is_postgres = list(numbers), is_postgres

    def has(self, column: str) -> Sql:
        """Tell that the list has what a column holds."""
        if self.is_postgres:
            return Sql(f"{column} = ANY(%s::bigint[])", (self.numbers,))
        return Sql(f"{column} IN (SELECT value FROM json_each(%s))", (json.dumps(self.numbers),))  # noqa: S608


def visible(table: str, open_gates: Numbers) -> Sql:
    """Keep the rows of a table with columns `gate_id` and `unless_id` that a reader sees."""
    gate, unless = open_gates.has(f"{table}.gate_id"), open_gates.has(f"{table}.unless_id")
    is_open = joined([Sql(f"{table}.gate_id IS NULL"), gate], "OR")
    is_not_replaced = joined([Sql(f"{table}.unless_id IS NULL"), Sql("NOT ") + unless], "OR")
    return joined([is_open, is_not_replaced], "AND")


def exists(page: str, open_gates: Numbers) -> Sql:
    """Keep the rows whose page is there for a reader. The limit has it asked of each row: all names are not read."""
    is_open = joined([Sql("+n.gate_id IS NULL"), open_gates.has("+n.gate_id")], "OR")
    rows = f"SELECT 1 FROM pages_name n WHERE n.page_id = {page} AND "  # noqa: S608
    return Sql(f"EXISTS ({rows}") + is_open + Sql(" LIMIT 1 OFFSET 0)")


def rows(sql: Sql) -> list[tuple[Any, ...]]:
    """Run a statement."""
    with connection.cursor() as cursor:
        cursor.execute(sql.text, sql.params)
        return list(cursor.fetchall())
