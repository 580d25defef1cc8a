"""Rolling back everything by somebody, with a preview, and blocking them along with it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from wiki.accounts.models import User
from wiki.moderation import blocks, cleaning
from wiki.pages import rules
from wiki.pages.editing import MayNotEdit

CHOICES = (("hour", "the last hour"), ("day", "the last day"), ("week", "the last week"), ("all", "ever"))
LEFT = "On some pages others have changed the same places since. Look at what is left under the name, and mend it."


@require_http_methods(["GET", "HEAD", "POST"])
def clean(request: HttpRequest, name: str) -> HttpResponse:
    """Show what would be rolled back, and do it."""
    if not rules.may_moderate(request.user):
        raise PermissionDenied
    person = get_object_or_404(User, username=name if name.isprintable() else "")
    chosen = request.POST.get("since") or request.GET.get("since") or "day"
    start = cleaning.since(chosen)
    if request.method == "POST":
        return _cleaned(request, person, chosen)
    context = {"person": person.get_username(), "steps": cleaning.plan(person, start, request.lens)}
    return render(request, "moderation/clean.html", context | {"chosen": chosen, "choices": CHOICES})


def _cleaned(request: HttpRequest, person: User, chosen: str) -> HttpResponse:
    try:
        if request.POST.get("block"):
            reason = request.POST.get("reason", "").strip()[:500] or "Vandalism"
            blocks.block(by=request.user, person=person, reason=reason)
        left = cleaning.clean(person, cleaning.since(chosen), by=request.user)
    except MayNotEdit as error:
        raise PermissionDenied from error
    messages.success(request, f"What {person.get_username()} did is rolled back.")
    if left:
        messages.warning(request, LEFT)
    return redirect(f"{reverse('pages:recent')}")
