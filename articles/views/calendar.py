"""The calendar of releases, for people and for their calendars."""

from __future__ import annotations

import datetime

import icalendar
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles import coming


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """List what is to come, what has no date yet, and what came."""
    return render(request, "articles/calendar.html", {"coming": coming.coming(request.lens)})


@require_safe
def ics(request: HttpRequest) -> HttpResponse:
    """Give the releases whose day is known as iCalendar (RFC 5545): the same for everybody."""
    found = icalendar.Calendar()
    found.add("prodid", "-//Alias//Releases//EN")
    found.add("version", "2.0")
    found.add("name", "Alias: releases")
    found.add("x-wr-calname", "Alias: releases")
    root = request.build_absolute_uri("/").rstrip("/")
    for event in coming.events():
        found.add_component(_event(*event, root))
    return HttpResponse(found.to_ical(), content_type="text/calendar; charset=utf-8")


def _event(key: str, what: str, day: datetime.date, url: str, root: str) -> icalendar.Event:
    event = icalendar.Event()
    event.add("uid", f"{key}@alias-wiki")
    event.add("summary", what)
    event.add("dtstart", day)
    # When the event was written is asked for and not known; its day is the same for everybody and always.
    event.add("dtstamp", datetime.datetime.combine(day, datetime.time(), datetime.UTC))
    event.add("url", root + url)
    event.add("transp", "TRANSPARENT")
    return event
