"""Giving names to people: which are free, and what a new one leaves behind."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from wiki.accounts import names
from wiki.accounts.models import OldName

TAKEN = "This name is taken, or looks like one that is; choose another one."
TOO_SOON = "Your name was changed not long ago; it cannot change again yet."
Renamed = Callable[[Any], None]
_listeners: list[Renamed] = []


class TooSoon(ValidationError):
    """The last change of a name is not long ago."""


def register(listener: Renamed) -> None:
    """Add a function that is told when somebody has another name, to throw away what holds the old one."""
    if listener not in _listeners:
        _listeners.append(listener)


def tell(person: Any) -> None:
    """Tell the other apps that somebody has another name."""
    for listener in _listeners:
        listener(person)


def digest(name: str) -> str:
    """Give what is kept of a name that nobody has any more. It cannot be read back."""
    return salted_hmac("wiki.accounts.naming", names.likeness(name), algorithm="sha256").hexdigest()


def check(name: str, person: Any = None) -> None:
    """Refuse what nobody, or not this person, can be called. Raises ValidationError."""
    names.validate(name)
    people = get_user_model()._default_manager.filter(likeness=names.likeness(name))
    old = OldName.objects.filter(digest=digest(name))
    if person is not None:  # a name of one's own is free
        people, old = people.exclude(pk=person.pk), old.exclude(person__isnull=False, person=person.pk)
    if people.exists() or old.exists():
        raise ValidationError(TAKEN)


def free_from(person: Any) -> datetime.datetime | None:
    """Tell from when on somebody can take another name, None for now."""
    if person.renamed_at is None:
        return None
    day: datetime.datetime = person.renamed_at + datetime.timedelta(days=settings.RENAME_DAYS)
    return day if day > timezone.now() else None


@transaction.atomic
def rename(*, person: Any, name: str) -> None:
    """Give somebody another name. The old one leads to the new one, and nobody else gets it.

    Raises ValidationError for a name that is not free, and TooSoon.
    """
    locked = get_user_model()._default_manager.select_for_update().get(pk=person.pk)
    if name == locked.username:
        return
    if free_from(locked):
        raise TooSoon(TOO_SOON)
    check(name, locked)
    _leave_name(locked)
    OldName.objects.filter(digest=digest(name), person=locked).delete()
    locked.username, locked.likeness, locked.renamed_at = name, "", timezone.now()
    try:
        with transaction.atomic():
            locked.save(update_fields=["username", "likeness", "renamed_at"])
    except IntegrityError as error:  # somebody else was quicker
        raise ValidationError(TAKEN) from error
    tell(locked)


def _leave_name(person: Any) -> None:
    OldName.objects.update_or_create(digest=digest(person.username), defaults={"person": person})


def now_called(name: str) -> str:
    """Give what somebody is called now who had this name once, "" where there is nobody."""
    if not name.isprintable():
        return ""
    found = OldName.objects.filter(digest=digest(name), person__is_active=True)
    return found.values_list("person__username", flat=True).first() or ""
