"""How a kind declares its sheet: fields in their order, each with one column or several."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple, Protocol, TypeVar

from wiki.pages.sheets.types import Picture, Text


class OfField(Protocol):
    @property
    def field(self) -> str: ...


Entry = TypeVar("Entry", bound=OfField)


class Column(NamedTuple):
    """One part of a value."""

    name: str
    label: str
    type: Text
    is_needed: bool = False


@dataclass(frozen=True)
class Field:
    """A field of a sheet.

    Of a single field the last visible value is shown; `is_many` shows all. `one_per` names the column that tells two
    values apart when edits are merged. `gated_by` names the column with the release that a value waits for when no gate
    is written. A field that `is_apart` has a place of its own on the page, not in the infobox; one that `has_own_form`
    is not on the edit page either. What is `is_locked` no edit changes, but only an action that says so (see
    `editing.Edit.unlocks`).
    """

    name: str
    label: str
    columns: tuple[Column, ...]
    is_many: bool = False
    help: str = ""
    one_per: str = ""
    gated_by: str = ""
    is_apart: bool = False
    has_own_form: bool = False
    is_locked: bool = False

    def at(self, column: str) -> int:
        """Give the place of a column."""
        return next(index for index, one in enumerate(self.columns) if one.name == column)

    def own_gate(self, values: Sequence[str]) -> str:
        """Give the gate that a value has when none is written: its release, or none."""
        return values[self.at(self.gated_by)] if self.gated_by else ""

    @property
    def is_table(self) -> bool:
        return len(self.columns) > 1


def one(name: str, label: str, kind: Text, **options: Any) -> Field:
    """Declare a field of which one value is shown at a time."""
    return Field(name, label, (Column("text", label, kind, True),), **options)


def many(name: str, label: str, kind: Text, **options: Any) -> Field:
    """Declare a field with any number of values."""
    return Field(name, label, (Column("text", label, kind, True),), is_many=True, **options)


def table(name: str, label: str, *columns: Column, **options: Any) -> Field:
    """Declare a field whose values have several parts."""
    return Field(name, label, columns, **({"is_many": True} | options))


def picture() -> Field:
    """Declare the picture that stands beside a page’s text."""
    address = Column("text", "Address", Picture(), is_needed=True)
    alt = Column("alt", "What it shows", Text(), is_needed=True)
    hint = "Send a picture under “Pictures”, then copy its address."
    return table("image", "Picture", address, alt, is_many=False, help=hint)


class Sheet:
    """The fields of a kind, in their order."""

    def __init__(self, *fields: Field) -> None:
        self.fields = fields

    def __iter__(self) -> Iterator[Field]:
        return iter(self.fields)

    @cached_property
    def by_name(self) -> dict[str, Field]:
        return {field.name: field for field in self.fields}

    def locked(self, entries: Iterable[Entry], before: Iterable[Entry]) -> tuple[Entry, ...]:
        """Give values with those of locked fields as they were before."""
        names = {field.name for field in self.fields if field.is_locked}
        kept = [entry for entry in before if entry.field in names]
        return self.sorted([*(entry for entry in entries if entry.field not in names), *kept])

    def waits(self, entries: Iterable[Any]) -> set[str]:
        """Give the releases that values wait for, whatever their gates are: records depend on these as well."""
        fields = {field.name: field for field in self.fields if field.gated_by}
        return {fields[entry.field].own_gate(entry.values) for entry in entries if entry.field in fields} - {""}

    def sorted(self, entries: Iterable[Entry]) -> tuple[Entry, ...]:
        """Bring values into the order of their fields, so that it does not depend on hidden ones."""
        order = {field.name: index for index, field in enumerate(self.fields)}
        return tuple(sorted(entries, key=lambda entry: order.get(entry.field, len(order))))


NO_SHEET = Sheet()
