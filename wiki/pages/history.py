"""Which revisions of a page a reader may know of, and who made them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace

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
    found: list[Revision] = []
    before: tuple[str, str] = (EMPTY, EMPTY)
    for revision in revisions:
        after = digests(revision, lens)
        if _differ(before, after):
            found.append(revision)
        before = after
    return found


def digests(revision: Revision, lens: Lens) -> tuple[str, str]:
    """Give the digest of a revision's projection, gates kept, and the same without regard to white space.

    The first is "" where something is hidden: then only the second may be compared, since whoever hid it may have
    moved a blank along.
    """
    sees = seer(lens, revision.gates)
    if all(map(sees, revision.gates)):
        state = state_of(revision)
        return revision.digest, _loose(state)
    return "", _loose(state_of(revision).through(sees, keep_gates=True))


def _differ(before: tuple[str, str], after: tuple[str, str]) -> bool:
    exact, loose = zip(before, after, strict=True)
    return len(set(exact)) == 2 if all(exact) else len(set(loose)) == 2


def _loose(state: PageState) -> str:
    return replace(state, body=" ".join(state.body.split())).digest


def credits_for(revisions: Iterable[Revision], lens: Lens) -> Credits:
    seen = visible(revisions, lens)
    authors = dict.fromkeys(revision.author.get_username() for revision in seen if revision.author)
    return Credits(tuple(authors), seen[-1].saved_at if seen else None)
