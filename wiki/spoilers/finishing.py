"""The step that most readers take: they have just finished the next release."""

from __future__ import annotations

from itertools import islice
from typing import NamedTuple

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.loader import render_to_string

from wiki.spoilers import trail
from wiki.spoilers.calendar import Calendar
from wiki.spoilers.dates import is_out
from wiki.spoilers.places import Place, exactly

MOST = 3


class Next(NamedTuple):
    """A release that comes next, as gates write it, with its work’s title."""

    written: str
    work: str
    label: str


def next_steps(request: HttpRequest) -> list[Next]:
    """List what a reader may just have finished: of each work that they are in, what comes next and is out.

    The work that they moved in last comes first.
    """
    moved = [step.work for step in reversed(trail.of(request).steps)]
    places = [place for place in request.reader.places if place.seen]  # type: ignore[attr-defined]
    places.sort(key=lambda place: moved.index(place.work.id) if place.work.id in moved else len(moved))
    found = (
        Next(f"{place.work.code} {release.label}", place.work.short_title, release.label)
        for place in places
        if (release := place.next)
    )
    return list(islice(found, MOST))


def buttons(request: HttpRequest) -> str:
    """Render what stands beside the reading line. Nothing for who has seen nothing: their pages are for all alike."""
    if request.lens.is_empty:  # type: ignore[attr-defined]
        return ""
    known = trail.of(request)
    context = {"next_steps": next_steps(request), "has_steps": bool(known.steps), "csrf_token": get_token(request)}
    return render_to_string("spoilers/_finish.html", context)


def finished(text: str, request: HttpRequest, calendar: Calendar) -> Place | None:
    """Give the place of a reader who has now seen a release besides; None for what is none, or not out."""
    work, release = calendar.release(text[:60])
    if work is None or release is None or not is_out(release.date, release.precision):
        return None
    places = request.reader.places  # type: ignore[attr-defined]
    seen: frozenset[int] = next((place.seen for place in places if place.work.id == work.id), frozenset())
    return exactly(work, seen | {release.id})
