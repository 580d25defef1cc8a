"""Who may do what with a page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

from wiki.pages.kinds import Kind
from wiki.pages.models import Eyes, Image, Page, Protection

Person = AbstractBaseUser | AnonymousUser


# Given a person and a kind of page (or “talk”, “images”), each says why they are kept from it, "" if they are not.
_barriers: list[Callable[[Any, str], str]] = []


def register_barrier(barrier: Callable[[Any, str], str]) -> None:
    """Add a function that may keep people from writing. An app calls this in its `AppConfig.ready`."""
    if barrier not in _barriers:
        _barriers.append(barrier)


def barred(person: Person, what: str) -> str:
    """Say why somebody is kept from a kind of page, or from “talk” or “images”; "" if they are not."""
    return next(filter(None, (barrier(person, what) for barrier in _barriers)), "")


def account(person: Any) -> Any:
    """Give the account of a person, None for somebody without one."""
    return person if person is not None and person.is_authenticated else None


def nobody() -> AnonymousUser:
    """Give somebody without an account."""
    return AnonymousUser()


def is_trusted(person: Person) -> bool:
    """Have come to be known: what they save does not wait, and they may edit what is protected from the new."""
    return may_moderate(person) or bool(person.is_authenticated and person.has_perm("pages.edit_trusted"))


def may_moderate(person: Person) -> bool:
    """Delete, restore, merge and protect pages, and roll back."""
    return bool(person.is_authenticated and person.has_perm("pages.moderate"))


def may_see_hidden(person: Any, eyes: str) -> bool:
    """See a part of a revision that is for some eyes alone."""
    if not eyes:
        return True
    if person is None or not may_moderate(person):
        return False
    return eyes == Eyes.MODERATORS or bool(person.has_perm("accounts.delete_user"))


def may_write(person: Person) -> bool:
    """Create pages, and edit those that are open."""
    return bool(person.is_authenticated or settings.ANONYMOUS_EDITS)


def may_create(person: Person, kind: Kind) -> bool:
    """Create a page of a kind. One that waits before it is out needs somebody to whom it is there meanwhile."""
    return may_write(person) and bool(person.is_authenticated or not kind.embargo) and not barred(person, kind.name)


def may_edit(person: Person, page: Page) -> bool:
    """The one predicate that honours a page's protection, and blocks."""
    return _passes(person, page) and not barred(person, page.kind)


def _passes(person: Person, page: Page) -> bool:
    if page.protection_now == Protection.MODERATORS:
        return may_moderate(person)
    if page.protection_now == Protection.TRUSTED:
        return is_trusted(person)
    if page.protection_now == Protection.ACCOUNTS:
        return person.is_authenticated
    return may_write(person)


def may_upload(person: Person) -> bool:
    return person.is_authenticated and not barred(person, "images")


def may_remove(person: Person, image: Image) -> bool:
    """Take a picture away: who sent it, and moderators."""
    return (person.is_authenticated and image.uploader_id == person.pk) or may_moderate(person)
