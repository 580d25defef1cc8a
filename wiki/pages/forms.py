"""The shape of what people send when they write: a page, its names and its tags, each with its gate beside it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any, NamedTuple

from django import forms
from django.http import QueryDict
from markdownx.fields import MarkdownxFormField
from markdownx.widgets import MarkdownxWidget

from wiki.pages.cleaning import MAX_NAMES, MAX_TAGS, Refusal
from wiki.pages.editing import SUMMARY_MAX
from wiki.pages.kinds import PAGE, Kind
from wiki.pages.models import Name, new_public_id
from wiki.pages.sheets.forms import GATE, SheetForms
from wiki.pages.state import NameEntry, PageState, TagEntry

TEXT = MarkdownxWidget(attrs={"rows": 24, "spellcheck": "true", "data-markdownx-editor-resizable": ""})


class Fault(NamedTuple):
    """What is wrong with one value: its list, the id of its input ("" for the whole list), a sentence."""

    label: str
    place: str
    message: str


class EntryForm(forms.Form):
    """One tag. An empty text takes it away."""

    text = forms.CharField(required=False, strip=False)
    gate = forms.CharField(required=False, label="Hidden until", widget=forms.TextInput(attrs=GATE))


class TagForm(EntryForm):
    text = forms.CharField(required=False, strip=False, label="Tag")


class NameForm(EntryForm):
    """One name."""

    text = forms.CharField(required=False, strip=False, label="Name")
    kind = forms.ChoiceField(choices=Name.Kind, initial=Name.Kind.ALIAS, label="Kind")


class PageForm(forms.Form):
    """Everything but names and tags."""

    body = MarkdownxFormField(required=False, strip=False, label="Text", widget=TEXT)
    summary = forms.CharField(
        required=False,
        max_length=SUMMARY_MAX,
        label="What did you change?",
        error_messages={"max_length": "A summary has at most %(limit_value)d characters; this one has %(show_value)d."},
    )
    is_minor = forms.BooleanField(required=False, label="This is a minor edit")
    base = forms.CharField(required=False, widget=forms.HiddenInput)
    form = forms.CharField(required=False, max_length=32, widget=forms.HiddenInput)
    pending = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)
    was_warned = forms.BooleanField(required=False, widget=forms.HiddenInput)
    kind = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    section = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)


class Writing:
    """The forms of the edit page as one. `state` is there when they are valid."""

    def __init__(self, page: PageForm, names: Any, tags: Any, sheet: SheetForms) -> None:
        self.page, self.names, self.tags, self.sheet = page, names, tags, sheet
        self.troubles: list[Refusal] = []

    @classmethod
    def sent(cls, data: QueryDict, kind: Kind = PAGE) -> Writing:
        names, tags = (maker(data, prefix=prefix) for maker, prefix in ((NameForms, "names"), (TagForms, "tags")))
        return cls(PageForm(data), names, tags, SheetForms.sent(data, kind.sheet))

    @classmethod
    def of(cls, state: PageState, kind: Kind = PAGE, *, also: Collection[str] = (), **initial: Any) -> Writing:
        """Show a state to be edited; `also` names fields of the sheet that have a form of their own."""
        names = [entry._asdict() for entry in state.names]
        tags = [entry._asdict() for entry in state.tags]
        form = new_public_id() + new_public_id()
        page = PageForm(initial={"body": state.body, "form": form, "kind": kind.name} | initial)
        sheet = SheetForms.of(state.sheet, kind.sheet, also)
        return cls(page, NameForms(initial=names, prefix="names"), TagForms(initial=tags, prefix="tags"), sheet)

    def is_valid(self) -> bool:
        return not [one for one in (self.page, self.names, self.tags, self.sheet) if not one.is_valid()]

    @property
    def state(self) -> PageState:
        return PageState(
            names=tuple(NameEntry(one["text"], one["gate"], one["kind"]) for one in _filled(self.names)),
            tags=tuple(TagEntry(one["text"], one["gate"]) for one in _filled(self.tags)),
            sheet=self.sheet.entries,
            body=self.page.cleaned_data["body"],
        )

    @property
    def section(self) -> int | None:
        """The number of the part that is being edited, None for the whole page."""
        value = str(self.page["section"].value() or "")
        return int(value) if value.isascii() and value.isdigit() and len(value) < 6 else None

    @property
    def is_section(self) -> bool:
        return self.section is not None

    @property
    def media(self) -> Any:
        return self.page.media

    @property
    def faults(self) -> list[Fault]:
        """List what is wrong in the lists of names, tags and facts."""
        sets = [("Names", self.names), ("Tags", self.tags), *((one.field.label, one) for one in self.sheet)]
        return [fault for label, one in sets if one.is_bound for fault in _faults(label, one)]

    def refuse(self, refusals: list[Refusal]) -> None:
        """Show each reason where it belongs."""
        rows = {"names": _filled_forms(self.names), "tags": _filled_forms(self.tags)}
        for refusal in refusals:
            found = rows.get(refusal.field, [])
            if refusal.index < len(found):
                found[refusal.index].add_error("text", refusal.message)
            elif not self._refuse_value(refusal):
                self.troubles.append(refusal)

    def _refuse_value(self, refusal: Refusal) -> bool:
        what, _, place = refusal.field.partition(" ")
        field, _, column = place.partition(" ")
        return what == "sheet" and self.sheet.refuse(field, refusal.index, column, refusal.message)


def _faults(label: str, forms_of: Any) -> Iterator[Fault]:
    for form in forms_of:
        for name, errors in form.errors.items():
            place = form[name].id_for_label if name in form.fields else form.auto_id % form.prefix
            yield from (Fault(label, place, message) for message in errors)
    yield from (Fault(label, "", message) for message in forms_of.non_form_errors())


def _filled(forms_of: Any) -> list[dict[str, Any]]:
    return [form.cleaned_data for form in _filled_forms(forms_of)]


def _filled_forms(forms_of: Any) -> list[Any]:
    return [form for form in forms_of if str(form["text"].value() or "").strip()]


NameForms = forms.formset_factory(NameForm, extra=1, max_num=MAX_NAMES + 1, absolute_max=2 * MAX_NAMES)
TagForms = forms.formset_factory(TagForm, extra=2, max_num=MAX_TAGS + 2, absolute_max=2 * MAX_TAGS)
