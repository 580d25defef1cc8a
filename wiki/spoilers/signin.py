"""Keeps a reader's place when they sign in: what this browser knew fills what the account does not know yet."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from wiki.spoilers.bookmarks import from_labels, read_cookie, write_row
from wiki.spoilers.calendar import current
from wiki.spoilers.models import Bookmark


@receiver(user_logged_in)
def keep_places(sender: object, request: HttpRequest | None, user: Any, **kwargs: object) -> None:
    """Copy the cookie's places. Where the account has a place of its own, that one stays, never raised unasked."""
    raw = read_cookie(request) if request is not None else {}
    if not raw:
        return
    known = set(Bookmark.objects.filter(user=user).values_list("work_id", flat=True))
    places = from_labels(raw, current())
    taken = [place for place in places if place.work.id not in known]
    for place in taken:
        write_row(user, place)
    if taken and request is not None:
        told = ", ".join(map(str, taken))
        messages.info(request, f"Your account took over where this browser was: {told}. “change” moves it.")
    differing = [str(place) for place in places if place.work.id in known]
    if differing and request is not None:
        messages.info(
            request,
            f"This browser was at {', '.join(differing)}; your account’s own place was kept. “change” moves it.",
        )
