"""The addresses of the editor: editing a page, creating one, and keeping what is half written."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from wiki.pages import drafts, kinds, looking, pending, rules, trust
from wiki.pages.forms import Writing
from wiki.pages.looking import Editable
from wiki.pages.pending import PendingView
from wiki.pages.sections import section
from wiki.pages.state import NameEntry, PageState
from wiki.pages.views.editor import form_page, protected
from wiki.pages.views.sending import Sending
from wiki.pages.views.slugs import canonical_slug


@require_http_methods(["GET", "HEAD", "POST"])
@canonical_slug
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Edit a page, or one section of it."""
    try:
        found = looking.editable(slug, request.lens)
    except Http404:
        if request.method == "POST":
            return Sending(request, None).page_is_gone()
        raise
    if request.method == "POST":
        return Sending(request, found).answer()
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
        return Sending(request, None).answer()
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
