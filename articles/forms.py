"""The shape of what is sent to move an article on."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms

from articles.states import DRAFT, PUBLISHED, REVIEW, WITHDRAWN
from wiki.spoilers import dates

# Forward first: the first button is what the Enter key presses.
STEPS = ((REVIEW, "Hand in for review"), (PUBLISHED, "Publish"), (DRAFT, "Back to draft"), (WITHDRAWN, "Withdraw"))


class StepForm(forms.Form):
    """The next state of an article; for publishing perhaps a time, in the time zone of the site."""

    to = forms.ChoiceField(choices=STEPS)
    at = forms.DateTimeField(
        required=False,
        label="Published at",
        help_text="Empty is now. A time to come schedules it.",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
    )
    sure = forms.BooleanField(required=False, label="Yes, take it away from all readers")
    note = forms.CharField(required=False, max_length=300, label="Note", help_text="Stands in the history.")

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("to") == WITHDRAWN and not cleaned.get("sure"):
            self.add_error("sure", "Tick this to withdraw the article.")
        return cleaned

    def clean_at(self) -> datetime.datetime | None:
        at: datetime.datetime | None = self.cleaned_data["at"]
        if at and not dates.FIRST_YEAR <= at.year <= dates.LAST_YEAR:
            raise forms.ValidationError("This is no year in which anything comes out.")
        return at
