"""Trying a rule for edits on the last of them, and switching it on or off."""

from __future__ import annotations

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from wiki.moderation import catches, filtering
from wiki.moderation.models import Rule
from wiki.moderation.views.queue import for_moderators


@for_moderators
@require_http_methods(["GET", "HEAD", "POST"])
def rule(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a rule would have caught, and switch it."""
    found = get_object_or_404(Rule, pk=pk)
    if request.method == "POST":
        is_on = bool(request.POST.get("on"))
        filtering.switch(found, is_on=is_on, person=request.user)
        messages.success(request, f"“{found}” is {'on' if is_on else 'off'}.")
        return redirect("moderation:rule", pk)
    caught, count = filtering.trial(found, request.lens)
    about = {"title": found.name, "rule": found, "caught": caught, "count": count}
    context = admin.site.each_context(request) | about | {"catches": catches.counted(request.lens)[found.pk]}
    return render(request, "moderation/rule.html", context)
