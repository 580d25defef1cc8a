"""The states of an article, from the first draft on: which follows which, and when its page is there for readers."""

from __future__ import annotations

import datetime

from django.utils import timezone

from wiki.pages.sheets.types import BadValue, moment
from wiki.pages.state import PageState, by_field
from wiki.spoilers.condition import Condition
from wiki.spoilers.embargo import until

DRAFT, REVIEW, SCHEDULED, PUBLISHED, WITHDRAWN = STATES = ("Draft", "In review", "Scheduled", "Published", "Withdrawn")
OUT = (SCHEDULED, PUBLISHED)
# From each state, those that may follow.
NEXT = {
    DRAFT: (REVIEW, SCHEDULED, PUBLISHED),
    REVIEW: (DRAFT, SCHEDULED, PUBLISHED),
    SCHEDULED: (DRAFT, SCHEDULED, PUBLISHED, WITHDRAWN),
    PUBLISHED: (WITHDRAWN,),
    WITHDRAWN: (DRAFT, SCHEDULED, PUBLISHED),
}
# What a writer does by themselves; the rest is for editors.
BY_WRITERS = (DRAFT, REVIEW)


def state_now(state: PageState, now: datetime.datetime | None = None) -> str:
    """Give the state of an article at a moment, or now: what was scheduled is published when its time has come."""
    told = _ungated(state, "status")
    if told not in STATES:
        return DRAFT
    if told not in OUT:
        return told
    at = published_at(state)
    if at is None:
        return DRAFT
    return PUBLISHED if at <= (now or timezone.now()) else SCHEDULED


def published_at(state: PageState) -> datetime.datetime | None:
    """Give the minute at which an article is or will be out, if it has one."""
    try:
        return moment(_ungated(state, "published"))
    except BadValue:
        return None


def _ungated(state: PageState, field: str) -> str:
    """Give a value of the workflow; one behind a gate counts for nobody."""
    values = [entry.values[0] for entry in by_field(state.sheet).get(field, ()) if not entry.gate]
    return values[-1] if values else ""


def embargo(page: int, state: PageState, now: datetime.datetime) -> Condition | None:
    """Give what the page of an article waits for at a moment; nothing when it is out."""
    told = state_now(state, now)
    if told == PUBLISHED:
        return None
    return until(page, published_at(state) if told == SCHEDULED else None)
