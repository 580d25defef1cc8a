"""What of the talk belongs to a person: what they take along, and what goes when they go."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wiki.accounts.belongings import as_json
from wiki.discussion import texts
from wiki.discussion.models import Comment, Follow
from wiki.pages import reading
from wiki.spoilers.lens import Lens
from wiki.spoilers.models import Gate


def comments(person: Any, lens: Lens) -> Iterator[tuple[str, bytes]]:
    """Give what somebody said, as far as they see it now."""
    known = reading.known(Gate.objects.open_to(lens))
    said = Comment.objects.visible_to(lens).filter(author=person).oldest_first()
    told = [
        {"page": known[one.page_id].title, "said": one.said_at, "for": one.gate_text, "text": texts.through(one, lens)}
        for one in said.iterator(chunk_size=100)
    ]
    if told:
        yield "comments.json", as_json(told)


def forget(person: Any) -> None:
    """Delete what somebody follows. What they said stays."""
    Follow.objects.filter(person=person).delete()
