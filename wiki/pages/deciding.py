"""Deciding on edits that wait. An approved one goes the way of every edit, in its author's name and lens."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils import timezone

from wiki.notifications.categories import REVIEW
from wiki.notifications.telling import tell
from wiki.pages import acts, editing, images, pending, rules
from wiki.pages.acts import Act
from wiki.pages.editing import Edit, MayNotEdit, Saved
from wiki.pages.holding import waiting
from wiki.pages.models import Pending
from wiki.pages.pending import PendingView
from wiki.pages.state import PageState
from wiki.spoilers.locks import one_writer
from wiki.spoilers.sealed import unseal


class DecidedAlready(Exception):
    """Somebody else has decided on this edit, or its author has withdrawn it."""


class Rewritten(Exception):
    """Its author has sent another edit in its place since it was looked at."""


@transaction.atomic
def approve(
    view: PendingView, *, person: Any, state: PageState | None = None, base: str = "", reason: str = ""
) -> Saved:
    """Save an edit that waits, merged with what others saved since; with a `state`, as a moderator changed it.

    A moderator changes it as they see it: then their lens holds, and the revision that they started from. Raises
    Refused, EditConflict, MayNotEdit, DecidedAlready, Rewritten.
    """
    one_writer()
    row = _locked(view, person)
    edit = _edit(row)
    if state is not None:
        edit = replace(edit, state=state, lens=view.lens, base=base)
    saved = editing.create_page(edit, kind=row.kind) if row.page_id is None else _save(row, edit)
    _decide(row, Pending.State.APPROVED, person, reason)
    Pending.objects.filter(pk=row.pk).update(revision=saved.revision)
    images.release_shown(edit.state, row.author)
    page = saved.revision.page_id if saved.revision else None
    acts.tell(Act("approve", person, reason, page, saved.revision, row.author, row.touched))
    return saved


def _save(row: Pending, edit: Edit) -> Saved:
    assert row.page_id is not None  # noqa: S101
    return editing.edit_page(page=row.page_id, edit=edit)


def _edit(row: Pending) -> Edit:
    return Edit(
        state=pending.as_sent(row),
        author=row.author or rules.nobody(),
        lens=pending.lens_then(row),
        base=row.base,
        form=row.form or "",
        summary=unseal(row.summary),
        is_minor=row.is_minor,
        action=row.action,
        is_approved=True,
    )


@transaction.atomic
def reject(view: PendingView, *, person: Any, reason: str) -> None:
    """Leave the page as it is, and tell the author why. Raises MayNotEdit, DecidedAlready, Rewritten."""
    row = _locked(view, person)
    _decide(row, Pending.State.REJECTED, person, reason)
    acts.tell(Act("reject", person, reason, row.page_id, person=row.author, touched=row.touched))


def _locked(view: PendingView, person: Any) -> Pending:
    if not rules.may_moderate(person):
        raise MayNotEdit
    row = waiting().select_for_update(of=("self",)).filter(pk=view.row.pk).select_related("author").first()
    if row is None:
        raise DecidedAlready
    if row.sent_at != view.sent_at:
        raise Rewritten
    return row


def _decide(row: Pending, state: str, person: Any, reason: str) -> None:
    about = {"decided_by": person, "decided_at": timezone.now(), "reason": reason.strip()[:500], "address": ""}
    Pending.objects.filter(pk=row.pk).update(state=state, form=None, **about)
    if row.author_id:
        group = str(row.page_id or "")
        tell(category=REVIEW.name, people=[row.author_id], subject=row.public_id, group=group)
