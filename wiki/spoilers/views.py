"""The progress page, and the pages of works."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode, urlsplit

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wiki.spoilers import anniversaries, bookmarks, dates, finishing, panels, reading, trail
from wiki.spoilers.calendar import current
from wiki.spoilers.forms import PlaceForm

TOO_LONG = "This browser cannot remember more works than these. Sign in, and your account will."
GONE = "The calendar has changed since, so nothing was changed. Press “change” to say where you are."


@require_http_methods(["GET", "HEAD", "POST"])
def progress(request: HttpRequest) -> HttpResponse:
    """Say how far one has come."""
    if request.method != "POST":
        return _page(request)
    form = PlaceForm(request.POST, calendar=current())
    if not form.is_valid():
        return _page(request, error=" ".join(str(message) for errors in form.errors.values() for message in errors))
    response = HttpResponseRedirect(_here(request, form.cleaned_data["work"].code))
    try:
        trail.move(request, response, form.cleaned_data["place"])
    except bookmarks.CookieTooLong:
        return _page(request, error=TOO_LONG)
    return response


@require_POST
def finished(request: HttpRequest) -> HttpResponse:
    """Move on by one release, and lead to what that opened."""
    place = finishing.finished(request.POST.get("release", ""), request, current())
    if place is None:
        return _page(
            request, error="There is no such release, or it is not out yet. Press the one that you have finished."
        )
    response = redirect("pages:unlocked")
    try:
        trail.move(request, response, place)
    except bookmarks.CookieTooLong:
        return _page(request, error=TOO_LONG)
    return response


@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """Take the last step back. One that is not the last any more is left alone."""
    response = redirect("pages:unlocked")
    step = trail.of(request).newest
    work = next((one for one in current().works if step and one.id == step.work), None)
    if step is None or work is None or str(step.number) != request.POST.get("step", ""):
        messages.info(request, "This step is not your last one any more, so nothing was changed.")
        return response
    if not step.leads_back(work):
        messages.info(request, GONE)
        return response
    try:
        trail.undo(request, response, step, work)
    except bookmarks.CookieTooLong:
        return _page(request, error=TOO_LONG)
    messages.info(request, "You are back where you were.")
    return response


def _page(request: HttpRequest, error: str = "") -> HttpResponse:
    works = reading.works(request.lens, request.reader.places)  # type: ignore[attr-defined]
    context: dict[str, Any] = {"works": works, "error": error, "back": _back(request)}
    context["has_steps"] = bool(trail.of(request).steps)
    return render(request, "spoilers/progress.html", context, status=422 if error else 200)


def _here(request: HttpRequest, code: str) -> str:
    """Give the address of a work on this page, with the way back kept."""
    back = _back(request)
    return reverse("spoilers:progress") + (f"?{urlencode({'back': back})}" if back else "") + f"#{code}"


def _back(request: HttpRequest) -> str:
    """Tell which page of this site the reader came from, or "" for none."""
    came_from = urlsplit(request.headers.get("Referer", ""))
    referer = came_from.path if came_from.netloc == request.get_host() else ""
    path = request.POST.get("back", "") or request.GET.get("back", "") or referer
    is_ours = path.startswith("/") and url_has_allowed_host_and_scheme(path, None)
    return path if is_ours and path != reverse("spoilers:progress") else ""


@require_safe
def works(request: HttpRequest) -> HttpResponse:
    """List all works."""
    return render(request, "spoilers/works.html", {"works": reading.works(request.lens)})  # type: ignore[attr-defined]


@require_safe
def work(request: HttpRequest, code: str) -> HttpResponse:
    """Show one work: parts, releases, dates, and the titles that this reader may know."""
    if code != code.upper():
        return redirect("spoilers:work", code.upper())
    lens = request.lens  # type: ignore[attr-defined]
    context = {"work": reading.work(code, lens), "panels": panels.of_work(code, lens)}
    return render(request, "spoilers/work.html", context)


@require_safe
def release(request: HttpRequest, code: str, label: str) -> HttpResponse:
    """Show one release: its date, its neighbours, its title where this reader may know it."""
    lens = request.lens  # type: ignore[attr-defined]
    found = reading.release(code.upper(), label, lens)
    if (found.work.code, found.release.label) != (code, label):
        return redirect("spoilers:release", found.work.code, found.release.label)
    context = {"found": found, "panels": panels.of_release(found.release.id, lens)}
    return render(request, "spoilers/release.html", context)


@require_safe
def on_this_day(request: HttpRequest, day: str = "") -> HttpResponse:
    """Tell what came out on this day of earlier years, or on another one, written 11-20."""
    try:
        chosen = anniversaries.day_of_year(day) if day else None
    except ValueError as error:
        raise Http404 from error
    lens = request.lens  # type: ignore[attr-defined]
    found = anniversaries.on_this_day(lens, dates.today(), chosen)
    return render(request, "spoilers/on_this_day.html", {"found": found, "is_today": chosen is None})
