"""The shape of what the progress page sends."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict

from wiki.spoilers.calendar import Calendar, canonical_label
from wiki.spoilers.places import Place, exactly

NOT_OUT = "%s is not out yet, so nobody can have seen it."


class PlaceForm(forms.Form):
    """One work, and either `until` (a label, "all", or nothing for "not started") or with `exactly` the labels seen."""

    work = forms.CharField(max_length=12)
    until = forms.CharField(max_length=20, required=False)
    exactly = forms.BooleanField(required=False)

    def __init__(self, data: QueryDict, *, calendar: Calendar) -> None:
        super().__init__(data)
        self.seen = data.getlist("seen")
        self.calendar = calendar

    def clean_work(self) -> Any:
        work = self.calendar.by_code.get(self.cleaned_data["work"])
        if work is None:
            raise forms.ValidationError("There is no such work.")
        return work

    def clean(self) -> dict[str, Any]:
        if not self.errors:
            labels = self.seen if self.cleaned_data["exactly"] else [self.cleaned_data["until"]]
            self.cleaned_data["place"] = self._place([canonical_label(label) for label in labels])
        return self.cleaned_data

    def _place(self, labels: list[str]) -> Place:
        work = self.cleaned_data["work"]
        if self.cleaned_data["exactly"]:
            return exactly(work, [self._release(label) for label in labels])
        if labels == ["all"]:
            return Place(work, work.out[-1].id if work.out else None)
        return Place(work, self._release(labels[0]) if labels[0] else None)

    def _release(self, label: str) -> int:
        release = self.cleaned_data["work"].by_label.get(label)
        if release is None:
            raise forms.ValidationError("There is no such release in this work.")
        if not release.is_out:
            raise forms.ValidationError(NOT_OUT % release.label)
        return int(release.id)
