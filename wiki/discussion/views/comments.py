"""One comment: found, answered, changed, taken away, and what it said before."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from wiki.discussion import reading, rules, texts, writing
from wiki.discussion.forms import CommentForm, ReasonForm, opened
from wiki.discussion.models import Comment
from wiki.discussion.views import sending
from wiki.pages import looking
from wiki.pages.limits import limited
from wiki.pages.looking import Editable
from wiki.pages.views.slugs import canonical_slug

DELETED = "The comment is deleted."
HIDDEN = "The comment is hidden from all but moderators."
SHOWN = "The comment is there for its readers again."


@require_safe
@canonical_slug
def comment(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Lead to a comment where it stands in its talk."""
    found = looking.editable(slug, request.lens)
    one = reading.comment(public_id, found)
    if one.state == Comment.State.DELETED or (one.state != Comment.State.SHOWN and one.parent):
        return redirect("discussion:talk", found.slug)
    number = reading.page_number(one, found, request.user)
    page = f"?page={number}" if number > 1 else ""
    return redirect(f"{reverse('discussion:talk', args=[found.slug])}{page}#c-{one.pk}")


@require_http_methods(["GET", "HEAD", "POST"])
@canonical_slug
def reply(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Answer a comment."""
    try:
        found, one = _found(request, slug, public_id)
    except Http404:
        if request.method == "POST":
            return sending.gone(request)
        raise
    show = partial(_form, request, found, one, "discussion/reply.html")
    if request.method != "POST":
        return show(opened(sending.offered(request, found)))
    return sending.answer(request, found, partial(writing.say, page=found.page.pk, answers=one), show)


def _found(request: HttpRequest, slug: str, public_id: str) -> tuple[Editable, Comment]:
    """Give a comment that stands. Raises Http404."""
    found = looking.editable(slug, request.lens)
    one = reading.comment(public_id, found)
    if one.state != Comment.State.SHOWN:
        raise Http404
    return found, one


@require_http_methods(["GET", "HEAD", "POST"])
@canonical_slug
def edit(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Change what one said oneself. Whoever has come further since is offered the gate of today."""
    try:
        found, one = _found(request, slug, public_id)
    except Http404:
        if request.method == "POST":
            return sending.gone(request)
        raise
    if not rules.may_edit(request.user, one):
        raise PermissionDenied
    show = partial(_form, request, found, one, "discussion/edit.html")
    if request.method != "POST":
        return show(opened(sending.offered(request, found), texts.whole(one, request.user)))
    return sending.answer(request, found, partial(writing.change, one), show)


def _form(
    request: HttpRequest,
    found: Editable,
    one: Comment,
    template: str,
    form: CommentForm,
    *,
    status: int = 200,
    preview: Any = None,
) -> HttpResponse:
    view = reading.view(one, request.lens, request.user)
    context = {"page": found, "comment": view, "preview": preview}
    return render(request, template, context | sending.writing_context(request, form), status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@canonical_slug
def delete(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Take a comment away: one's own, or as a moderator with a reason."""
    found, one = _found(request, slug, public_id)
    if not rules.may_delete(request.user, one):
        raise PermissionDenied
    form = ReasonForm(_sent(request), is_needed=not rules.is_author(request.user, one))
    if request.method == "POST" and form.is_valid():
        writing.delete(one, person=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, DELETED)
        return redirect("discussion:talk", found.slug)
    return _act(request, found, one, form, "delete")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@canonical_slug
def hide(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Hide a comment from all but moderators, or show it again."""
    found = looking.editable(slug, request.lens)
    one = reading.comment(public_id, found)
    if not rules.may_hide(request.user, one):
        raise PermissionDenied
    if one.state == Comment.State.HIDDEN:
        return _show_again(request, found, one)
    form = ReasonForm(_sent(request), is_needed=True)
    if request.method == "POST" and form.is_valid():
        writing.hide(one, person=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, HIDDEN)
        return redirect("discussion:talk", found.slug)
    return _act(request, found, one, form, "hide")


def _sent(request: HttpRequest) -> QueryDict | None:
    """Give what was sent, also where that is nothing."""
    return request.POST if request.method == "POST" else None


def _show_again(request: HttpRequest, found: Editable, one: Comment) -> HttpResponse:
    if request.method != "POST":
        return _act(request, found, one, None, "show again")
    writing.show_again(one, person=request.user)
    messages.success(request, SHOWN)
    return redirect("discussion:comment", found.slug, one.pk)


def _act(request: HttpRequest, found: Editable, one: Comment, form: ReasonForm | None, action: str) -> HttpResponse:
    is_wrong = form is not None and bool(form.errors)
    context = {"page": found, "comment": reading.view(one, request.lens, request.user), "form": form, "action": action}
    return render(request, "discussion/act.html", context, status=422 if is_wrong else 200)


@require_safe
@canonical_slug
@limited("history")
def history(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Show what a comment said before."""
    found = looking.editable(slug, request.lens)
    one = reading.comment(public_id, found)
    states = reading.states(one, request.lens, request.user)
    view = reading.view(one, request.lens, request.user)
    return render(request, "discussion/history.html", {"page": found, "comment": view, "states": states})
