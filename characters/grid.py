"""The form for a character’s appearances in one season: a line for each release."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404

from characters.appearing import parts
from characters.kind import SHEET
from wiki.pages.cleaning import Refusal
from wiki.pages.editing import SUMMARY_MAX
from wiki.pages.models import new_public_id
from wiki.pages.sheets.forms import GATE
from wiki.pages.sheets.types import Source
from wiki.pages.state import PageState, SheetEntry, by_field
from wiki.spoilers.calendar import Calendar, WorkEntry

FIELD = "appearances"
INPUTS = ("role", "credited", "gate", "source")


@dataclass(frozen=True)
class Season:
    """A part of a work. `labels` are its releases as a sheet writes them, with their ids."""

    work: WorkEntry
    name: str
    labels: dict[str, int]


class GridForm(forms.Form):
    """For each release a role, the name in the credits, a gate and a source."""

    summary = forms.CharField(required=False, max_length=SUMMARY_MAX, label="What did you change?")
    base = forms.CharField(required=False, widget=forms.HiddenInput)
    form = forms.CharField(required=False, max_length=32, widget=forms.HiddenInput)

    def __init__(self, *args: Any, season: Season, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.season = season
        _, role, credited = (column.type for column in SHEET.by_name[FIELD].columns)
        for label, pk in season.labels.items():
            gate = forms.TextInput(attrs=GATE | {"placeholder": label})
            self.fields |= {
                f"role-{pk}": role.form_field(label=f"Role in {label}"),
                f"credited-{pk}": credited.form_field(label=f"Credited in {label} as"),
                f"gate-{pk}": forms.CharField(required=False, label=f"{label} is hidden until", widget=gate),
                f"source-{pk}": Source().form_field(label=f"Source for {label}"),
            }

    @classmethod
    def showing(cls, state: PageState, season: Season, base: str) -> GridForm:
        initial: dict[str, Any] = {"base": base, "form": new_public_id() + new_public_id()}
        for label, entry in _last(state).items():
            if pk := season.labels.get(label):
                gate = "" if entry.gate == label else entry.gate
                given = (*entry.values[1:], gate, entry.source)
                initial |= {f"{name}-{pk}": text for name, text in zip(INPUTS, given, strict=True)}
        return cls(initial=initial, season=season)

    @property
    def lines(self) -> list[tuple[str, list[Any]]]:
        """Give the label and the inputs of each release."""
        return [(label, [self[f"{name}-{pk}"] for name in INPUTS]) for label, pk in self.season.labels.items()]

    def entries(self) -> dict[str, SheetEntry | None]:
        """Give what was sent for each release, None for nothing. A release that the form did not hold is not there.

        A name or gate without a role is kept, for the check to ask for the role.
        """
        found: dict[str, SheetEntry | None] = {}
        for label, pk in self.season.labels.items():
            if f"role-{pk}" in self.data:
                role, credited, gate, source = (self.cleaned_data[f"{name}-{pk}"] for name in INPUTS)
                is_filled = any(text.strip() for text in (role, credited, gate, source))
                found[label] = SheetEntry(FIELD, (label, role, credited), gate, source) if is_filled else None
        return found

    def refuse(self, refusals: Iterable[Refusal], entries: Sequence[SheetEntry]) -> None:
        """Show each reason at its release, or above them all."""
        for field, index, message in refusals:
            _, _, place = field.partition(" ")
            name, _, column = place.partition(" ")
            pk = self.season.labels.get(entries[index].values[0]) if name == FIELD and index < len(entries) else None
            self.add_error(f"{column}-{pk}" if pk and column in INPUTS else None, message)


def _last(state: PageState) -> dict[str, SheetEntry]:
    """Give the appearance that shows for each release: of two, the later one."""
    return {entry.values[0]: entry for entry in by_field(state.sheet).get(FIELD, ())}


def season_of(code: str, number: int, calendar: Calendar) -> Season:
    """Give a season of a work; number 0 for what is in none. Raises Http404."""
    work = calendar.by_code.get(code)
    for name, one, releases in parts(work) if work else ():
        if work and one == number:
            labels = {calendar.written[release.id]: release.id for release in releases}
            return Season(work, name or work.short_title, labels)
    raise Http404


def with_season(state: PageState, sent: dict[str, SheetEntry | None], calendar: Calendar) -> tuple[SheetEntry, ...]:
    """Put what was sent for some releases into a sheet, in the order of the calendar. The rest of it stays."""
    order = {label: place for place, label in enumerate(calendar.written.values())}
    shown = set(_last(state).values())
    kept = [one for one in state.sheet if one.field == FIELD and not (one in shown and one.values[0] in sent)]
    listed = [*kept, *(entry for entry in sent.values() if entry)]
    listed.sort(key=lambda entry: order.get(entry.values[0], len(order)))
    return SHEET.sorted([*(entry for entry in state.sheet if entry.field != FIELD), *listed])
