"""An account at a glance, its sessions, and two small things that its pages fetch."""

from __future__ import annotations

from allauth.decorators import rate_limit
from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from wiki.accounts import links, puzzles, second_factors
from wiki.accounts import sessions as kept

ENDED = "That session is signed out."
ALL_ENDED = "You are signed out everywhere but here."


@login_required
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """Show what belongs to an account, and where to change it."""
    context = {"has_second_factor": second_factors.has_one(request.user), "links": links.all_links()}
    return render(request, "accounts/account.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sessions(request: HttpRequest) -> HttpResponse:
    """List where somebody is signed in, and sign out there."""
    current = request.session.session_key
    if request.method != "POST":
        return render(request, "accounts/sessions.html", {"sessions": kept.open_sessions(request.user, current)})
    if request.POST.get("all"):
        kept.end_others(request.user, current)
        messages.success(request, ALL_ENDED)
    elif kept.end(request.user, request.POST.get("session", ""), current):
        messages.success(request, ENDED)
    return redirect("accounts:sessions")


@require_safe
@rate_limit(action="challenge", limit_get=True)
def challenge(request: HttpRequest) -> HttpResponse:
    """Give a browser the puzzle that it solves for a sign-up."""
    return JsonResponse(puzzles.challenge(), headers={"Cache-Control": "private, no-store"})


@login_required
@require_safe
def totp_picture(request: HttpRequest) -> HttpResponse:
    """Draw the secret of the authenticator app that is being set up, for a telephone to read."""
    secret = request.session.get(SECRET_SESSION_KEY)
    if not secret:
        raise Http404
    adapter = get_adapter()
    picture = adapter.build_totp_svg(adapter.build_totp_url(request.user, secret))
    return HttpResponse(picture, content_type="image/svg+xml")
