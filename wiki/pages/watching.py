"""Following pages, and the address under which a feed reader follows them."""

from __future__ import annotations

import secrets
from typing import Any

from django.db.models import Max
from django.http import Http404

from wiki.notifications.telling import tell
from wiki.pages.models import FeedToken, Page, Revision, Watch
from wiki.spoilers.backends import ReaderBackend
from wiki.spoilers.bookmarks import account
from wiki.spoilers.lens import Lens

CATEGORY = "watched"  # see notices.py


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


def lens_of(token: str) -> Lens:
    """Give the lens that a feed is read through. Raises Http404 for a token that leads nowhere."""
    if not token:
        return Lens.empty
    owner = owner_of(token)
    if owner is None:
        raise Http404
    return account(owner).lens


def tell_of(revision: Revision) -> None:
    """Tell who watches the page of a new revision, but its author."""
    people = Watch.objects.filter(page=revision.page_id).exclude(person=revision.author_id)
    if ids := list(people.values_list("person_id", flat=True)):
        tell(category=CATEGORY, people=ids, subject=revision.public_id, group=str(revision.page_id))
