"""The people who are told, with the lens that they have now."""

from __future__ import annotations

import datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.utils import timezone

from wiki.notifications.categories import Receiver
from wiki.spoilers.backends import ReaderBackend
from wiki.spoilers.bookmarks import account


def receiver(person: int) -> Receiver | None:
    """Give an active person with their lens of this moment, None for somebody who has left."""
    user = ReaderBackend().get_user(person)
    return Receiver(user, account(user).lens) if user else None


def local_time(person: Any) -> datetime.datetime:
    """Give the time where a person is, as far as their account says; else the site's."""
    name = getattr(person, "time_zone", "") or settings.TIME_ZONE
    try:
        return timezone.localtime(timezone=ZoneInfo(name))
    except (ZoneInfoNotFoundError, ValueError):
        return timezone.localtime()
