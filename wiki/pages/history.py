"""Which revisions of a page a reader may know of, and who made them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

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
    before: Projected | None = None
    for revision in revisions:
        after = Projected(revision, lens)
        if after.differs_from(before):
            found.append(revision)
        before = after
    return found


class Projected:
    """A revision through a lens, as far as comparing it needs. Most comparisons never open its text."""

    def __init__(self, revision: Revision, lens: Lens) -> None:
        self.revision = revision
        self.sees = seer(lens, revision.gates)
        self.is_whole = all(map(self.sees, revision.gates))

    def differs_from(self, before: Projected | None) -> bool:
        """Compare projections, gates kept. Where something is hidden, white space does not count: hiding moves it."""
        if before is None:
            return self.loose != EMPTY
        if self.is_whole and before.is_whole:
            return self.revision.digest != before.revision.digest
        return self.loose != before.loose

    @cached_property
    def loose(self) -> str:
        state = state_of(self.revision).through(self.sees, keep_gates=True)
        return replace(state, body=" ".join(state.body.split())).digest


def credits_for(revisions: Iterable[Revision], lens: Lens) -> Credits:
    seen = visible(revisions, lens)
    authors = dict.fromkeys(revision.author.get_username() for revision in seen if revision.author)
    return Credits(tuple(authors), seen[-1].saved_at if seen else None)
