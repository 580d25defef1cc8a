"""Looking back: a page's revisions, what changed between two, one as it stood, and taking a change back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from wiki.accounts.models import DiffStyle, preference
from wiki.pages import comparing, editing, looking, rules
from wiki.pages.cleaning import Refused
from wiki.pages.editing import EditConflict, MayNotEdit
from wiki.pages.limits import limited
from wiki.pages.looking import Editable
from wiki.pages.models import Revision
from wiki.pages.views.editor import UNCHANGED, show_conflict, wait
from wiki.pages.views.slugs import canonical_slug

UNDONE = "The change is taken back."
RESTORED = "The page is back to that state."
NOTHING_BEFORE = "There was nothing before this revision. To take the whole page away, ask a moderator to delete it."
NOT_ALLOWED = "This page is protected from your edits."


@require_safe
@canonical_slug
@limited("history")
def history(request: HttpRequest, slug: str) -> HttpResponse:
    """List the revisions that this reader may know of."""
    found = looking.editable(slug, request.lens, request.user)
    if found.slug != slug:
        return redirect("pages:history", found.slug)
    context = {
        "page": found,
        "lines": looking.lines(found),
        "may_edit": rules.may_edit(request.user, found.page),
        "may_moderate": rules.may_moderate(request.user),
    }
    return render(request, "pages/history.html", context)


@require_safe
@canonical_slug
@limited("diff")
def diff(request: HttpRequest, slug: str, a: str, b: str) -> HttpResponse:
    """Show what changed from one revision to another; “previous” is the visible one before."""
    found = looking.editable(slug, request.lens, request.user)
    after, previous = found.revision(b)
    before = previous if a == "previous" else found.revision(a)[0]
    context = {
        "page": found,
        "comparison": comparing.compare(before, after, request.lens, found.kind.sheet, person=request.user),
        "in_one_column": (request.GET.get("view") or preference(request.user, "diff_style")) == DiffStyle.ONE,
        "may_edit": rules.may_edit(request.user, found.page),
    }
    return render(request, "pages/diff.html", context)


@require_safe
@canonical_slug
@limited("history")
def at(request: HttpRequest, slug: str, revision: str) -> HttpResponse:
    """Show a page as it stood after one revision."""
    found = looking.editable(slug, request.lens, request.user)
    one, before = found.revision(revision)
    context = {
        "page": found,
        "view": looking.at(one, found.kind, request.lens),
        "line": looking.line(one, request.lens, parent=before.public_id if before else "", person=request.user),
        "is_current": one is found.seen[-1],
        "may_edit": rules.may_edit(request.user, found.page),
    }
    return render(request, "pages/at.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@canonical_slug
@limited("history")
def undo(request: HttpRequest, slug: str, revision: str) -> HttpResponse:
    """Take one change back, and leave what came after it."""
    found = looking.editable(slug, request.lens, request.user)
    one, before = found.revision(revision)
    if request.method != "POST":
        return _confirm(request, found, one, "undo")
    if before is None:
        return _not_done(request, found, NOTHING_BEFORE)
    return _save(request, found, looking.undoing(one, before, request.lens, request.user), UNDONE)


@require_http_methods(["GET", "HEAD", "POST"])
@canonical_slug
@limited("history")
def restore(request: HttpRequest, slug: str, revision: str) -> HttpResponse:
    """Bring a page back to an earlier state."""
    found = looking.editable(slug, request.lens, request.user)
    one, _ = found.revision(revision)
    if request.method != "POST":
        return _confirm(request, found, one, "restore")
    return _save(request, found, looking.restoring(one, found, request.lens, request.user), RESTORED)


def _confirm(request: HttpRequest, found: Editable, one: Revision, action: str) -> HttpResponse:
    context = {"page": found, "line": looking.line(one, request.lens), "action": action}
    return render(request, "pages/confirm.html", context)


def _save(request: HttpRequest, found: Editable, edit: editing.Edit, done: str) -> HttpResponse:
    try:
        saved = editing.edit_page(page=found.page.pk, edit=edit, is_strict=True)
    except MayNotEdit:
        return _not_done(request, found, NOT_ALLOWED, status=403)
    except Refused as error:
        return _not_done(request, found, " ".join(one.message for one in error.refusals))
    except EditConflict as conflict:
        return show_conflict(request, found, conflict, is_undo=True, summary=edit.summary)
    if saved.pending:
        return wait(request, saved.pending)
    assert saved.revision is not None  # noqa: S101
    messages.success(request, done if saved.is_new else UNCHANGED)
    now = looking.title_of(saved.revision.page_id, request.lens)
    return redirect(now[1] if now else "home")


def _not_done(request: HttpRequest, found: Editable, reason: str, status: int = 409) -> HttpResponse:
    return render(request, "pages/not_done.html", {"page": found, "reason": reason}, status=status)
