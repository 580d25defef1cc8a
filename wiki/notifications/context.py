"""What every template gets: how many notices its reader has not read. Counted when a template asks, not before."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest

from wiki.notifications import reading
from wiki.notifications.categories import Receiver


def unread_notices(request: HttpRequest) -> dict[str, Callable[[], int]]:
    """Give what counts the notices, to be asked by the template."""
    return {"unread_notices": lambda: count(request)}


def count(request: Any) -> int:
    """Count what a reader has not read."""
    if not request.user.is_authenticated or not hasattr(request, "lens"):
        return 0
    return reading.unread_count(Receiver(request.user, request.lens))
