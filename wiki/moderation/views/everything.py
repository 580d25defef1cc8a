"""Seeing everything: for the staff, by choice, until they sign out."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from wiki.moderation.models import Action
from wiki.pages import acts
from wiki.pages.acts import Act
from wiki.spoilers.bookmarks import see_everything


@require_POST
def everything(request: HttpRequest) -> HttpResponse:
    """Begin or end to see what lies beyond one's own bookmarks."""
    if not (request.user.is_authenticated and request.user.is_staff):
        raise PermissionDenied
    is_on = bool(request.POST.get("on"))
    see_everything(request, is_on=is_on)
    if is_on:
        acts.tell(Act(Action.LENS, request.user))
    back = request.POST.get("back", "")
    is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith("/")
    return redirect(back if is_ours else "home")
