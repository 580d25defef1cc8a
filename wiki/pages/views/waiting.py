"""What somebody sent that waits for a moderator."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from wiki.pages import pending


@login_required
@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """List one's own edits that wait, or did."""
    return render(request, "pages/waiting.html", {"edits": pending.of_person(request.user, request.lens)})


@require_safe
def waiting_edit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show an edit that waits, or what became of it."""
    view = pending.one(public_id, request.user, request.lens)
    is_own = view.row.author_id == request.user.pk
    return render(request, "pages/waiting_edit.html", {"edit": view, "is_own": is_own})


@require_POST
def withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take one's own edit back."""
    pending.withdraw(pending.own(public_id, request.user, request.lens))
    messages.success(request, "Your edit is taken back. Nobody will look at it.")
    return redirect("pages:waiting_edit", public_id)
