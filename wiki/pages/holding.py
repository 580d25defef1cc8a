"""Keeps edits that wait, as their authors sent them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.utils import timezone

from wiki.pages import rules
from wiki.pages.kinds import Kind
from wiki.pages.models import Page, Pending
from wiki.pages.state import PageState
from wiki.pages.touching import touched

if TYPE_CHECKING:
    from wiki.pages.editing import Edit

COLUMNS = ("names", "tags", "sheet", "body")
# More than this of one person at a time is no help to anybody.
MOST = 30


class TooMany(Exception):
    """Somebody has more edits waiting than anybody will look at."""


def keep(edit: Edit, page: Page | None, kind: Kind, *, before: PageState, state: PageState, why: str) -> Pending:
    """Keep an edit until it is decided on, in the place of the one that it changes. Raises TooMany."""
    row = _own(edit, page) or Pending(page=page, kind=kind.name)
    if row.pk is None and waiting().filter(**_whose(edit)).count() >= MOST:
        raise TooMany
    for column in COLUMNS:
        setattr(row, column, getattr(state, column))
    row.author, row.address = rules.account(edit.author), "" if rules.account(edit.author) else edit.address
    row.base, row.action, row.is_minor, row.form = edit.base, edit.action, edit.is_minor, _form(edit, row)
    row.summary, row.why, row.sent_at = " ".join(edit.summary.split()), why, timezone.now()
    row.seen, row.sees_everything = sorted(edit.lens.seen), edit.lens.sees_everything
    row.touched, row.seals = sorted(touched(before, state)), []  # seals were put on lines of another text
    row.save()
    return row


def _own(edit: Edit, page: Page | None) -> Pending | None:
    """Find the waiting edit that this one changes: the one it was opened from, or the same form sent again."""
    mine = waiting().filter(page=page, **_whose(edit))
    return mine.filter(public_id=edit.pending).first() or (mine.filter(form=edit.form).first() if edit.form else None)


def _form(edit: Edit, row: Pending) -> str | None:
    """Give the form that an edit came from, None where another edit came from it: of another page, or of before."""
    is_used = Pending.objects.filter(form=edit.form).exclude(pk=row.pk).exists()
    return None if is_used else edit.form or None


def _whose(edit: Edit) -> dict[str, Any]:
    person = rules.account(edit.author)
    return {"author": person} if person else {"author": None, "address": edit.address}


def waiting() -> QuerySet[Pending]:
    return Pending.objects.filter(state=Pending.State.WAITING)


def drop(edit: Edit, page: Page | None) -> None:
    """Take back the waiting edit that this one was opened from: it did not have to wait any more."""
    if edit.pending and not edit.is_approved:
        mine = waiting().filter(page=page, public_id=edit.pending, **_whose(edit))
        mine.update(state=Pending.State.WITHDRAWN, decided_at=timezone.now(), address="", form=None)
