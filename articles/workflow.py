"""Brings an article from one state into the next: each step is a revision of its page."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from articles import previews, rules
from articles.kind import ARTICLE
from articles.models import Article
from articles.states import DRAFT, NEXT, OUT, PUBLISHED, SCHEDULED, WITHDRAWN, published_at, state_now
from wiki.pages import editing, record
from wiki.pages.cleaning import Refusal, Refused
from wiki.pages.editing import Edit, MayNotEdit, Saved
from wiki.pages.looking import Editable
from wiki.pages.models import Page, Revision
from wiki.pages.refusing import refuse_taken
from wiki.pages.sheets.types import written_moment
from wiki.pages.state import PageState, SheetEntry, by_field
from wiki.spoilers import dates
from wiki.spoilers.lens import Lens
from wiki.spoilers.locks import one_writer

ALREADY = "This article is {} already."
NOT_FROM_HERE = "An article that is {} cannot become {}."
NO_SOURCE = "An article needs at least one source to be published. Add it under “Sources”, and try again."


@transaction.atomic
def move_on(
    page: int, *, to: str, person: Any, lens: Lens, at: datetime.datetime | None = None, note: str = ""
) -> Saved:
    """Bring an article into another state. Published at a time to come, it is scheduled.

    Raises Refused with the reason, or MayNotEdit.
    """
    one_writer()
    found = Editable(Page.objects.select_related("current").get(pk=page), lens)
    at, to = _when(found.state, to, at)
    now = state_now(found.state)
    if not rules.may_move(person, found.page, now=now, to=to):
        raise MayNotEdit
    _check(found.state, now, to)
    edit = Edit(_in_state(found.state, to, at), person, lens, base=found.base, summary=_summary(to, at, note))
    edit = replace(edit, action=Revision.Action.STATUS, unlocks=True)
    if to in OUT:
        refuse_taken(found.state, found.page, lens, also_own=True)
    saved = editing.edit_page(page=page, edit=edit)
    if to in (PUBLISHED, WITHDRAWN):
        previews.revoke_all(found.page)
    settle()
    return saved


def _when(state: PageState, to: str, at: datetime.datetime | None) -> tuple[datetime.datetime | None, str]:
    """Give the minute of publishing and the state that goes with it; what was published once keeps its date."""
    if to not in OUT:
        return published_at(state) if to != DRAFT else None, to
    before = published_at(state)
    if at is None and before and state_now(state) not in OUT and before <= timezone.now():
        at = before
    at = (at or timezone.now()).replace(second=0, microsecond=0)
    return at, SCHEDULED if at > timezone.now() else PUBLISHED


def _check(state: PageState, now: str, to: str) -> None:
    if to == now and to not in NEXT[now]:
        raise Refused([Refusal("page", 0, ALREADY.format(now.lower()))])
    if to not in NEXT[now]:
        raise Refused([Refusal("page", 0, NOT_FROM_HERE.format(now.lower(), to.lower()))])
    if to in OUT and not by_field(state.sheet).get("sources"):
        raise Refused([Refusal("page", 0, NO_SOURCE)])


def _in_state(state: PageState, to: str, at: datetime.datetime | None) -> PageState:
    others = [entry for entry in state.sheet if entry.field not in ("status", "published")]
    told = [SheetEntry("status", (to,)), *([SheetEntry("published", (written_moment(at),))] if at else [])]
    return replace(state, sheet=ARTICLE.sheet.sorted([*others, *told]))


def _summary(to: str, at: datetime.datetime | None, note: str) -> str:
    """Say the step in words, with what its maker adds."""
    when = f" for {date_format(dates.site_time(at), 'j F Y, H:i')}" if to == SCHEDULED and at else ""
    said = " ".join(note.split())[: editing.SUMMARY_MAX - 60]
    return f"{to}{when}" + (f": {said}" if said else "")


def settle() -> int:
    """Free the names of articles whose time has come from what they waited for; return how many there were.

    They are there for readers without it. But each waits behind a gate of its own, and all gates are looked through for
    every list.
    """
    due = Article.objects.filter(status=SCHEDULED, is_held=False, published_at__lte=timezone.now())
    return record.rebuild(Page.objects.filter(pk__in=list(due.values_list("page", flat=True))))
