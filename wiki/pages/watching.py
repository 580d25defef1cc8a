"""Following pages, and the address under which a feed reader follows them."""

from __future__ import annotations

import secrets
from typing import Any

from django.db.models import Max

from wiki.pages.models import FeedToken, Page, Revision, Watch
from wiki.spoilers.backends import ReaderBackend


def watch(person: Any, page: Page) -> None:
    Watch.objects.get_or_create(person=person, page=page, defaults={"seen": _last()})


def unwatch(person: Any, page: Page) -> None:
    Watch.objects.filter(person=person, page=page).delete()


def is_watched(person: Any, page: Page) -> bool:
    return bool(person.is_authenticated and Watch.objects.filter(person=person, page=page).exists())


def mark_read(person: Any) -> None:
    Watch.objects.filter(person=person).update(seen=_last())


def _last() -> int:
    return Revision.objects.aggregate(last=Max("pk"))["last"] or 0


def token_of(person: Any) -> str:
    """Give a person's feed token, "" when they have none."""
    return FeedToken.objects.filter(person=person).values_list("token", flat=True).first() or ""


def new_token(person: Any) -> None:
    """Make a token; an old one leads nowhere from now on."""
    FeedToken.objects.update_or_create(person=person, defaults={"token": secrets.token_urlsafe(24)})


def revoke_token(person: Any) -> None:
    FeedToken.objects.filter(person=person).delete()


def owner_of(token: str) -> Any:
    """Give the person of a feed token with their bookmarks, None for one that leads nowhere."""
    tokens = FeedToken.objects.filter(token=token) if token.isprintable() else FeedToken.objects.none()
    pk = tokens.values_list("person_id", flat=True).first()
    return ReaderBackend().get_user(pk) if pk else None
