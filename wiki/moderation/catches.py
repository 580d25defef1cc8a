"""Edits that met a rule, as a moderator may know of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse

from wiki.moderation.models import Catch
from wiki.pages import history, looking, pending
from wiki.pages.models import Pending, Revision
from wiki.pages.reading import known
from wiki.spoilers.lens import Lens
from wiki.spoilers.models import Gate

LAST = 1000


@dataclass(frozen=True)
class CatchView:
    """An edit that was caught: of which page, by whom, and where to look at it."""

    title: str
    author: str
    url: str


def rows() -> QuerySet[Catch]:
    return Catch.objects.select_related("rule")


def counted(lens: Lens) -> Counter[int]:
    """Count by their rule those of the last catches that somebody may know of."""
    found = list(rows().order_by("-pk")[:LAST])
    views = seen(found, lens)
    return Counter(row.rule_id for row in found if row.pk in views)


def seen(caught: Iterable[Catch], lens: Lens) -> dict[int, CatchView]:
    """Show those of some catches that somebody may know of, by their keys. Few queries.

    They know of the page, and see every gate that the edit touched: what met the rule may stand behind any of them.
    """
    caught = list(caught)
    saved = _saved({row.revision_id for row in caught if row.revision_id}, lens)
    waiting = _waiting({row.pending_id for row in caught if row.pending_id}, lens)
    found = {row.pk: saved.get(row.revision_id or 0) or waiting.get(row.pending_id or 0) for row in caught}
    return {key: view for key, view in found.items() if view}


def _saved(keys: set[int], lens: Lens) -> dict[int, CatchView]:
    light = Revision.objects.filter(pk__in=keys).light()
    edits = history.visible([one for one in light if history.shows_summary(one, lens)], lens)
    pages = known(Gate.objects.open_to(lens), {one.page_id for one in edits})
    lines = {one.pk: (pages[one.page_id], looking.line(one, lens)) for one in edits if one.page_id in pages}
    return {
        key: CatchView(page.title, line.author, reverse("pages:diff", args=[page.slug, "previous", line.id]))
        for key, (page, line) in lines.items()
    }


def _waiting(keys: set[int], lens: Lens) -> dict[int, CatchView]:
    views = pending.visible(Pending.objects.filter(pk__in=keys).select_related("author"), lens)
    return {
        view.row.pk: CatchView(view.title, view.author, reverse("pages:waiting_edit", args=[view.id])) for view in views
    }
