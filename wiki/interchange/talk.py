"""The talk of the demo: comments by invented people, from one file. They are said anew, not loaded as they were."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction

from wiki.discussion.models import Comment
from wiki.discussion.writing import Said, say
from wiki.interchange.located import Mapping, Sequence, Text, Trouble, Unreadable, read
from wiki.markup import slugify
from wiki.pages.cleaning import Refused
from wiki.pages.models import Name
from wiki.spoilers.lens import Lens

KEYS = {"page", "author", "gate", "text", "replies"}


class NotSaid(ValueError):
    """Nothing was said; the message names the file, the line and the reason."""


@transaction.atomic
def load(path: Path) -> int:
    """Say what stands in a file, in a wiki in which nobody has said anything; return how many comments there are.

    Raises NotSaid.
    """
    if Comment.objects.exists():
        return 0
    try:
        found = read(path.read_text(encoding="utf-8"))
        return sum(_say(entry) for entry in found if isinstance(found, Sequence))
    except Unreadable as error:
        raise NotSaid(str(Trouble(path.name, error.line, error.message))) from error


def _say(entry: Any, page: int | None = None, answers: Comment | None = None) -> int:
    """Say one comment and what answers it. Raises Unreadable."""
    if not isinstance(entry, Mapping) or entry.keys() - KEYS or not {"author", "text"} <= entry.keys():
        raise Unreadable(
            entry.line, f"A comment is a mapping with author and text; there are {', '.join(sorted(KEYS))}."
        )
    page = _page(entry) if page is None else page
    person, _ = get_user_model().objects.get_or_create(username=str(entry["author"]))
    said = Said(str(entry["text"]), str(entry.get("gate", "")), person, Lens.everything)
    try:
        comment = say(said, page=page, answers=answers)
    except Refused as error:
        raise Unreadable(entry.line, " ".join(one.message for one in error.refusals)) from error
    return 1 + sum(_say(reply, page, comment) for reply in entry.get("replies", ()))


def _page(entry: Mapping) -> int:
    name = entry.get("page", Text())
    found = Name.objects.filter(slug=slugify(name)).best_first().first()
    if found is None:
        raise Unreadable(entry.line, f"There is no page “{name}”.")
    return int(found.page_id)
