"""Decides which notices are mailed: at once, in a digest, or not (yet)."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone

from wiki.notifications import mails, marking, reading
from wiki.notifications.categories import Receiver
from wiki.notifications.models import How, MailPlan, Notice
from wiki.notifications.reading import Seen
from wiki.notifications.receivers import local_time, receiver

MONDAY = 0


def sort_out(ids: list[str]) -> list[str]:
    """Look at new notices: those that their receivers cannot see are late. Give those to be mailed at once."""
    new = Notice.objects.filter(pk__in=ids, read_at=None, mailed_at=None).order_by("pk")
    by_person: dict[int, list[Notice]] = {}
    for notice in new:
        by_person.setdefault(notice.person_id, []).append(notice)
    return [pk for person, notices in by_person.items() for pk in _instant(person, notices)]


def _instant(person: int, notices: list[Notice]) -> list[str]:
    found = receiver(person)
    if found is None:
        return []
    seen = reading.seen(notices, found)
    _set_late(notices, seen)
    if not mails.may_be_mailed(found.person):
        return []
    ways = marking.how(person)
    return [one.notice.pk for one in seen if ways[one.category.name] == How.INSTANT]


def _set_late(notices: list[Notice], seen: list[Seen]) -> None:
    """Remember which notices were not there for their receiver."""
    shown = {one.notice.pk for one in seen}
    hidden = [one.pk for one in notices if one.pk not in shown and not one.is_late]
    Notice.objects.filter(pk__in=hidden).update(is_late=True)


def mail_one(pk: str) -> bool:
    """Mail one notice, if it is still news and still there for its receiver; tell whether it was."""
    notice = Notice.objects.filter(pk=pk, read_at=None, mailed_at=None, is_late=False).first()
    found = receiver(notice.person_id) if notice else None
    if notice is None or found is None or not mails.may_be_mailed(found.person):
        return False
    seen = reading.seen([notice], found)
    _set_late([notice], seen)
    if not seen or marking.how(notice.person_id)[seen[0].category.name] != How.INSTANT or _was_mailed(seen[0]):
        return False
    _mail(found, seen, is_digest=False)
    return True


def _was_mailed(one: Seen) -> bool:
    """Tell whether a mail about the same is out already that its receiver has not followed."""
    if not one.category.folds or not one.notice.group:
        return False
    about = {"person": one.notice.person_id, "category": one.notice.category, "group": one.notice.group}
    return Notice.objects.filter(**about, read_at=None, mailed_at__isnull=False).exists()


def _mail(found: Receiver, seen: list[Seen], *, is_digest: bool) -> None:
    """Send, then remember it: a mail that comes twice is better than one that never comes."""
    mails.send(found, reading.folded(seen), is_digest=is_digest)
    Notice.objects.filter(pk__in=[one.notice.pk for one in seen]).update(mailed_at=timezone.now())


def digest(person: int, *, is_weekly: bool) -> bool:
    """Mail what somebody wants together, and what they can see only now; tell whether there was anything.

    What is newer than their hour waits for the next day: else what waits unseen, and makes their turn come, would tell
    by the day on which something else is mailed.
    """
    found = receiver(person)
    if found is None or not mails.may_be_mailed(found.person):
        return False
    ways, until = marking.how(person), _last_turn(found.person)
    waiting = Notice.objects.filter(person=person, read_at=None, mailed_at=None, made_at__lte=until)
    wanted = [one for one in waiting if _is_wanted(one, ways.get(one.category), is_weekly=is_weekly)]
    seen = reading.seen(wanted, found)
    _set_late(wanted, seen)
    if seen:
        _mail(found, seen, is_digest=True)
    return bool(seen)


def _last_turn(person: Any) -> datetime.datetime:
    """Give the last time at which it was a person's hour."""
    now = local_time(person)
    turn = now.replace(hour=marking.plan_of(person.pk).hour, minute=0, second=0, microsecond=0)
    return turn if turn <= now else turn - datetime.timedelta(days=1)


def _is_wanted(notice: Notice, how: How | None, *, is_weekly: bool) -> bool:
    if how == How.INSTANT:  # it was mailed at once, or was not there then
        return notice.is_late
    return how == How.DAILY or (how == How.WEEKLY and is_weekly)


def due() -> list[tuple[int, bool]]:
    """Give the people whose hour has come today, and whether it is their day of the week. They are so once a day."""
    people = Notice.objects.filter(read_at=None, mailed_at=None, person__is_active=True)
    found = []
    for person in people.order_by("person").values_list("person", flat=True).distinct():
        plan = marking.plan_of(person)
        is_weekly = _take_turn(plan)
        if is_weekly is not None:
            found.append((person, is_weekly))
    return found


def _take_turn(plan: MailPlan) -> bool | None:
    """Take somebody's turn of today: tell whether it is the weekly one too, or None if it is not time, or taken."""
    now = local_time(plan.person)
    today = now.date()
    if now.hour < plan.hour or (plan.digest_on and plan.digest_on >= today):
        return None
    mine = MailPlan.objects.filter(pk=plan.pk, digest_on=plan.digest_on).update(digest_on=today)
    return today.weekday() == MONDAY if mine else None
