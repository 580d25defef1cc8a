"""How often somebody may do what costs the server something, counted in the shared cache."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

MINUTE = 60
TOO_OFTEN = "This is more than one person can look at. Wait a minute, then go on."


def at_most(count: int, what: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Let an account, or an address without one, call a view `count` times a minute; answer 429 beyond that."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if _count(request, what) <= count:
                return view(request, *args, **kwargs)
            return HttpResponse(TOO_OFTEN, status=429, headers={"Retry-After": str(MINUTE)}, content_type="text/plain")

        return wrapped

    return decorate


def _count(request: HttpRequest, what: str) -> int:
    who = f"a{request.user.pk}" if request.user.is_authenticated else f"i{request.META.get('REMOTE_ADDR', '')}"
    key = f"limit:{what}:{who}:{int(time.time()) // MINUTE}"
    cache.add(key, 0, 2 * MINUTE)
    try:
        return cache.incr(key)
    except ValueError:  # it fell out of the cache meanwhile
        return 1
