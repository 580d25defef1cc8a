"""Puts a person's own clock on their pages, and lets nothing of an account stay behind when they leave it."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from wiki.accounts.models import ZONES, preference

GetResponse = Callable[[HttpRequest], HttpResponse]
KNOWN = frozenset(ZONES)


def time_zone(get_response: GetResponse) -> GetResponse:
    """Show times as a person's own clock has them. Release days keep to the site's (see `spoilers.dates.today`)."""

    def middleware(request: HttpRequest) -> HttpResponse:
        zone = preference(request.user, "time_zone")
        with timezone.override(zone if zone in KNOWN else None):
            return get_response(request)

    return middleware


def signing_out(get_response: GetResponse) -> GetResponse:
    """Have the browser throw away copies of pages when somebody signs out: the next one sees through another lens."""

    def middleware(request: HttpRequest) -> HttpResponse:
        was_signed_in = request.user.is_authenticated
        response = get_response(request)
        if was_signed_in and not request.user.is_authenticated:
            response["Clear-Site-Data"] = '"cache"'
        return response

    return middleware
