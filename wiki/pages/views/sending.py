"""A form of the editor that was sent: saved, or shown again with what is wrong with it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect

from wiki import markup
from wiki.pages import drafts, editing, kinds, limits, looking, previewing
from wiki.pages.cleaning import Refusal, Refused
from wiki.pages.editing import Edit, EditConflict, MayNotEdit, Saved
from wiki.pages.forms import Writing
from wiki.pages.looking import Editable
from wiki.pages.screening import Warned
from wiki.pages.sections import with_section
from wiki.pages.state import PageState, SheetEntry
from wiki.pages.views.editor import form_page, sentence, show_conflict, wait

MORE = 3
GATE_MAX = 500
PROTECTED = "This page is protected. Your text is kept below; ask a moderator to put it in."
KEPT = "Your text is kept below; copy it before you leave."
MOVED_ON = "The part that you edited is not there any more. Your text is kept below; edit the whole page to put it in."
BEYOND = "Saved, behind a gate that you have not reached: you will find it once you have."


class Sending:
    """One form that was sent: saved, or shown again with what is wrong with it."""

    def __init__(self, request: HttpRequest, found: Editable | None) -> None:
        self.request, self.found = request, found
        self.kind = found.kind if found else kinds.named(request.POST.get("kind", ""))
        self.writing = Writing.sent(behind(with_more(request.POST)), self.kind)

    def answer(self) -> HttpResponse:
        if "more" in self.request.POST or "behind" in self.request.POST:
            return self.again(200)
        if not self.writing.is_valid():
            return self.again(422)
        if "preview" in self.request.POST:
            view = previewing.preview(self.writing.state.body, self.request.lens, self.request.POST.get("as", ""))
            return self.again(200, preview=view)
        if seconds := limits.over(self.request, "edit"):
            return self.too_often(seconds)
        try:
            saved = self.save()
        except Warned as warning:
            return self.warn(warning)
        except Refused as error:
            self.writing.refuse(error.refusals)
            return self.again(422)
        except MayNotEdit as error:
            self.writing.refuse([Refusal("page", 0, f"{error} {KEPT}" if str(error) else PROTECTED)])
            return self.again(403)
        except EditConflict as conflict:
            return self.settle(conflict)
        return self.saved(saved)

    def warn(self, warning: Warned) -> HttpResponse:
        """Show what a rule warns of; the same form sent once more is saved."""
        data = self.writing.page.data.copy()
        data["was_warned"] = "on"
        self.writing = Writing.sent(data, self.kind)
        self.writing.is_valid()
        self.writing.refuse(warning.refusals)
        return self.again(422, is_warning=True)

    def too_often(self, seconds: int) -> HttpResponse:
        """Keep what was typed by somebody who saves very often."""
        self.writing.refuse([Refusal("page", 0, limits.TOO_OFTEN)])
        return limits.told(self.again(429), seconds)

    def page_is_gone(self) -> HttpResponse:
        """Keep what was typed for a page that is not here, or not any more."""
        if self.writing.is_valid():
            self.writing.refuse([Refusal("page", 0, editing.GONE)])
        return self.again(404)

    def save(self) -> Saved:
        data = self.writing.page.cleaned_data
        sent = Edit(
            state=self.whole_page(),
            author=self.request.user,
            lens=self.request.lens,
            **{name: data[name] for name in ("base", "form", "summary", "is_minor", "pending", "was_warned")},
        )
        if self.found is None:
            return editing.create_page(sent, kind=self.kind.name)
        return editing.edit_page(page=self.found.page.pk, edit=sent)

    def whole_page(self) -> PageState:
        """Give the state that was sent; a section stands in the page that it was taken from."""
        state, number = self.writing.state, self.writing.page.cleaned_data["section"]
        if self.found is None:
            return state
        state = replace(state, sheet=self.whole_sheet(state))
        if number is None:
            return state
        base = self.found.state_at(self.writing.page.cleaned_data["base"])
        body = with_section(base.body, number, state.body) if base else None
        if body is None:
            raise Refused([Refusal("page", 0, MOVED_ON)])
        return replace(state, body=body)

    def whole_sheet(self, state: PageState) -> tuple[SheetEntry, ...]:
        """Give the sheet that was sent, with the fields that the form did not hold as the person started from them."""
        others = [field.name for field in self.kind.sheet if field.name not in self.writing.sheet.sets]
        if self.found is None or not others:
            return state.sheet
        before = self.found.started_from(self.writing.page.cleaned_data["base"])
        kept = [entry for entry in before.sheet if entry.field in others]
        return self.kind.sheet.sorted((*state.sheet, *kept))

    def again(self, status: int, **more: Any) -> HttpResponse:
        return form_page(self.request, self.writing, self.found, status=status, **more)

    def settle(self, conflict: EditConflict) -> HttpResponse:
        data = self.writing.page.cleaned_data
        kept = {name: data[name] for name in ("form", "summary", "is_minor")}
        return show_conflict(self.request, self.found, conflict, **kept)

    def saved(self, saved: Saved) -> HttpResponse:
        drafts.discard(self.request.user, self.found.page if self.found else None)
        if saved.pending:
            return wait(self.request, saved.pending)
        assert saved.revision is not None  # noqa: S101
        now = looking.title_of(saved.revision.page_id, self.request.lens)
        if now is None:
            messages.success(self.request, BEYOND)
            return redirect("home")
        messages.success(self.request, sentence(saved, self.request.lens))
        return redirect(now[1])


def with_more(data: QueryDict) -> QueryDict:
    """Add empty lines to the list that somebody asked more of."""
    total = f"{data.get('more', '')}-TOTAL_FORMS"
    count = data.get(total, "")
    if not (count.isascii() and count.isdigit() and len(count) < 6):
        return data
    data = data.copy()
    data[total] = str(int(count) + MORE)
    return data


def behind(data: QueryDict) -> QueryDict:
    """Put the whole text behind the gate that was offered."""
    gate = " ".join(data.get("behind", "").split())[:GATE_MAX]
    if not gate:
        return data
    data = data.copy()
    body = markup.normalise(data.get("body", "")).strip("\n")
    data["body"] = f"::: spoiler {gate}\n{body}\n:::\n"
    return data
