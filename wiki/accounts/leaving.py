"""Closing an account: the row stays, because what its person wrote stands under it, and everything else goes."""

from __future__ import annotations

import datetime
import secrets
from collections.abc import Callable
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from wiki.accounts import naming, roles
from wiki.accounts.models import DiffStyle, OldName, Theme
from wiki.accounts.names import NEUTRAL

Forget = Callable[[Any], None]
_listeners: list[Forget] = []


def register(forget: Forget) -> None:
    """Add a function that deletes what an app keeps of somebody, but for what others read."""
    if forget not in _listeners:
        _listeners.append(forget)


@transaction.atomic
def close(*, person: Any) -> str:
    """Strip an account of all that tells who it was; return the neutral name that is left. Twice is like once.

    Raises LastAdministrator.
    """
    roles.lock_administrators()
    locked = get_user_model()._default_manager.select_for_update().get(pk=person.pk)
    if locked.closed_at:
        return str(locked.username)
    if roles.is_last_administrator(locked):
        raise roles.LastAdministrator
    for forget in _listeners:
        forget(locked)
    _leave_names(locked)
    _strip(locked)
    naming.tell(locked)
    return str(locked.username)


@transaction.atomic
def forget_unconfirmed(*, days: int) -> int:
    """Delete sign-ups whose code nobody entered for so long; return how many. Nothing was ever written under them."""
    before = timezone.now() - datetime.timedelta(days=days)
    people = get_user_model()._default_manager.filter(last_login=None, is_staff=False, date_joined__lt=before)
    addresses = EmailAddress.objects.filter(user=OuterRef("pk"))
    waiting = people.filter(Exists(addresses), ~Exists(addresses.filter(verified=True)), closed_at=None)
    return int(waiting.delete()[1].get("accounts.User", 0))


def _leave_names(person: Any) -> None:
    """Keep digests of the names, so that nobody comes back as them; not whose they were."""
    OldName.objects.update_or_create(digest=naming.digest(person.username))
    OldName.objects.filter(person=person).update(person=None)


def _strip(person: Any) -> None:
    person.likeness = ""
    person.username = f"{NEUTRAL}-{secrets.token_hex(4)}"
    person.first_name = person.last_name = person.email = person.time_zone = ""
    person.theme, person.diff_style = Theme.SYSTEM, DiffStyle.TWO
    person.is_active = person.is_staff = person.is_superuser = False
    person.last_login = person.renamed_at = None
    person.closed_at = timezone.now()
    person.set_unusable_password()
    person.groups.clear()
    person.user_permissions.clear()
    person.save()
