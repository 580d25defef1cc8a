"""What changed of late, in the whole wiki, by one person, on watched pages; and the same as feeds."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wiki.accounts import naming
from wiki.notifications import marking
from wiki.notifications.categories import Receiver
from wiki.pages import changes, feeds, kinds, looking, people, rules, signs, watching
from wiki.pages.changes import Filters
from wiki.pages.limits import limited
from wiki.pages.views.slugs import canonical_slug
from wiki.spoilers.bookmarks import account
from wiki.spoilers.lens import Lens


@require_safe
@limited("history")
def recent(request: HttpRequest) -> HttpResponse:
    """List recent changes."""
    found = changes.changes(request.lens, _filters(request), before=request.GET.get("before", ""))
    query = request.GET.copy()
    query["before"] = found.before
    context = {"changes": found, "kinds": kinds.all_kinds(), "older": query.urlencode()}
    return render(request, "pages/recent.html", context)


def _filters(request: HttpRequest) -> Filters:
    kind, minor = request.GET.get("kind", ""), request.GET.get("minor", "")
    return Filters(
        kind=kind if kind in kinds.names() else "",
        minor=minor if minor in ("hide", "only") else "",
        new_editors=request.GET.get("new") == "on",
    )


@require_safe
@limited("history")
def person(request: HttpRequest, name: str) -> HttpResponse:
    """List what somebody wrote, as far as this reader sees it."""
    user = _person(name)
    if user is None:
        return _under_another_name(name, request.lens)
    found = changes.changes(request.lens, Filters(author=user.pk), before=request.GET.get("before", ""))
    if not found.all and user != request.user and not signs.is_known(user.pk, request.lens):
        raise Http404
    context = {
        "person": user.get_username(),
        "profile": people.profile(user, request.lens),
        "changes": found,
        "may_roll_back": rules.may_moderate(request.user),
        "is_own": user == request.user,
    }
    return render(request, "pages/person.html", context)


def _under_another_name(name: str, lens: Lens) -> HttpResponse:
    """Lead to who was called so once. Raises Http404 where this reader knows of nothing that they wrote."""
    now = naming.now_called(name)
    found = _person(now) if now else None
    if found is None or not changes.changes(lens, Filters(author=found.pk), count=1).all:
        raise Http404
    return redirect("pages:person", now)


def _person(name: str) -> Any:
    """Find who is called so, None for nobody."""
    return get_user_model().objects.filter(username=name).first() if "\0" not in name else None


@login_required
@require_safe
def watchlist(request: HttpRequest) -> HttpResponse:
    """List watched pages and what changed on them."""
    mine = Filters(watched_by=request.user.pk)
    context = {
        "pages": changes.watched(request.user, request.lens),
        "changes": changes.changes(request.lens, mine, before=request.GET.get("before", "")),
        "token": watching.token_of(request.user),
    }
    return render(request, "pages/watchlist.html", context)


@login_required
@require_POST
def watched(request: HttpRequest) -> HttpResponse:
    """Mark all as read, or make or take back the address for feed readers."""
    actions = {"read": watching.mark_read, "token": watching.new_token, "revoke": watching.revoke_token}
    action = actions.get(request.POST.get("action", ""))
    if action:
        action(request.user)
    if action is watching.mark_read:
        marking.mark_read(Receiver(request.user, request.lens), category=watching.CATEGORY)
    return redirect("pages:watchlist")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@canonical_slug
def watch(request: HttpRequest, slug: str) -> HttpResponse:
    """Follow a page, or stop."""
    found = looking.editable(slug, request.lens)
    is_watched = watching.is_watched(request.user, found.page)
    if request.method != "POST":
        return render(request, "pages/watch.html", {"page": found, "is_watched": is_watched})
    (watching.unwatch if is_watched else watching.watch)(request.user, found.page)
    messages.success(request, f"{found.title} is {'off' if is_watched else 'on'} your watchlist.")
    return redirect(found.url)


@require_safe
@limited("feed")
def recent_feed(request: HttpRequest, token: str = "") -> HttpResponse:
    """Feed of recent changes: through the empty lens, or with a token through its owner's."""
    lens = watching.lens_of(token)
    found = changes.changes(lens, _filters(request))
    return feeds.respond(request, found, title="Recent changes", link=reverse("pages:recent"), is_private=bool(token))


@require_safe
@limited("feed")
def person_feed(request: HttpRequest, name: str, token: str = "") -> HttpResponse:
    """Feed of what somebody wrote."""
    lens = watching.lens_of(token)
    user = _person(name)
    found = changes.changes(lens, Filters(author=user.pk)) if user else None
    if found is None or not found.all:
        raise Http404
    link = reverse("pages:person", args=[name])
    return feeds.respond(request, found, title=f"Changes by {name}", link=link, is_private=bool(token))


@require_safe
@limited("feed")
def watchlist_feed(request: HttpRequest, token: str) -> HttpResponse:
    """Feed of the token owner's watchlist."""
    owner = watching.owner_of(token)
    if owner is None:
        raise Http404
    found = changes.changes(account(owner).lens, Filters(watched_by=owner.pk))
    return feeds.respond(request, found, title="Watched pages", link=reverse("pages:watchlist"), is_private=True)
