"""Rolling back everything that somebody did since a time, page by page, with a look at it beforehand."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from wiki.moderation.models import Action
from wiki.pages import acts, editing, history, looking, rules
from wiki.pages.acts import Act
from wiki.pages.cleaning import Refused
from wiki.pages.editing import EditConflict, MayNotEdit
from wiki.pages.models import Revision
from wiki.pages.reading import known
from wiki.pages.state import PageState, state_of
from wiki.spoilers.lens import Lens
from wiki.spoilers.locks import one_writer
from wiki.spoilers.models import Gate

SINCE = {"hour": datetime.timedelta(hours=1), "day": datetime.timedelta(days=1), "week": datetime.timedelta(weeks=1)}
DELETED, RESTORED, UNDONE = "is deleted", "goes back", "is undone in parts"
REASON = "Rolled back"


@dataclass(frozen=True)
class Step:
    """What somebody did on one page, as a moderator sees it, and what becomes of it."""

    title: str
    url: str
    edits: int
    becomes: str


def since(name: str) -> datetime.datetime | None:
    """Give the moment that a choice stands for; None for all time."""
    return timezone.now() - SINCE[name] if name in SINCE else None


def plan(person: Any, start: datetime.datetime | None, lens: Lens) -> list[Step]:
    """List the pages that somebody wrote on since a moment, as far as a moderator knows of it."""
    done = _done(person, start)
    seen = history.visible(Revision.objects.filter(pk__in=[one.pk for one in done]).light().oldest_first(), lens)
    names = known(Gate.objects.open_to(lens), {one.page_id for one in seen})
    counts = {page: [one for one in seen if one.page_id == page] for page in names}
    return [
        Step(names[page].title, names[page].url, len(edits), _becomes(page, edits)) for page, edits in counts.items()
    ]


def _done(person: Any, start: datetime.datetime | None) -> list[Revision]:
    found = Revision.objects.filter(author=person).exclude(page__current=None).select_related("page", "parent")
    return list(found.filter(saved_at__gte=start) if start else found)


def _becomes(page: int, edits: list[Revision]) -> str:
    first, authors = edits[0], {edits[0].author_id}
    others = Revision.objects.filter(page=page, pk__gt=first.pk).exclude(author__in=authors)
    if others.exists():
        return UNDONE
    return DELETED if first.parent_id is None else RESTORED


def clean(person: Any, start: datetime.datetime | None, *, by: Any) -> int:
    """Roll back what somebody did since a moment; return on how many pages it was not possible. Raises MayNotEdit.

    It is taken back whole, also where the moderator does not see it.
    """
    if not rules.may_moderate(by) or rules.may_moderate(person):
        raise MayNotEdit
    pages = dict.fromkeys(one.page_id for one in sorted(_done(person, start), key=lambda one: one.pk))
    left = sum(not _clean_page(page, person, start, by) for page in pages)
    acts.tell(Act(Action.CLEAN, by, REASON, person=person, after={"since": start.isoformat() if start else ""}))
    return left


def _clean_page(page: int, person: Any, start: datetime.datetime | None, by: Any) -> bool:
    try:
        with transaction.atomic():
            one_writer()
            _take_back(page, person, start, by)
    except (EditConflict, Refused):
        return False
    return True


def _take_back(page: int, person: Any, start: datetime.datetime | None, by: Any) -> None:
    rows = list(Revision.objects.filter(page=page).select_related("parent").order_by("pk"))
    theirs = [row for row in rows if row.author_id == person.pk and (start is None or row.saved_at >= start)]
    tail = _tail(rows, theirs)
    if tail is not None:
        state = state_of(tail.parent) if tail.parent else PageState()
        action = Revision.Action.ROLLBACK if tail.parent else Revision.Action.DELETE
        editing.write_state(page=page, state=state, author=by, lens=Lens.everything, summary=REASON, action=action)
        return
    for row in reversed(theirs):
        _undo(page, row, by)


def _tail(rows: list[Revision], theirs: list[Revision]) -> Revision | None:
    """Give the first of somebody's edits if nobody else has edited the page since."""
    first = theirs[0]
    return first if all(row in theirs for row in rows[rows.index(first) :]) else None


def _undo(page: int, row: Revision, by: Any) -> None:
    if row.parent is None:
        raise Refused([])
    edit = looking.undoing(row, row.parent, Lens.everything, by)
    editing.edit_page(page=page, edit=edit, is_strict=True)
