"""The forms of a page as they are shown: first, again with what is wrong, or with two versions to settle."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from wiki.pages import drafts, history, kinds, review, rules
from wiki.pages.diffing import diff
from wiki.pages.editing import EditConflict, Saved
from wiki.pages.forms import Writing
from wiki.pages.kinds import PAGE, Kind
from wiki.pages.looking import Editable
from wiki.pages.models import Pending
from wiki.pages.pickers import pickers
from wiki.pages.sections import section, sections_of
from wiki.pages.state import PageState, by_field
from wiki.spoilers.lens import Lens

UNCHANGED = "Nothing was changed."
MERGED = "Saved. Others had changed this page meanwhile; both are in it now."
SAVED = "Saved."
PARTLY = "Saved. Part of it stands behind a gate that you have not reached: you will see it again once you have."


def form_page(
    request: HttpRequest, writing: Writing, found: Editable | None, *, status: int = 200, **more: Any
) -> HttpResponse:
    """Show the forms of a page that is edited, or of a new one; `more` is for the template."""
    kind = found.kind if found else kinds.named(writing.page["kind"].value() or "")
    context: dict[str, Any] = {
        "writing": writing,
        "page": found,
        "draft": drafts.line(request.user, found.page if found else None) if request.method != "POST" else None,
        "pickers": pickers(request.lens),
        "seen_as": request.POST.get("as", ""),
        "kind": kind,
        "kinds": kinds.all_kinds(),
        "offer": _offer(kind, writing, found),
        "waits": review.will_wait(request.user, found.page if found else None, kind),
        "section": _section_title(writing, found),
        "sections": sections_of(found.state.body) if found and not writing.is_section else (),
        "here": reverse("pages:edit", args=[found.slug]) if found else reverse("pages:new"),
        "draft_url": reverse("pages:draft", args=[found.slug]) if found else reverse("pages:new_draft"),
    }
    return render(request, "pages/edit.html", context | more, status=status)


def _offer(kind: Kind, writing: Writing, found: Editable | None) -> str:
    """Suggest a gate for what stands in the form, if it does not use that one yet."""
    if kind.offer is None or writing.is_section:
        return ""
    sent = writing.state if writing.page.is_bound and writing.is_valid() else None
    state = sent if writing.page.is_bound else found.state if found else None
    gate = kind.offer(state) if state else ""
    return "" if state and gate in state.gates else gate


def _section_title(writing: Writing, found: Editable | None) -> str:
    number = writing.section
    part = section(found.state.body, number) if found and number is not None else None
    return part.title if part else ""


def show_conflict(
    request: HttpRequest,
    found: Editable | None,
    conflict: EditConflict,
    *,
    is_undo: bool = False,
    here: str = "",
    **kept: Any,
) -> HttpResponse:
    """Show both versions where they clash; what is sent next counts from the current one."""
    state = replace(conflict.merged.state, body=conflict.merged.body.both)
    kind = found.kind if found else PAGE
    also = _differing(conflict.merged.state, found.state) if found else ()
    writing = Writing.of(state, kind, also=also, base=conflict.current.public_id, **kept)
    places = [diff(chunk.theirs, chunk.mine) for chunk in conflict.merged.body.chunks if chunk.is_conflict]
    more: dict[str, Any] = {"places": places, "clashes": conflict.merged.clashes, "is_undo": is_undo}
    if here:
        more["here"] = here
    return form_page(request, writing, found, status=409, **more)


def _differing(mine: PageState, theirs: PageState) -> set[str]:
    """Name the fields in which two states differ: what is settled has to be in the form, whichever that is else."""
    one, two = by_field(mine.sheet), by_field(theirs.sheet)
    return {name for name in (*one, *two) if one.get(name) != two.get(name)}


def protected(request: HttpRequest, found: Editable) -> HttpResponse:
    """Say why somebody cannot edit a page: they are kept from it, or it is protected."""
    reason = rules.barred(request.user, found.page.kind)
    template = "pages/barred.html" if reason else "pages/protected.html"
    return render(request, template, {"page": found, "reason": reason}, status=403)


def wait(request: HttpRequest, row: Pending) -> HttpResponse:
    """Lead to an edit that has to wait."""
    messages.success(request, f"Thank you; your edit is kept. {row.why}")
    return redirect("pages:waiting_edit", row.public_id)


def sentence(saved: Saved, lens: Lens) -> str:
    """Say what became of an edit, to who made it."""
    if not saved.is_new:
        return UNCHANGED
    assert saved.revision is not None  # noqa: S101
    if saved.revision.touched and not history.shows_summary(saved.revision, lens):
        return PARTLY
    return MERGED if saved.was_merged else SAVED
