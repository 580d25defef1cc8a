"""The roles that people have, as Django groups, and what each of them may do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fnmatch import fnmatch
from typing import Any

from django.apps import AppConfig, apps
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.db import models, transaction
from django.db.models import Q, QuerySet

TRUSTED, DISTRUSTED, EDITORS = "Trusted", "Trust withdrawn", "Editors"
MODERATORS, ADMINISTRATORS = "Moderators", "Administrators"

# Patterns of permissions, "app.codename".
MAY: dict[str, tuple[str, ...]] = {
    TRUSTED: ("pages.edit_trusted",),
    DISTRUSTED: (),
    EDITORS: ("pages.edit_trusted", "articles.publish"),
    MODERATORS: (
        *("pages.edit_trusted", "pages.moderate", "articles.publish", "accounts.view_user", "accounts.change_user"),
        *("accounts.view_profile", "accounts.change_profile"),
        *("spoilers.add_*", "spoilers.change_*", "spoilers.view_*", "pages.view_*", "moderation.*", "discussion.*"),
    ),
    ADMINISTRATORS: ("*",),
}


class Role(models.TextChoices):
    """What somebody with an account is, from the least to the most. It is all that they are: each is one group."""

    DISTRUSTED = "distrusted", "trust withdrawn"
    NEW = "new", "new"
    TRUSTED = "trusted", "trusted"
    EDITOR = "editor", "editor"
    MODERATOR = "moderator", "moderator"
    ADMINISTRATOR = "administrator", "administrator"


GROUP_OF = {
    Role.DISTRUSTED: DISTRUSTED,
    Role.TRUSTED: TRUSTED,
    Role.EDITOR: EDITORS,
    Role.MODERATOR: MODERATORS,
    Role.ADMINISTRATOR: ADMINISTRATORS,
}
STAFF = (Role.MODERATOR, Role.ADMINISTRATOR)
# What moderators give and take; the rest is for administrators.
TRUST = (Role.DISTRUSTED, Role.NEW, Role.TRUSTED)


class MayNotGive(Exception):
    """Somebody may not make this person what they want to make them."""


class LastAdministrator(MayNotGive):
    """Nobody would be left who can do everything."""


@dataclass(frozen=True)
class Change:
    """Somebody made a person something else, and why."""

    by: Any
    person: Any
    before: Role
    after: Role
    why: str


_listeners: list[Callable[[Change], None]] = []


def register(listener: Callable[[Change], None]) -> None:
    """Have a function told of every change. An app calls this in its `AppConfig.ready`."""
    if listener not in _listeners:
        _listeners.append(listener)


def make_groups(sender: AppConfig, **kwargs: object) -> None:
    """Make the groups, once all permissions are there: after the migrations of the last app."""
    if sender is not list(apps.get_app_configs())[-1]:
        return
    known = {f"{app}.{name}": pk for app, name, pk in _permissions()}
    for group, patterns in MAY.items():
        row, _ = Group.objects.get_or_create(name=group)
        row.permissions.add(*(pk for name, pk in known.items() if any(fnmatch(name, one) for one in patterns)))


def _permissions() -> Any:
    return Permission.objects.values_list("content_type__app_label", "codename", "pk")


def role_of(person: Any) -> Role:
    """Give the highest role that somebody has."""
    if person.is_superuser:
        return Role.ADMINISTRATOR
    groups = {group.name for group in person.groups.all()}
    return next((role for role in reversed(Role) if GROUP_OF.get(role) in groups), Role.NEW)


def is_administrator(person: Any) -> bool:
    return role_of(person) == Role.ADMINISTRATOR


def is_staff(person: Any) -> bool:
    """Tell whether somebody moderates or administers, or was let into the admin by other means."""
    return bool(person.is_staff) or role_of(person) in STAFF


def administrators() -> QuerySet[Any]:
    """Give all who can do everything."""
    grouped = Group.objects.filter(name=ADMINISTRATORS).values("user")
    people = get_user_model()._default_manager.filter(is_active=True)
    return people.filter(Q(is_superuser=True) | Q(pk__in=grouped))


def lock_administrators() -> None:
    """Let nobody else make or unmake an administrator before this is done: two could unmake each other at once."""
    list(administrators().select_for_update().order_by("pk"))


def is_last_administrator(person: Any) -> bool:
    return is_administrator(person) and not administrators().exclude(pk=person.pk).exists()


def choices_for(by: Any, person: Any) -> list[Role]:
    """List the roles that somebody may give a person, the one that they have among them; none where they may not."""
    before = role_of(person)
    if by.pk == person.pk or person.closed_at:
        return []
    if is_administrator(by):
        return list(Role)
    return list(TRUST) if role_of(by) == Role.MODERATOR and before in TRUST and not is_staff(person) else []


@transaction.atomic
def change(*, person: Any, role: str, by: Any, why: str) -> None:
    """Make somebody what they are from now on, and tell of it. Raises MayNotGive, LastAdministrator."""
    lock_administrators()
    people = get_user_model()._default_manager
    # Both as they are by now: who gives may have been unmade meanwhile.
    person, by = people.get(pk=person.pk), people.get(pk=by.pk)
    before, after = role_of(person), Role(role)
    if after not in choices_for(by, person):
        raise MayNotGive
    if after == before:
        return
    if is_last_administrator(person):
        raise LastAdministrator
    give(person, after)
    for listener in _listeners:
        listener(Change(by, person, before, after, why))


@transaction.atomic
def give(person: Any, role: str) -> None:
    """Make somebody what they are from now on: nothing that they were allowed before is left."""
    group = GROUP_OF.get(Role(role))
    person.groups.set(Group.objects.filter(name=group) if group else ())
    person.user_permissions.clear()
    person.is_staff = role in STAFF
    person.is_superuser = person.is_superuser and role == Role.ADMINISTRATOR
    person.save(update_fields=["is_staff", "is_superuser"])
    forget(person)


def forget(person: Any) -> None:
    """Have what somebody may do looked up anew: Django keeps it on the object."""
    for name in ("_perm_cache", "_user_perm_cache", "_group_perm_cache"):
        person.__dict__.pop(name, None)


def is_distrusted(person: Any) -> bool:
    """Tell whether trust was withdrawn from somebody."""
    return bool(person.groups.filter(name=DISTRUSTED).exists())
