"""The queue in the admin: worked from top to bottom, one by one or several at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from wiki.moderation import deciding
from wiki.moderation import queue as things
from wiki.moderation.deciding import REWRITTEN, NotDone
from wiki.moderation.queue import LABELS, Item
from wiki.pages import deciding as edits
from wiki.pages import pending, rules
from wiki.pages.cleaning import Refusal, Refused
from wiki.pages.editing import EditConflict
from wiki.pages.forms import Writing
from wiki.pages.pending import PendingView
from wiki.pages.views.editor import form_page, show_conflict

View = Callable[..., HttpResponse]
NO_REASON = "Say why: the reason is told to who sent it."
NONE = "Choose something first."
ALREADY = "Somebody else has decided on this already."


def for_moderators(view: View) -> View:
    """Ask for the admin's login, and for the right to moderate."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not rules.may_moderate(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return admin.site.admin_view(wrapped)


@for_moderators
@require_http_methods(["GET", "HEAD", "POST"])
def queue(request: HttpRequest) -> HttpResponse:
    """List what waits, and decide on several things at once."""
    if request.method == "POST":
        return _several(request)
    items = things.queue(request.lens)
    groups = [(label, [item for item in items if item.sort == sort]) for sort, label in LABELS.items()]
    return _render(request, "queue.html", "Queue", groups=[group for group in groups if group[1]], first=_next(items))


def _several(request: HttpRequest) -> HttpResponse:
    chosen, reason = set(request.POST.getlist("item")), request.POST.get("reason", "")
    items = [item for item in things.queue(request.lens) if item.key in chosen and item.is_decided_here]
    is_yes = request.POST.get("decision") == "approve"
    if not items:
        messages.error(request, NONE)
    elif not is_yes and not reason.strip():
        messages.error(request, NO_REASON)
    else:
        _decide_all(request, items, is_yes=is_yes, reason=reason)
    return redirect("moderation:queue")


def _decide_all(request: HttpRequest, items: list[Item], *, is_yes: bool, reason: str) -> None:
    done = 0
    for item in items:
        try:
            deciding.decide(item, is_yes=is_yes, reason=reason, person=request.user, lens=request.lens)
            done += 1
        except NotDone as error:
            messages.error(request, f"{item.title}: {error}")
    if done:
        messages.success(request, f"{done} {'approved' if is_yes else 'rejected'}.")


@for_moderators
@require_http_methods(["GET", "HEAD", "POST"])
def queue_item(request: HttpRequest, sort: str, public_id: str) -> HttpResponse:
    """Show one thing that waits, with who sent it, and decide on it."""
    items = things.queue(request.lens)
    item = next((one for one in items if (one.sort, one.id) == (sort, public_id) and one.is_decided_here), None)
    if item is None:
        return _gone(request, sort, public_id)
    error = _decided(request, item) if request.method == "POST" else ""
    if request.method == "POST" and not error:
        return _go_on(request, items, item)
    about = {"item": item, "error": error, "reason": request.POST.get("reason", ""), "next": _after(items, item)}
    about |= deciding.details(item, request.user, request.lens)
    return _render(request, f"queue_{sort}.html", item.title, status=409 if error else 200, **about)


def _decided(request: HttpRequest, item: Item) -> str:
    """Decide as the form says; give what is wrong, "" if it is done."""
    is_yes, reason = request.POST.get("decision") == "approve", request.POST.get("reason", "")
    if not is_yes and not reason.strip():
        return NO_REASON
    if request.POST.get("version", item.version) != item.version:
        return REWRITTEN
    try:
        deciding.decide(item, is_yes=is_yes, reason=reason, person=request.user, lens=request.lens)
    except NotDone as error:
        return str(error)
    messages.success(request, f"{item.title}: {'approved' if is_yes else 'rejected'}.")
    return ""


def _gone(request: HttpRequest, sort: str, public_id: str) -> HttpResponse:
    if request.method != "POST":
        raise Http404
    messages.error(request, ALREADY)
    return redirect("moderation:queue")


def _after(items: list[Item], item: Item) -> Item | None:
    return _next(items[items.index(item) + 1 :])


def _next(items: list[Item]) -> Item | None:
    return next((item for item in items if item.is_decided_here), None)


def _go_on(request: HttpRequest, items: list[Item], item: Item) -> HttpResponse:
    return _to(_after(items, item))


def _to(item: Item | None) -> HttpResponse:
    return redirect("moderation:queue_item", item.sort, item.id) if item else redirect("moderation:queue")


def _render(request: HttpRequest, template: str, title: str, *, status: int = 200, **context: Any) -> HttpResponse:
    context |= admin.site.each_context(request) | {"title": title}
    return render(request, f"moderation/{template}", context, status=status)


@for_moderators
@require_http_methods(["GET", "HEAD", "POST"])
def queue_change(request: HttpRequest, public_id: str) -> HttpResponse:
    """Change an edit that waits, and approve it as changed."""
    view = pending.one(public_id, request.user, request.lens)
    if not view.is_waiting:
        raise Http404
    if request.method != "POST":
        return _change_form(request, view, Writing.of(view.state, view.kind, base=view.row.base, summary=view.summary))
    writing = Writing.sent(request.POST, view.kind)
    if not writing.is_valid():
        return _change_form(request, view, writing, status=422)
    if request.GET.get("version", view.version) != view.version:
        return _rewritten(request, view, writing)
    return _changed(request, view, writing)


def _changed(request: HttpRequest, view: PendingView, writing: Writing) -> HttpResponse:
    others = [entry for entry in view.state.sheet if entry.field not in writing.sheet.sets]
    state = replace(writing.state, sheet=view.kind.sheet.sorted((*writing.state.sheet, *others)))
    try:
        edits.approve(view, person=request.user, state=state, base=writing.page.cleaned_data["base"])
    except Refused as error:
        writing.refuse(error.refusals)
        return _change_form(request, view, writing, status=422)
    except EditConflict as conflict:
        return show_conflict(request, None, conflict, here=_here(view))
    except edits.Rewritten:
        return _rewritten(request, view, writing)
    except edits.DecidedAlready:
        messages.error(request, ALREADY)
        return redirect("moderation:queue")
    messages.success(request, f"{view.title}: approved as you changed it.")
    items = things.queue(request.lens)
    return (
        redirect("moderation:queue_item", items[0].sort, items[0].id) if _next(items) else redirect("moderation:queue")
    )


def _rewritten(request: HttpRequest, view: PendingView, writing: Writing) -> HttpResponse:
    """Keep what a moderator made of an edit that is another one now."""
    writing.refuse([Refusal("page", 0, REWRITTEN)])
    return _change_form(request, view, writing, status=409)


def _change_form(request: HttpRequest, view: PendingView, writing: Writing, status: int = 200) -> HttpResponse:
    return form_page(request, writing, None, status=status, here=_here(view), waits="")


def _here(view: PendingView) -> str:
    return f"{reverse('moderation:queue_change', args=[view.id])}?version={view.version}"
