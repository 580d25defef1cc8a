"""Which revisions of a page a reader may know of, and who made them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from wiki.pages.models import Revision
from wiki.pages.state import PageState, seer, state_of
from wiki.spoilers.lens import Lens

EMPTY = PageState().digest


@dataclass(frozen=True, slots=True)
class Credits:
    """Who wrote what this reader sees, in the order of their first part in it, and when it last changed."""

    contributors: tuple[str, ...]
    updated_at: datetime.datetime | None


def visible(revisions: Iterable[Revision], lens: Lens) -> list[Revision]:
    """Keep, of one page's revisions from first to last, those whose projection differs from their parent's."""
    found, before = [], EMPTY
    for revision in revisions:
        after = projected_digest(revision, lens)
        if after != before:
            found.append(revision)
        before = after
    return found


def projected_digest(revision: Revision, lens: Lens) -> str:
    """Give the digest of a revision's projection, gates kept: equal if and only if this reader finds no difference."""
    sees = seer(lens, revision.gates)
    if all(map(sees, revision.gates)):
        return revision.digest
    return state_of(revision).through(sees, keep_gates=True).digest


def credits_for(revisions: Iterable[Revision], lens: Lens) -> Credits:
    seen = visible(revisions, lens)
    authors = dict.fromkeys(revision.author.get_username() for revision in seen if revision.author)
    return Credits(tuple(authors), seen[-1].saved_at if seen else None)
