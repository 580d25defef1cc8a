"""A page's talk, and what was said of late."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wiki.discussion import feeds, following, reading, writing
from wiki.discussion.forms import CommentForm, opened
from wiki.discussion.views import sending
from wiki.pages import looking, watching
from wiki.pages.limits import limited
from wiki.pages.looking import Editable
from wiki.pages.views.slugs import canonical_slug


@require_http_methods(["GET", "HEAD", "POST"])
@canonical_slug
def talk(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what is said about a page, and take a new comment."""
    try:
        found = looking.editable(slug, request.lens)
    except Http404:
        if request.method == "POST":
            return sending.gone(request)
        raise
    if request.method == "POST":
        write = partial(writing.say, page=found.page.pk)
        return sending.answer(request, found, write, partial(_talk, request, found))
    if found.slug != slug:
        return redirect("discussion:talk", found.slug)
    return _talk(request, found, opened(sending.offered(request, found)))


def _talk(
    request: HttpRequest, found: Editable, form: CommentForm, *, status: int = 200, preview: Any = None
) -> HttpResponse:
    shown = reading.talk(found, request.user, request.GET.get("page"))
    context = {"page": found, "talk": shown, "lines": shown.threads, "preview": preview}
    return render(request, "discussion/talk.html", context | sending.writing_context(request, form), status=status)


@login_required
@require_POST
@canonical_slug
def follow(request: HttpRequest, slug: str) -> HttpResponse:
    """Be told of all that is said about a page, or in one thread, or not any more."""
    found = looking.editable(slug, request.lens)
    one, is_on = request.POST.get("thread", ""), "stop" not in request.POST
    if one:
        comment = reading.comment(one, found)
        thread = comment.parent or comment
        (following.follow_thread if is_on else following.unfollow_thread)(request.user, thread)
        messages.success(request, f"You {'follow' if is_on else 'do not follow'} this thread{'' if is_on else ' now'}.")
        return redirect("discussion:comment", found.slug, thread.pk)
    (following.follow_page if is_on else following.unfollow_page)(request.user, found.page.pk)
    messages.success(request, f"You {'follow' if is_on else 'do not follow'} this talk{'' if is_on else ' now'}.")
    return redirect("discussion:talk", found.slug)


@require_safe
@limited("list")
def recent(request: HttpRequest) -> HttpResponse:
    """List what was said of late."""
    found = reading.recent(request.lens, before=request.GET.get("before", ""), person=request.user)
    token = watching.token_of(request.user) if request.user.is_authenticated else ""
    return render(request, "discussion/recent.html", {"recent": found, "feed_token": token})


@require_safe
@limited("feed")
def feed(request: HttpRequest, token: str = "") -> HttpResponse:
    """Feed of what was said of late: through the empty lens, or with a token through its owner's."""
    found = reading.recent(watching.lens_of(token))
    return feeds.respond(request, found, link=reverse("discussion:recent"), is_private=bool(token))
