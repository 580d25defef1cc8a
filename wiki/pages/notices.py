"""What people are told of the pages that they watch."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import partial

from django.urls import reverse

from wiki.notifications.categories import Category, Receiver, Told, Words
from wiki.notifications.models import How
from wiki.pages import history, looking, pending, reading
from wiki.pages.models import Pending, Revision
from wiki.pages.watching import CATEGORY


def look_at_decided(subjects: Collection[str], receiver: Receiver) -> Mapping[str, Words]:
    """Describe what became of the receiver’s own edits, those that they may know of."""
    found = Pending.objects.filter(public_id__in=subjects, author=receiver.person).select_related("author")
    return {view.id: partial(_decided, view) for view in pending.visible(found, receiver.lens) if not view.is_waiting}


def _decided(view: pending.PendingView) -> Told:
    url = reverse("pages:waiting_edit", args=[view.id])
    return Told(f"Your edit of {view.title} was {view.status}", view.title, url, view.reason)


WATCHED = Category(
    CATEGORY, "Changes of pages that you watch", "change", "changes", preposition="of", default=How.DAILY, folds=True
)


def look(subjects: Collection[str], receiver: Receiver) -> Mapping[str, Words]:
    """Describe the revisions that the receiver may know of, on pages that exist for them. A few queries."""
    found = Revision.objects.filter(public_id__in=subjects).light()
    seen = history.visible(found, receiver.lens)
    names = reading.known(receiver.open_gates, {one.page_id for one in seen})
    known = [one for one in seen if one.page_id in names]
    return {one.public_id: partial(_told, one, names[one.page_id], receiver) for one in known}


def _told(revision: Revision, page: reading.Known, receiver: Receiver) -> Told:
    line = looking.line(revision, receiver.lens)
    url = reverse("pages:diff", args=[page.slug, "previous", revision.public_id])
    return Told(f"{line.author or 'Somebody'} {line.action} {page.title}", page.title, url, line.summary)
