"""Sheets in front matter: a mapping from fields to lists of values, read into entries and written out again."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from wiki.interchange.located import Mapping, Sequence, Text
from wiki.pages.sheets import Field, Sheet
from wiki.pages.state import SheetEntry, by_field

KEYS = {"text", "gate", "source"}
ENTRY = "A value is plain text, or a mapping of text, gate and source with at least “text”."

Tell = Callable[[int, str], None]
Lines = dict[tuple[str, int], int]


def read_sheet(given: Any, sheet: Sheet, lines: Lines, trouble: Tell) -> tuple[SheetEntry, ...]:
    """Read all values; what is wrong is told with its line. `lines` takes the line of each value."""
    if not isinstance(given, Mapping):
        trouble(given.line + 1, "“sheet” has to be a mapping from fields to lists of values.")
        return ()
    found: list[SheetEntry] = []
    for name, values in given.items():
        field = sheet.by_name.get(name)
        if field is None or not isinstance(values, Sequence):
            known = ", ".join(sheet.by_name) or "none"
            trouble(given.lines[name] + 1, f"“{name}” is no field with a list of values; there are {known}.")
            continue
        for index, value in enumerate(values):
            lines[name, index] = value.line + 1
            found += _read(field, value, trouble)
    return tuple(found)


def _read(field: Field, value: Any, trouble: Tell) -> list[SheetEntry]:
    """Read one value; the columns of a table stand in one line with bars between them."""
    parts = {"text": value} if isinstance(value, Text) else value
    if not (isinstance(parts, dict) and {"text"} <= parts.keys() <= KEYS and _are_texts(parts.values())):
        trouble(value.line + 1, ENTRY)
        return []
    gate, source = str(parts.get("gate", "")), str(parts.get("source", ""))
    return [SheetEntry(field.name, _columns(field, str(parts["text"])), gate, source)]


def _are_texts(values: Iterable[Any]) -> bool:
    return all(isinstance(one, Text) for one in values)


def _columns(field: Field, text: str) -> tuple[str, ...]:
    if not field.is_table:
        return (text,)
    texts = [part.strip() for part in text.split("|", len(field.columns) - 1)]
    return (*texts, *[""] * (len(field.columns) - len(texts)))


def written(entries: Iterable[SheetEntry], sheet: Sheet) -> dict[str, list[Any]]:
    """Write a sheet in canonical form; a gate that a value has anyhow is left out."""
    found = by_field(entries)
    return {field.name: [_written(field, one) for one in found[field.name]] for field in sheet if field.name in found}


def _written(field: Field, entry: SheetEntry) -> Any:
    gate = {"gate": entry.gate} if entry.gate and entry.gate != field.own_gate(entry.values) else {}
    more = gate | ({"source": entry.source} if entry.source else {})
    return {"text": entry.text} | more if more else entry.text
