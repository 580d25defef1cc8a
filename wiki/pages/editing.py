"""The one place that writes revisions."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from wiki.pages import kinds, record
from wiki.pages.cleaning import clean
from wiki.pages.models import Page, Revision, new_public_id
from wiki.pages.state import PageState
from wiki.spoilers.calendar import Calendar, current
from wiki.spoilers.locks import one_writer


@transaction.atomic
def save_page(
    *,
    state: PageState,
    page: Page | None = None,
    kind: str = "page",
    author: Any = None,
    summary: str = "",
    saved_at: datetime.datetime | None = None,
    calendar: Calendar | None = None,
) -> Revision:
    """Save a whole state as the page's next revision, or create the page. An unchanged state makes no revision.

    Raises Refused (see cleaning.py) with every reason; nothing is written then.
    """
    one_writer()
    calendar = calendar or current()
    state = clean(state, calendar)
    page = Page.objects.select_for_update().get(pk=page.pk) if page else Page.objects.create(kind=kinds.get(kind).name)
    if page.current and page.current.digest == state.digest:
        return page.current
    revision = _write(page, state, calendar, author=author, summary=summary, saved_at=saved_at or timezone.now())
    page.current = revision
    page.save(update_fields=["current"])
    record.write(page, state, revision.gates)
    return revision


def _write(page: Page, state: PageState, calendar: Calendar, **fields: Any) -> Revision:
    return Revision.objects.create(
        public_id=new_public_id(),
        page=page,
        parent=page.current,
        names=state.names,
        tags=state.tags,
        sheet=state.sheet,
        body=state.body,
        digest=state.digest,
        gates=record.resolved(state.gates, calendar),
        **fields,
    )
