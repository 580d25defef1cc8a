"""Brings the values of a sheet into their one form, and says what is wrong with them."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterator
from typing import NamedTuple

from wiki.markup import GateError, slugify
from wiki.pages.sheets.declaration import Column, Field, Sheet
from wiki.pages.sheets.types import TEXT_MAX, BadValue, Source, Text
from wiki.pages.state import PageState, SheetEntry, by_field
from wiki.spoilers.calendar import Calendar
from wiki.spoilers.grammar import parse

MAX_VALUES = 200
MAX_ROWS = 1_000
# Of all fields of the one form together: it has to be shown in one piece.
MAX_SHEET = 800
TOO_MANY = "This is more than {} facts; put some of them into the text, or on another page."
ITSELF = "A page cannot stand in its own sheet here."
MANY = "“{}” holds {} values; it can hold {}."
UNKNOWN = "There is no field “{}” for this kind of page."
NEEDED = "Say something for “{}”, too."


class Trouble(NamedTuple):
    """What is wrong: the field, the value in it (from 0), the column ("" for the whole), a sentence."""

    field: str
    index: int
    column: str
    message: str


def clean_sheet(
    state: PageState, sheet: Sheet, calendar: Calendar, known: Collection[SheetEntry] = ()
) -> tuple[tuple[SheetEntry, ...], list[Trouble]]:
    """Give the values in the order of their fields, each once, and all troubles.

    What is `known` stood in the page before and is not judged again: a change of the calendar must not keep anybody
    from saving what they wrote elsewhere.
    """
    cleaning = _Cleaning(state, sheet, calendar, known)
    return tuple(dict.fromkeys(cleaning.entries())), cleaning.troubles


class _Cleaning:
    def __init__(self, state: PageState, sheet: Sheet, calendar: Calendar, known: Collection[SheetEntry]) -> None:
        self.sheet, self.calendar, self.known = sheet, calendar, set(known)
        self.own = {slugify(name.text) for name in state.names}
        self.given = by_field(state.sheet)
        self.troubles = [Trouble(name, 0, "", UNKNOWN.format(name)) for name in self.given if name not in sheet.by_name]

    def entries(self) -> Iterator[SheetEntry]:
        if self.is_too_long():
            self.troubles.append(Trouble("", 0, "", TOO_MANY.format(MAX_SHEET)))
            return
        for field in self.sheet:
            given = self.given.get(field.name, ())
            most = MAX_ROWS if field.has_own_form else MAX_VALUES
            if len(given) > most and any(entry not in self.known for entry in given):
                self.troubles.append(Trouble(field.name, 0, "", MANY.format(field.label, len(given), most)))
                continue
            yield from (self.entry(field, index, entry) for index, entry in enumerate(given))

    def is_too_long(self) -> bool:
        """Tell whether somebody adds to more than the one form can show."""
        fields = {field.name for field in self.sheet if not field.has_own_form}
        listed = [one for name in fields for one in self.given.get(name, ())]
        return len(listed) > MAX_SHEET and any(one not in self.known for one in listed)

    def entry(self, field: Field, index: int, entry: SheetEntry) -> SheetEntry:
        if entry in self.known:
            return entry
        padded = (*entry.values, *[""] * len(field.columns))
        values = tuple(
            self.value(field, index, column, one_line(text))
            for column, text in zip(field.columns, padded, strict=False)
        )
        gate = one_line(entry.gate) or field.own_gate(values)
        self.gate(field, index, gate)
        return SheetEntry(field.name, values, gate, self.source(field, index, one_line(entry.source)))

    def value(self, field: Field, index: int, column: Column, text: str) -> str:
        if not text:
            if column.is_needed:
                self.troubles.append(Trouble(field.name, index, column.name, NEEDED.format(column.label)))
            return ""
        text = self.cleaned(field, index, column.name, column.type, text)
        if field.is_table and "|" in text:
            self.troubles.append(Trouble(field.name, index, column.name, "This cannot hold the character |."))
        if column.type.must_exist and column.type.target(text[:TEXT_MAX]) in self.own:
            self.troubles.append(Trouble(field.name, index, column.name, ITSELF))
        return text

    def source(self, field: Field, index: int, text: str) -> str:
        return self.cleaned(field, index, "source", Source(), text) if text else ""

    def cleaned(self, field: Field, index: int, column: str, kind: Text, text: str) -> str:
        try:
            return kind.clean(text, self.calendar)
        except BadValue as error:
            self.troubles.append(Trouble(field.name, index, column, str(error)))
            return text

    def gate(self, field: Field, index: int, gate: str) -> None:
        try:
            if gate:
                parse(gate, self.calendar)
        except GateError as error:
            self.troubles.append(Trouble(field.name, index, "gate", error.message))


def one_line(text: str) -> str:
    """Give a text in the one form that it has in names, tags and values: NFC, on one line, with single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).split())
