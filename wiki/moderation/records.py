"""What a moderator wants to know of somebody before deciding on what they sent."""

from __future__ import annotations

import datetime
from collections import Counter
from dataclasses import dataclass
from typing import Any

from wiki.accounts import roles
from wiki.moderation import blocks, reports
from wiki.pages import changes, pending
from wiki.pages.changes import Filters
from wiki.spoilers.lens import Lens

LAST = 100


@dataclass(frozen=True)
class Record:
    """Somebody's record, as far as a moderator may know of what they did. Numbers of the last hundred of each."""

    name: str
    role: str
    joined: datetime.datetime
    edits: int
    approved: int
    rejected: int
    confirmed: int
    lifted: int
    is_blocked: bool


def record_of(person: Any, lens: Lens) -> Record | None:
    """Give somebody's record, None for people without an account."""
    if person is None:
        return None
    sent = Counter(view.row.state for view in pending.of_person(person, lens, LAST))
    reported = Counter(view.row.state for view in reports.of_person(person, lens, LAST) if view.is_open)
    return Record(
        name=person.get_username(),
        role=roles.role_of(person).label,
        joined=person.date_joined,
        edits=len(changes.changes(lens, Filters(author=person.pk), count=LAST).all),
        approved=sent["approved"],
        rejected=sent["rejected"],
        confirmed=reported["confirmed"],
        lifted=reported["lifted"] + reported["dismissed"],
        is_blocked=blocks.active().filter(person=person).exists(),
    )
