"""How often somebody may do what costs the server something. The numbers stand in settings, the counts in the cache."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse

from wiki.errors import too_many_requests
from wiki.requests import address, neighbourhood

SECONDS = {"minute": 60, "hour": 3600, "day": 86_400}
RATE = re.compile(r"(\d{1,6})/(minute|hour|day)")
View = Callable[..., HttpResponse]
TOO_OFTEN = "This is more than one person can do in so short a time. Wait a little, then send it once more."


def limited(what: str) -> Callable[[View], View]:
    """Let an account, or an address without one, call a view as often as `settings.LIMITS` says; answer 429 beyond."""

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            seconds = over(request, what)
            return too_often(request, seconds) if seconds else view(request, *args, **kwargs)

        return wrapped

    return decorate


def over(request: HttpRequest, what: str) -> int:
    """Count one more; give the seconds to wait where that is too often, 0 where it is not."""
    for rate in settings.LIMITS[what].split():
        count, seconds = _rate(what, rate)
        now = int(time.time())
        if _count(f"limit:{what}:{_who(request)}:{seconds}:{now // seconds}", seconds) > count:
            return seconds - now % seconds
    return 0


def _rate(what: str, rate: str) -> tuple[int, int]:
    match = RATE.fullmatch(rate)
    if match is None:
        raise ImproperlyConfigured(f"LIMITS: {what}={rate} is no rate; write it as 30/minute, 100/hour or 500/day.")
    return int(match[1]), SECONDS[match[2]]


def _who(request: HttpRequest) -> str:
    return f"a{request.user.pk}" if request.user.is_authenticated else f"i{neighbourhood(address(request))}"


def _count(key: str, seconds: int) -> int:
    cache.add(key, 0, 2 * seconds)
    try:
        return cache.incr(key)
    except ValueError:  # it fell out of the cache meanwhile
        return 1


def too_often(request: HttpRequest, seconds: int) -> HttpResponse:
    """Say that somebody has to wait: a page for who reads pages, a sentence for a script."""
    if "text/html" in request.headers.get("Accept", ""):
        return too_many_requests(request, wait=seconds)
    return told(HttpResponse(TOO_OFTEN, status=429, content_type="text/plain"), seconds)


def told(response: HttpResponse, seconds: int) -> HttpResponse:
    """Tell in a response’s header how long to wait."""
    response["Retry-After"] = str(seconds)
    return response
