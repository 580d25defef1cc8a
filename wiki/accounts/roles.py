"""The roles that people have, as Django groups, and what each of them may do."""

from __future__ import annotations

from fnmatch import fnmatch
from typing import Any

from django.apps import AppConfig, apps
from django.contrib.auth.models import Group, Permission
from django.db import models, transaction

TRUSTED, DISTRUSTED = "Trusted", "Trust withdrawn"
MODERATORS, ADMINISTRATORS = "Moderators", "Administrators"

# Patterns of permissions, "app.codename".
MAY: dict[str, tuple[str, ...]] = {
    TRUSTED: ("pages.edit_trusted",),
    DISTRUSTED: (),
    MODERATORS: (
        *("pages.edit_trusted", "pages.moderate", "articles.publish", "accounts.view_user", "accounts.change_user"),
        *("spoilers.add_*", "spoilers.change_*", "spoilers.view_*", "pages.view_*", "moderation.*", "discussion.*"),
    ),
    ADMINISTRATORS: ("*",),
}


class Role(models.TextChoices):
    """What somebody with an account is, from the least to the most."""

    NEW = "new", "new"
    TRUSTED = "trusted", "trusted"
    MODERATOR = "moderator", "moderator"
    ADMINISTRATOR = "administrator", "administrator"


GROUP_OF = {Role.TRUSTED: TRUSTED, Role.MODERATOR: MODERATORS, Role.ADMINISTRATOR: ADMINISTRATORS}


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
    groups = set(person.groups.values_list("name", flat=True))
    return next((role for role in reversed(Role) if GROUP_OF.get(role) in groups), Role.NEW)


@transaction.atomic
def give(person: Any, role: str) -> None:
    """Make somebody what they are from now on. Who is new again does not become trusted by themselves."""
    person.groups.remove(*Group.objects.filter(name__in=[*GROUP_OF.values(), DISTRUSTED]))
    group = GROUP_OF.get(Role(role), DISTRUSTED)
    person.groups.add(Group.objects.get(name=group))
    person.is_staff = role in (Role.MODERATOR, Role.ADMINISTRATOR)
    person.save(update_fields=["is_staff"])
    forget(person)


def forget(person: Any) -> None:
    """Have what somebody may do looked up anew: Django keeps it on the object."""
    for name in ("_perm_cache", "_user_perm_cache", "_group_perm_cache"):
        person.__dict__.pop(name, None)


def is_distrusted(person: Any) -> bool:
    """Tell whether trust was withdrawn from somebody."""
    return bool(person.groups.filter(name=DISTRUSTED).exists())
