"""Makes people trusted who have been here for some days and whose edits were kept."""

from __future__ import annotations

import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.db.models import F, QuerySet
from django.utils import timezone

from wiki.accounts import roles
from wiki.pages.models import Name, Revision
from wiki.spoilers.lens import Lens
from wiki.spoilers.models import Gate, Release


def consider(person: Any) -> None:
    """Make somebody trusted if they have come to deserve it, and trust was not withdrawn from them."""
    if not person.is_authenticated or not _is_old_enough(person) or person.has_perm("pages.edit_trusted"):
        return
    if accepted_edits(person) >= settings.TRUST_AFTER_EDITS and not roles.is_distrusted(person):
        person.groups.add(Group.objects.get(name=roles.TRUSTED))
        roles.forget(person)


def _is_old_enough(person: Any) -> bool:
    return bool(person.date_joined <= timezone.now() - datetime.timedelta(days=settings.TRUST_AFTER_DAYS))


def accepted_edits(person: Any) -> int:
    """Count what somebody saved on pages where nothing was rolled back since.

    Only what others could read and let stand: not seals, which everybody's reports put on, nor what is deleted, nor
    pages that are not out yet, where nobody else looks.
    """
    rolled_back = {"page__revisions__action": Revision.Action.ROLLBACK, "page__revisions__pk__gt": F("pk")}
    saved = Revision.objects.filter(author=person, page__in=_out()).exclude(action=Revision.Action.SEAL)
    return saved.count() - saved.filter(**rolled_back).distinct().count()


def _out() -> QuerySet[Any]:
    """Give the pages that exist for who has seen everything and holds no pass."""
    all_seen = Lens(frozenset(Release.objects.values_list("pk", flat=True)))
    return Name.objects.visible_to(Gate.objects.open_to(all_seen)).values("page")
