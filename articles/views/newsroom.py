"""The desk, the steps of an article, and links to previews."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from articles import desk as waiting
from articles import previews, rules, workflow
from articles.forms import STEPS, StepForm
from articles.kind import ARTICLE
from articles.states import NEXT, PUBLISHED, SCHEDULED, WITHDRAWN, published_at, state_now
from wiki.pages import looking
from wiki.pages.cleaning import Refused
from wiki.pages.editing import EditConflict, MayNotEdit
from wiki.pages.looking import Editable
from wiki.pages.state import state_of
from wiki.pages.views.slugs import canonical_slug

LATER = "Somebody changed this article at the same time. Look at it once more, then try again."
MOVED = "“{}”: {}."


@login_required
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """List the articles that somebody works on and that are not out."""
    context = {"states": waiting.desk(request.lens), "may_publish": rules.may_publish(request.user)}
    return render(request, "articles/desk.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@canonical_slug
@timezone.override(None)  # times of publishing are typed and shown as the site's clock has them
def status(request: HttpRequest, slug: str) -> HttpResponse:
    """Bring an article into its next state."""
    found = _found(request, slug)
    if request.method == "POST":
        return _move(request, found, StepForm(request.POST))
    at = published_at(found.state) if state_now(found.state) == SCHEDULED else None
    return _page(request, found, StepForm(initial={"at": at}))


def _found(request: HttpRequest, slug: str) -> Editable:
    """Give an article to somebody who works on it. Raises Http404 for what is none, or none of theirs."""
    found = looking.editable(slug, request.lens)
    if found.kind is not ARTICLE or not rules.may_share(request.user, found.page.pk):
        raise Http404
    return found


def _page(request: HttpRequest, found: Editable, form: StepForm, *, status: int = 200) -> HttpResponse:
    now = state_now(found.state)
    steps = [
        (to, words)
        for to, words in STEPS
        if to in NEXT[now] and rules.may_move(request.user, found.page, now=now, to=to)
    ]
    root = request.build_absolute_uri("/").rstrip("/")
    context: dict[str, Any] = {
        "page": found,
        "form": form,
        "now": now,
        "at": published_at(found.state),
        "steps": steps,
        "may_publish": PUBLISHED in dict(steps),
        "may_withdraw": WITHDRAWN in dict(steps),
        "links": [
            (one, root + reverse("articles:preview", args=[one.token])) for one in previews.open_links(found.page)
        ],
    }
    return render(request, "articles/status.html", context, status=status)


def _move(request: HttpRequest, found: Editable, form: StepForm) -> HttpResponse:
    if not form.is_valid():
        return _page(request, found, form, status=422)
    step = {name: form.cleaned_data[name] for name in ("to", "at", "note")}
    step["at"] = step["at"] if step["to"] == PUBLISHED else None
    try:
        saved = workflow.move_on(found.page.pk, person=request.user, lens=request.lens, **step)
    except Refused as error:
        form.add_error(None, [refusal.message for refusal in error.refusals])
        return _page(request, found, form, status=422)
    except MayNotEdit:
        form.add_error(None, "You cannot take this step; ask an editor.")
        return _page(request, found, form, status=403)
    except EditConflict:
        form.add_error(None, LATER)
        return _page(request, found, form, status=409)
    messages.success(request, MOVED.format(found.title, state_now(state_of(saved.revision)).lower()))
    return redirect("articles:status", found.slug)


@login_required
@require_POST
@canonical_slug
def share(request: HttpRequest, slug: str) -> HttpResponse:
    """Make a link to the preview of an article, or take one back."""
    found = _found(request, slug)
    token = request.POST.get("revoke", "")
    if not token:
        previews.make(found.page, request.user)
    elif token.isprintable():
        previews.revoke(found.page, token, request.user)
    return redirect("articles:status", found.slug)
