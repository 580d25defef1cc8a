"""Derives the passages that search looks through from what was said. They can be rebuilt at any time."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.urls import reverse

from wiki.discussion.models import Comment
from wiki.search import record
from wiki.spoilers.condition import all_of
from wiki.spoilers.locks import one_writer
from wiki.spoilers.sealed import unseal

# Comments that are written anew in one transaction: in between, others get to write.
TOGETHER = 200


def url(slug: str, public_id: str) -> str:
    """Give the address of a comment, by the slug of its page."""
    return reverse("discussion:comment", args=[slug, public_id])


def write(comments: Iterable[Comment]) -> None:
    """Write the passages of comments anew: none of those that are hidden or deleted."""
    for comment in comments:
        is_shown = comment.state == Comment.State.SHOWN
        around = comment.parent.gate if comment.parent else None
        gate = all_of(one.condition for one in (comment.gate, around) if one)
        text = str(unseal(comment.text)) if is_shown else ""
        record.write_comment(comment.page_id, comment.public_id, text, gate, comment.gates)


def write_thread(comment: Comment) -> None:
    """Write a comment anew, and the answers in its thread, which are for who sees both."""
    rows = Comment.objects.select_related("gate", "parent__gate").order_by("said_at", "public_id")
    write(rows.filter(pk=comment.pk))
    write(rows.filter(parent=comment.pk))


def rebuild() -> int:
    """Write the passages of all comments anew; return how many there are."""
    ids = list(Comment.objects.order_by("said_at", "public_id").values_list("pk", flat=True))
    for start in range(0, len(ids), TOGETHER):
        _rebuild(ids[start : start + TOGETHER])
    return len(ids)


@transaction.atomic
def _rebuild(ids: list[int]) -> None:
    """Write the passages of some comments anew, while nobody else writes: each is read as it is then."""
    one_writer()
    rows = Comment.objects.select_related("gate", "parent__gate").order_by("said_at", "public_id")
    write(rows.filter(pk__in=ids))
