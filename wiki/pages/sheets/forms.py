"""The form of a sheet, made from its declaration: for each field a list of values, each with its gate and source."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import cache
from typing import Any

from django import forms
from django.forms.formsets import BaseFormSet
from django.http import QueryDict

from wiki.pages.sheets.cleaning import MAX_ROWS, MAX_VALUES
from wiki.pages.sheets.declaration import Field, Sheet
from wiki.pages.sheets.types import Source
from wiki.pages.state import SheetEntry, by_field

GATE = {"list": "gates", "placeholder": "JJ 1x05, or nothing", "autocomplete": "off"}
TOO_MANY = "“{}” can hold {} values; this is more. Take some away."


class ValueForm(forms.Form):
    """One value. Without a text in any column it is taken away."""

    gate = forms.CharField(required=False, label="Hidden until", widget=forms.TextInput(attrs=GATE))
    source = Source().form_field(label="Source")
    of: Field

    @property
    def columns(self) -> list[Any]:
        return [self[column.name] for column in self.of.columns]

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple(self.cleaned_data.get(column.name, "") for column in self.of.columns)

    @property
    def is_filled(self) -> bool:
        """Asked of what was sent: a value that is refused is not among the cleaned ones any more."""
        return any(str(column.value() or "").strip() for column in self.columns)

    @property
    def entry(self) -> SheetEntry:
        return SheetEntry(self.of.name, self.texts, self.cleaned_data["gate"], self.cleaned_data["source"])


@cache
def forms_of(field: Field) -> type[BaseFormSet[Any]]:
    """Make the class of forms for the values of a field."""
    columns = {column.name: column.type.form_field(label=column.label) for column in field.columns}
    form = type("ValueForm", (ValueForm,), {"of": field, **columns})
    made = forms.formset_factory(form, extra=1, max_num=MAX_ROWS + 1, absolute_max=MAX_ROWS + 50)
    made.field = field
    return made


def prefix(field: Field) -> str:
    return f"sheet-{field.name}"


class SheetForms:
    """The forms of all fields that are edited beside a page's text; of a sent form, only those that it held."""

    def __init__(self, sets: Iterable[Any]) -> None:
        self.sets = {one.field.name: one for one in sets}

    @classmethod
    def sent(cls, data: QueryDict, sheet: Sheet) -> SheetForms:
        held = [one for one in sheet if f"{prefix(one)}-TOTAL_FORMS" in data and not one.is_locked]
        messages = {field.name: {"too_many_forms": TOO_MANY.format(field.label, MAX_VALUES)} for field in held}
        return cls(forms_of(field)(data, prefix=prefix(field), error_messages=messages[field.name]) for field in held)

    @classmethod
    def of(cls, entries: Iterable[SheetEntry], sheet: Sheet, also: Collection[str] = ()) -> SheetForms:
        """Show values to be edited; `also` names fields with a form of their own that are needed nevertheless."""
        known = by_field(entries)
        return cls(
            forms_of(field)(initial=[_initial(field, one) for one in known.get(field.name, ())], prefix=prefix(field))
            for field in sheet
            if not field.is_locked and (not field.has_own_form or field.name in also)
        )

    def __iter__(self) -> Any:
        return iter(self.sets.values())

    def __bool__(self) -> bool:
        return bool(self.sets)

    def is_valid(self) -> bool:
        return not [one for one in self.sets.values() if not one.is_valid()]

    @property
    def has_errors(self) -> bool:
        return any(one.total_error_count() for one in self.sets.values() if one.is_bound)

    @property
    def entries(self) -> tuple[SheetEntry, ...]:
        return tuple(form.entry for one in self.sets.values() for form in one if form.is_filled)

    def refuse(self, field: str, index: int, column: str, message: str) -> bool:
        """Put a sentence where it belongs; tell whether there was such a place."""
        filled = [form for form in self.sets[field] if form.is_filled] if field in self.sets else []
        if index >= len(filled):
            return False
        filled[index].add_error(column or None, message)
        return True


def _initial(field: Field, entry: SheetEntry) -> dict[str, str]:
    """A gate that the value has anyhow is not written out: it has to change with the value."""
    columns = [column.name for column in field.columns]
    gate = "" if entry.gate == field.own_gate(entry.values) else entry.gate
    return {**dict(zip(columns, entry.values, strict=False)), "gate": gate, "source": entry.source}
