"""What a step opened, the pages as they were before it, and what of it was read."""

from __future__ import annotations

from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from wiki.pages import reading, unlocked
from wiki.pages.limits import limited
from wiki.pages.views.slugs import canonical_slug
from wiki.spoilers import trail
from wiki.spoilers.lens import Lens

NOT_KEPT = "private, no-store"


@require_safe
@limited("list")
def unlocked_list(request: HttpRequest) -> HttpResponse:
    """List what a step opened: the last one, or an earlier one by its number."""
    found = unlocked.unlocked(request, request.GET.get("step", "")[:9], request.GET.get("page", "")[:9])
    response = render(request, "pages/unlocked.html", {"unlocked": found})
    response["Cache-Control"] = NOT_KEPT
    return response


def lens_before(request: HttpRequest) -> Lens:
    """Give the lens before the step that is asked for, which never sees more than now. Raises Http404 without one."""
    steps, number = trail.of(request), request.GET.get("before", "")[:9]
    if not (number.isascii() and number.isdigit() and steps.step(int(number))):
        raise Http404
    return trail.before(request.reader, steps, int(number))  # type: ignore[attr-defined]


@require_safe
@limited("list")
@canonical_slug
def previously(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a page as it was to the reader before a step."""
    lens = lens_before(request)
    request.page_lens = lens  # type: ignore[attr-defined]  # for what other apps show on the page
    found = replace(reading.page(slug, lens), key="")
    response = render(request, "pages/previously.html", {"page": found})
    response["Cache-Control"] = NOT_KEPT
    return response


@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Remember that a page was read, or with `all` that nothing is new any more."""
    if request.POST.get("all"):
        trail.mark_all_read(request)
        return redirect("pages:unlocked")
    found = reading.page(request.POST.get("page", "")[:200], request.lens)  # type: ignore[attr-defined]
    trail.mark_read(request, found.id)
    return redirect(found.url)
