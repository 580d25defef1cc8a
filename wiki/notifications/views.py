"""Notices in the site, and which of them are mailed."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wiki.notifications import categories, marking, reading, stopping
from wiki.notifications.categories import Receiver
from wiki.notifications.forms import PreferencesForm

PER_PAGE = 40
CHOSEN = "Your choice is kept."
MOST = 500


@login_required
@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """List what somebody is told of."""
    lines = Paginator(reading.lines(_receiver(request)), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "notifications/notices.html", {"lines": lines})


def _receiver(request: HttpRequest) -> Receiver:
    return Receiver(request.user, request.lens)  # type: ignore[attr-defined]


@login_required
@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Mark some notices as read, or with `all` every one that is there."""
    ids = None if "all" in request.POST else request.POST.getlist("notice")[:MOST]
    marking.mark_read(_receiver(request), [one for one in ids if one.isalnum()] if ids is not None else None)
    return redirect("notifications:notices")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """Say which notices are mailed, and when."""
    person = request.user.pk
    if request.method != "POST":
        start = marking.how(person) | {"hour": marking.hour_of(person)}
        return render(request, "notifications/preferences.html", {"form": PreferencesForm(initial=start)})
    form = PreferencesForm(request.POST)
    if not form.is_valid():
        return render(request, "notifications/preferences.html", {"form": form}, status=422)
    marking.choose(person, ways=form.ways, hour=form.cleaned_data["hour"])
    messages.success(request, CHOSEN)
    return redirect("notifications:preferences")


@csrf_exempt  # a mail program sends it, without cookies; who holds the link may stop the mails
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Stop the mails that a link in one of them is about. Asking for the page changes nothing."""
    found = stopping.opened(token)
    if found is None:
        raise Http404
    plan, name = found
    if request.method == "POST":
        stopping.stop(plan, name)
    context = {"category": categories.get(name), "is_done": request.method == "POST"}
    response = render(request, "notifications/stop.html", context)
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response
