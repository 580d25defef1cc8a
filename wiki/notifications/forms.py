"""How somebody says which mails they want."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms

from wiki.notifications.categories import all_categories
from wiki.notifications.models import How

HOURS = [(hour, f"{hour:02}:00") for hour in range(24)]


class PreferencesForm(forms.Form):
    """A choice for each category, and the hour of digests."""

    hour = forms.TypedChoiceField(choices=HOURS, coerce=int, label="Digests come from")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for category in all_categories():
            self.fields[category.name] = forms.ChoiceField(
                choices=How, label=category.label, widget=forms.RadioSelect, initial=category.default
            )

    def rows(self) -> Iterator[Any]:
        """Give the bound field of each category."""
        return (self[category.name] for category in all_categories())

    @property
    def ways(self) -> dict[str, str]:
        """Give the choice for each category."""
        return {category.name: self.cleaned_data[category.name] for category in all_categories()}
