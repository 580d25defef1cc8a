"""Where somebody goes who has just signed up: to say how far they have come, unless this browser knew it already."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from wiki.spoilers.models import Bookmark


def first_page(person: Any, wanted: str) -> str:
    """Give the address of the first page after signing up; the one that was wanted is a press away from it."""
    if Bookmark.objects.filter(user=person).exists():
        return wanted
    return f"{reverse('spoilers:progress')}?{urlencode({'back': wanted})}"
