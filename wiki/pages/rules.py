"""Who may do what with a page."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

from wiki.pages.models import Image, Page, Protection

Person = AbstractBaseUser | AnonymousUser


def may_moderate(person: Person) -> bool:
    """Delete, restore, merge and protect pages, and roll back."""
    return bool(person.is_authenticated and person.has_perm("pages.moderate"))


def may_write(person: Person) -> bool:
    """Create pages, and edit those that are open."""
    return bool(person.is_authenticated or settings.ANONYMOUS_EDITS)


def may_edit(person: Person, page: Page) -> bool:
    """The one predicate that honours a page's protection."""
    if page.protection == Protection.MODERATORS:
        return may_moderate(person)
    if page.protection == Protection.TRUSTED:
        return may_moderate(person) or bool(person.is_authenticated and person.has_perm("pages.edit_trusted"))
    if page.protection == Protection.ACCOUNTS:
        return person.is_authenticated
    return may_write(person)


def may_upload(person: Person) -> bool:
    return person.is_authenticated


def may_remove(person: Person, image: Image) -> bool:
    """Take a picture away: who sent it, and moderators."""
    return (person.is_authenticated and image.uploader_id == person.pk) or may_moderate(person)
