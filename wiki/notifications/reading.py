"""Somebody's notices, as far as they exist through their lens."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from wiki import markup
from wiki.notifications import categories
from wiki.notifications.categories import Category, Receiver, Words
from wiki.notifications.models import Notice

# More unread lines than this are not counted.
MOST = 99
BATCH = 200


class Seen(NamedTuple):
    """A notice that is there for its receiver, and what puts it into words."""

    notice: Notice
    category: Category
    words: Words


@dataclass(frozen=True)
class Line:
    """What is told at once: one notice, or several of one group."""

    ids: tuple[str, ...]
    category: Category
    text: str
    url: str
    title: str
    excerpt: str
    at: datetime.datetime
    is_read: bool

    @property
    def lead(self) -> str:
        """The first words of the text, plain."""
        return markup.lead(self.excerpt)


def seen(notices: Iterable[Notice], receiver: Receiver) -> list[Seen]:
    """Keep the notices that exist for their receiver. Each category looks once."""
    notices = list(notices)
    found = []
    for category in categories.all_categories():
        mine = [one for one in notices if one.category == category.name]
        told = categories.look(category.name, {one.subject for one in mine}, receiver)
        found += [Seen(one, category, told[one.subject]) for one in mine if one.subject in told]
    return found


def folded(found: Iterable[Seen]) -> list[Line]:
    """Put notices into lines, the unread first, the last first: of those that are told late, one for each group."""
    groups: dict[tuple[object, ...], list[Seen]] = {}
    for one in found:
        groups.setdefault(_key(one), []).append(one)
    lines = [_line(sorted(some, key=lambda one: (one.notice.made_at, one.notice.pk))) for some in groups.values()]
    return sorted(lines, key=lambda line: (not line.is_read, line.at, line.ids), reverse=True)


def _key(one: Seen) -> tuple[object, ...]:
    notice = one.notice
    if notice.group and (notice.is_late or one.category.folds):
        return one.category.name, notice.group, notice.is_late, notice.read_at is not None
    return (notice.pk,)


def _line(some: list[Seen]) -> Line:
    """Write the line of one group, the first first: it leads to the first."""
    category, told, last = some[0].category, some[0].words(), some[-1].notice
    is_one = len(some) == 1
    text = told.line if is_one else category.counted(len(some), told.title)
    if last.is_late:
        text = f"{category.counted(len(some), told.title)} that you can read now"
    return Line(
        ids=tuple(one.notice.pk for one in some),
        category=category,
        text=text,
        url=told.url,
        title=told.title,
        excerpt=told.text if is_one else "",
        at=last.made_at,
        is_read=last.read_at is not None,
    )


def lines(receiver: Receiver) -> list[Line]:
    """Give everything that somebody is told, in lines."""
    return folded(seen(Notice.objects.filter(person=receiver.person), receiver))


def unread_count(receiver: Receiver) -> int:
    """Count the lines that somebody has not read, up to one more than MOST. One query where there is nothing."""
    unread = Notice.objects.filter(person=receiver.person, read_at=None).order_by("-made_at", "pk")
    found: set[tuple[object, ...]] = set()
    for start in itertools.count(0, BATCH):
        batch = list(unread[start : start + BATCH])
        found |= {_key(one) for one in seen(batch, receiver)}
        if len(batch) < BATCH or len(found) > MOST:
            break
    return min(len(found), MOST + 1)
