"""What people send when they talk."""

from __future__ import annotations

from typing import Any

from django import forms

from wiki.discussion.checking import MOST_CHARS
from wiki.discussion.writing import REASON_MAX
from wiki.pages.cleaning import Refused
from wiki.pages.models import new_public_id


class CommentForm(forms.Form):
    """A comment, and for whom it is. `offered` is the gate that its author was shown."""

    text = forms.CharField(
        strip=False,
        label="What do you want to say?",
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "true", "maxlength": MOST_CHARS}),
        error_messages={"required": "There is nothing here yet to say."},
    )
    gate = forms.CharField(
        required=False,
        label="For who has seen",
        widget=forms.TextInput(attrs={"list": "gates", "autocomplete": "off", "placeholder": "everybody"}),
    )
    offered = forms.CharField(required=False, widget=forms.HiddenInput)
    form = forms.CharField(required=False, max_length=32, widget=forms.HiddenInput)

    def refuse(self, error: Refused) -> None:
        """Say what is wrong, each beside its field."""
        for one in error.refusals:
            self.add_error(one.field if one.field in self.fields else None, one.message)


def opened(gate: str, text: str = "") -> CommentForm:
    """Give the form as it is first shown."""
    return CommentForm(initial={"text": text, "gate": gate, "offered": gate, "form": new_public_id()})


class ReasonForm(forms.Form):
    """Why a comment is taken away."""

    reason = forms.CharField(max_length=REASON_MAX, required=False, label="Reason")

    def __init__(self, *args: Any, is_needed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = is_needed
