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
from wiki.pages.state import PageState, SheetEntry, by_field
from wiki.spoilers.calendar import Calendar, ReleaseEntry, WorkEntry

FIELD = "appearances"


@dataclass(frozen=True)
class Season:
    """A part of a work with its releases."""

    work: WorkEntry
    name: str
    number: int
    releases: tuple[ReleaseEntry, ...]

    @property
    def labels(self) -> dict[str, int]:
        """The releases as a sheet writes them, with their ids."""
        return {f"{self.work.code} {release.label}": release.id for release in self.releases}


class GridForm(forms.Form):
    """For each release a role, the name in the credits, and a gate."""

    summary = forms.CharField(required=False, max_length=SUMMARY_MAX, label="What did you change?")
    base = forms.CharField(required=False, widget=forms.HiddenInput)
    form = forms.CharField(required=False, max_length=32, widget=forms.HiddenInput)

    def __init__(self, *args: Any, season: Season, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.season = season
        _, role, credited = (column.type for column in SHEET.by_name[FIELD].columns)
        for label, pk in season.labels.items():
            self.fields[f"role-{pk}"] = role.form_field(label=f"Role in {label}")
            self.fields[f"credited-{pk}"] = credited.form_field(label=f"Credited in {label} as")
            gate = forms.TextInput(attrs=GATE | {"placeholder": label})
            self.fields[f"gate-{pk}"] = forms.CharField(required=False, label=f"{label} is hidden until", widget=gate)

    @classmethod
    def showing(cls, state: PageState, season: Season, base: str) -> GridForm:
        initial: dict[str, Any] = {"base": base, "form": new_public_id() + new_public_id()}
        for entry in by_field(state.sheet).get(FIELD, ()):
            if pk := season.labels.get(entry.values[0]):
                label, initial[f"role-{pk}"], initial[f"credited-{pk}"] = entry.values
                initial[f"gate-{pk}"] = "" if entry.gate == label else entry.gate
        return cls(initial=initial, season=season)

    @property
    def lines(self) -> list[tuple[str, Any, Any, Any]]:
        """Give the label and the three inputs of each release."""
        return [
            (label, *(self[f"{name}-{pk}"] for name in ("role", "credited", "gate")))
            for label, pk in self.season.labels.items()
        ]

    def entries(self) -> list[SheetEntry]:
        """Give what is filled in. A name or gate without a role is kept, for the check to ask for the role."""
        found = []
        for label, pk in self.season.labels.items():
            role, credited, gate = (self.cleaned_data[f"{name}-{pk}"] for name in ("role", "credited", "gate"))
            if role or credited.strip() or gate.strip():
                found.append(SheetEntry(FIELD, (label, role, credited), gate))
        return found

    def refuse(self, refusals: Iterable[Refusal], entries: Sequence[SheetEntry]) -> None:
        """Show each reason at its release, or above them all."""
        for field, index, message in refusals:
            _, _, place = field.partition(" ")
            name, _, column = place.partition(" ")
            pk = self.season.labels.get(entries[index].values[0]) if name == FIELD and index < len(entries) else None
            self.add_error(f"{column}-{pk}" if pk and column in ("role", "credited", "gate") else None, message)


def season_of(code: str, number: int, calendar: Calendar) -> Season:
    """Give a season of a work; number 0 for what is in none. Raises Http404."""
    work = calendar.by_code.get(code)
    for name, one, releases in parts(work) if work else ():
        if work and one == number:
            return Season(work, name or work.short_title, number, tuple(releases))
    raise Http404


def with_season(
    state: PageState, entries: Iterable[SheetEntry], season: Season, calendar: Calendar
) -> tuple[SheetEntry, ...]:
    """Put the appearances of one season into a sheet, in the order of the calendar."""
    order = {
        f"{work.code} {release.label}": (number, release.position)
        for number, work in enumerate(calendar.works)
        for release in work.releases
    }
    others = [entry for entry in state.sheet if entry.field == FIELD and entry.values[0] not in season.labels]
    last = (len(calendar.works), 0)
    listed = sorted([*others, *entries], key=lambda entry: order.get(entry.values[0], last))
    return SHEET.sorted([*(entry for entry in state.sheet if entry.field != FIELD), *listed])
