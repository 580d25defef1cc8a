"""Shows a sheet: the values that a reader sees, field by field, with the places that they are from as footnotes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from wiki.markup.links import Resolve
from wiki.pages.sheets.declaration import Field, Sheet
from wiki.pages.sheets.types import Shown, Source
from wiki.pages.state import SheetEntry, by_field


class ValueView(NamedTuple):
    """One value: what each of its columns shows, and the number of its footnote (0 for none)."""

    cells: tuple[Shown, ...]
    note: int
    is_new: bool = False  # opened by a step of the reader (see marking.py)

    @property
    def parts(self) -> tuple[Shown, ...]:
        """The columns that something stands in."""
        return tuple(one for one in self.cells if one.text or one.picture) or (Shown(""),)

    @property
    def text(self) -> str:
        return ", ".join(part.text for part in self.parts if part.text)

    @classmethod
    def of(cls, text: str) -> ValueView:
        return cls((Shown(text),), 0)


class FieldView(NamedTuple):
    name: str
    label: str
    values: tuple[ValueView, ...]


class InfoboxView(NamedTuple):
    """What stands beside a page's text. `picture` is an address and the words for it, ("", "") without one."""

    fields: tuple[FieldView, ...] = ()
    notes: tuple[Shown, ...] = ()
    picture: tuple[str, str] = ("", "")


class Infobox:
    """Makes the view of a sheet's visible values."""

    def __init__(self, sheet: Sheet, entries: Iterable[SheetEntry], resolve: Resolve) -> None:
        self.sheet, self.resolve = sheet, resolve
        self.entries = by_field(entries)
        self.notes: dict[str, Shown] = {}

    def view(self) -> InfoboxView:
        fields = [
            self.field(field, shown) for field in self.sheet if not field.is_apart and (shown := self.shown(field))
        ]
        pictures = [value.parts for field in fields for value in field.values if value.parts[0].picture]
        told = tuple(field for field in fields if not field.values[0].parts[0].picture)
        picture = (pictures[-1][0].picture, pictures[-1][-1].text) if pictures else ("", "")
        return InfoboxView(told, tuple(self.notes.values()), picture)

    def shown(self, field: Field) -> tuple[SheetEntry, ...]:
        """Give all values of a field, or the last of one that shows a single one."""
        entries = self.entries.get(field.name, ())
        return entries if field.is_many else entries[-1:]

    def field(self, field: Field, entries: Iterable[SheetEntry]) -> FieldView:
        return FieldView(field.name, field.label, tuple(self.value(field, entry) for entry in entries))

    def value(self, field: Field, entry: SheetEntry) -> ValueView:
        columns = zip(field.columns, entry.values, strict=False)
        cells = tuple(column.type.shown(text, self.resolve) if text else Shown("") for column, text in columns)
        return ValueView(cells, self.note(entry.source))

    def note(self, source: str) -> int:
        """Number the sources, each once."""
        if not source:
            return 0
        if source not in self.notes:
            self.notes[source] = Source().shown(source, self.resolve)
        return list(self.notes).index(source) + 1
