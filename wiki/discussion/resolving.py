"""Resolves what comments wait for anew, after a change of the calendar."""

from __future__ import annotations

from django.db import transaction

from wiki.discussion import record as passages
from wiki.discussion.models import Comment, Version
from wiki.pages import record
from wiki.pages.models import Page
from wiki.spoilers import calendar as calendars
from wiki.spoilers.condition import all_of, from_key
from wiki.spoilers.models import Gate

COLUMNS = ("pk", "page_id", "gate_text", "seal", "gate__key", "gates")
# A gate that names nothing any more is shut for everybody.


@transaction.atomic
def resolve_gates() -> None:
    """Write the conditions of all comments and their versions anew where they have changed."""
    pages = {page for model in (Comment, Version) for page in _resolve(model)}
    record.stamp(Page.objects.filter(pk__in=pages))
    said = Comment.objects.filter(page__in=pages).select_related("gate", "parent__gate")
    passages.write(said.order_by("said_at", "public_id"))


def _resolve(model: type[Comment] | type[Version]) -> set[int]:
    columns = COLUMNS if model is Comment else ("pk", "comment__page_id", "gate_text", "comment__seal", *COLUMNS[4:])
    rows = list(model.objects.exclude(gate=None, gates={}).values_list(*columns))
    written = {text for _, _, gate, seal, _, gates in rows for text in ({gate, seal, *gates} - {""})}
    known = record.resolved(written, calendars.current())
    touched = set()
    for pk, page, gate, seal, key, gates in rows:
        now = {text: known[text] for text in gates}
        around = (gate, seal) if model is Comment else (gate,)
        new = all_of([from_key(known[text]) for text in around if text])
        if (new.key if new else None, now) != (key, gates):
            model.objects.filter(pk=pk).update(gate=Gate.objects.intern(new), gates=now)
            touched.add(page)
    return touched
