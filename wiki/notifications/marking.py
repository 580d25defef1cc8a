"""What people do with their notices: read them, and say how they want mail."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from wiki.notifications import reading
from wiki.notifications.categories import Receiver, all_categories
from wiki.notifications.models import How, MailPlan, Notice, Preference

KEPT_READ = timedelta(days=90)
KEPT = timedelta(days=400)


def mark_read(receiver: Receiver, ids: Collection[str] | None = None, *, category: str = "") -> int:
    """Mark some notices as read, or all that exist for their receiver now (of a category); return how many there were.

    What they cannot see stays unread, to be told of when they can.
    """
    wanted = Notice.objects.filter(person=receiver.person, read_at=None)
    if ids is not None:
        wanted = wanted.filter(pk__in=ids)
    if category:
        wanted = wanted.filter(category=category)
    pks = [one.notice.pk for one in reading.seen(wanted, receiver)]
    return Notice.objects.filter(pk__in=pks).update(read_at=timezone.now())


def prune() -> int:
    """Forget old notices, by their age alone; return how many there were."""
    now = timezone.now()
    read, _ = Notice.objects.filter(read_at__lte=now - KEPT_READ).delete()
    old, _ = Notice.objects.filter(made_at__lte=now - KEPT).delete()
    return read + old


def plan_of(person: int) -> MailPlan:
    """Give when somebody gets their digests; who has not chosen gets the usual."""
    return MailPlan.objects.get_or_create(person_id=person)[0]


def hour_of(person: int) -> int:
    """Give from which hour on somebody gets their digests. Asking makes no plan."""
    return (MailPlan.objects.filter(person_id=person).first() or MailPlan()).hour


def how(person: int) -> dict[str, How]:
    """Give how somebody wants mail about each category."""
    chosen = dict(Preference.objects.filter(person=person).values_list("category", "how"))
    return {one.name: How(chosen.get(one.name, one.default)) for one in all_categories()}


@transaction.atomic
def choose(person: int, *, ways: Mapping[str, str], hour: int | None = None) -> None:
    """Keep how somebody wants mail about some categories, and at what hour digests come."""
    for category, way in ways.items():
        about = {"person_id": person, "category": category}
        Preference.objects.update_or_create(**about, defaults={"how": How(way)})
    if hour is not None:
        MailPlan.objects.update_or_create(person_id=person, defaults={"hour": hour})
