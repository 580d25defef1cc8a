"""What a step opened in talk: comments that are for who is there now."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from wiki import markup
from wiki.discussion import texts
from wiki.discussion.models import Comment
from wiki.discussion.querysets import CommentQuerySet
from wiki.pages.unlocking import Entry, Opened, Source

EXCERPT = 120


def _new(what: Opened) -> CommentQuerySet:
    """Keep the comments that stand, whose own gate or whose thread’s the step opened."""
    opened = Q(gate__in=what.gates) | Q(parent__gate__in=what.gates)
    return Comment.objects.behind(what.open_gates).standing().filter(opened)


def pages(what: Opened) -> QuerySet[Any]:
    """Find the pages with new comments."""
    opened = Q(gate__in=what.gates) | Q(parent__gate__in=what.gates)
    own = Q(gate=None) | Q(gate__in=what.open_gates)
    thread = Q(parent__gate=None) | Q(parent__gate__in=what.open_gates)
    return Comment.objects.standing().filter(opened, own, thread)


def comments(what: Opened, some: dict[int, str]) -> Iterator[tuple[int, Entry]]:
    """Give the new comments of some pages, the first first."""
    found = _new(what).filter(page__in=some).select_related("author").oldest_first()
    for one in found:
        author = one.author.get_username() if one.author else "somebody"
        said = f"{author}: {markup.lead(texts.through(one, what.after), EXCERPT)}"
        yield one.page_id, Entry("Comment", said, reverse("discussion:comment", args=[some[one.page_id], one.pk]))


SOURCE = Source(pages, comments)
