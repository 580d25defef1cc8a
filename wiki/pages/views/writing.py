"""Editing a page, creating one, and settling what others changed meanwhile."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from wiki import markup
from wiki.pages import drafts, editing, history, kinds, limits, looking, pending, previewing, review, rules, trust
from wiki.pages.cleaning import Refusal, Refused
from wiki.pages.diffing import diff
from wiki.pages.editing import Edit, EditConflict, MayNotEdit, Saved
from wiki.pages.forms import Writing
from wiki.pages.kinds import PAGE, Kind
from wiki.pages.looking import Editable
from wiki.pages.models import Pending
from wiki.pages.pending import PendingView
from wiki.pages.pickers import pickers
from wiki.pages.screening import Warned
from wiki.pages.sections import section, sections_of, with_section
from wiki.pages.state import NameEntry, PageState, SheetEntry, by_field
from wiki.pages.views.slugs import canonical_slug
from wiki.spoilers.lens import Lens

MORE = 3
GATE_MAX = 500
PROTECTED = "This page is protected. Your text is kept below; ask a moderator to put it in."
KEPT = "Your text is kept below; copy it before you leave."
MOVED_ON = "The part that you edited is not there any more. Your text is kept below; edit the whole page to put it in."
UNCHANGED = "Nothing was changed."
MERGED = "Saved. Others had changed this page meanwhile; both are in it now."
SAVED = "Saved."
PARTLY = "Saved. Part of it stands behind a gate that you have not reached: you will see it again once you have."
BEYOND = "Saved, behind a gate that you have not reached: you will find it once you have."


@require_http_methods(["GET", "HEAD", "POST"])
@canonical_slug
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Edit a page, or one section of it."""
    try:
        found = looking.editable(slug, request.lens)
    except Http404:
        if request.method == "POST":
            return _Sending(request, None).page_is_gone()
        raise
    if request.method == "POST":
        return _Sending(request, found).answer()
    if found.slug != slug:
        return redirect("pages:edit", found.slug)
    trust.consider(request.user)
    if not rules.may_edit(request.user, found.page):
        return protected(request, found)
    return form_page(request, _opened(request, found), found)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Create a page."""
    kind = kinds.named(request.GET.get("kind", ""))
    if request.method != "POST" and (reason := rules.barred(request.user, kind.name)):
        return render(request, "pages/barred.html", {"reason": reason}, status=403)
    if not rules.may_create(request.user, kind) and request.method != "POST":
        return redirect(f"{reverse('account_login')}?{urlencode({'next': request.get_full_path()}, safe='/')}")
    if request.method == "POST":
        return _Sending(request, None).answer()
    if request.GET.get("draft") and (draft := drafts.get(request.user, None)):
        return form_page(request, drafts.writing(draft), None)
    if waiting := request.GET.get("pending", ""):
        return form_page(request, _of_waiting(pending.own(waiting, request.user, request.lens)), None)
    wanted = " ".join((request.GET.get("name") or request.GET.get("title") or "").split())[:150]
    return form_page(request, Writing.of(PageState(names=(NameEntry(wanted),)), kind), None)


def _opened(request: HttpRequest, found: Editable) -> Writing:
    """Give the forms as they are first shown. Raises Http404 for a section that is not there."""
    if request.GET.get("draft") and (draft := drafts.get(request.user, found.page)):
        return drafts.writing(draft)
    if waiting := _waiting(request, found):
        return _of_waiting(waiting)
    number = request.GET.get("section", "")
    if not number:
        return Writing.of(found.state, found.kind, base=found.base)
    part = section(found.state.body, int(number)) if number.isascii() and number.isdigit() and len(number) < 6 else None
    if part is None:
        raise Http404
    body = found.state.body[part.start : part.end].rstrip("\n") + "\n"
    # A heading with a gate in it must not get into a summary, which is read by itself.
    summary = "" if "]{" in body.partition("\n")[0] else f"{part.title}: "
    return Writing.of(replace(found.state, body=body), found.kind, base=found.base, section=number, summary=summary)


def protected(request: HttpRequest, found: Editable) -> HttpResponse:
    """Say why somebody cannot edit a page: they are kept from it, or it is protected."""
    reason = rules.barred(request.user, found.page.kind)
    template = "pages/barred.html" if reason else "pages/protected.html"
    return render(request, template, {"page": found, "reason": reason}, status=403)


def _waiting(request: HttpRequest, found: Editable) -> PendingView | None:
    """Find the edit of this page that waits and is this person's: the one that they ask for, or the last."""
    asked = request.GET.get("pending", "")
    view = pending.own(asked, request.user, request.lens) if asked else None
    return (
        view if view and view.row.page_id == found.page.pk else pending.on_page(request.user, found.page, request.lens)
    )


def _of_waiting(view: PendingView) -> Writing:
    """Show an edit that waits to its author, to be changed."""
    kept = {"base": view.row.base, "summary": view.summary, "is_minor": view.row.is_minor, "pending": view.id}
    return Writing.of(view.state, view.kind, **kept)


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


class _Sending:
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


@require_POST
@canonical_slug
def draft(request: HttpRequest, slug: str) -> HttpResponse:
    """Keep what is in the form of a page, or throw it away."""
    return _keep_draft(request, looking.editable(slug, request.lens))


@require_POST
def new_draft(request: HttpRequest) -> HttpResponse:
    """Keep what is in the form of a new page, or throw it away."""
    return _keep_draft(request, None)


def _keep_draft(request: HttpRequest, found: Editable | None) -> HttpResponse:
    page, here = (found.page, reverse("pages:edit", args=[found.slug])) if found else (None, reverse("pages:new"))
    if not request.user.is_authenticated:
        return JsonResponse({"error": "Sign in, and your drafts are kept here."}, status=403)
    if "discard" in request.POST:
        drafts.discard(request.user, page)
        return redirect(here)
    try:
        drafts.keep(request.user, page, request.POST)
    except drafts.DraftTooLong:
        return JsonResponse({"error": "This text is too long to be kept."}, status=413)
    return JsonResponse({"kept": True})
