"""Which revisions a reader may know of, and who made them.

One rule: a revision is visible if and only if its projection differs from its parent's. Most answers follow from
the gates alone: who sees them all compares digests, who sees none has the answer in the row. Otherwise the two
texts are projected and compared, once for each set of outcomes, because revisions never change.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from django.core.cache import cache
from django.utils import formats, timezone

from wiki.pages.models import Revision
from wiki.pages.querysets import CONTENT
from wiki.pages.state import PageState, Sees, seer, state_of
from wiki.spoilers.condition import from_key
from wiki.spoilers.lens import Lens, packed

EMPTY = PageState().digest
KEPT = 30 * 24 * 3600
AT_ONCE = 40
FEW = 4


@dataclass(frozen=True, slots=True)
class Credits:
    """Who wrote what this reader sees, in the order of their first part in it, and when it last changed."""

    contributors: tuple[str, ...]
    updated_at: datetime.datetime | None
    first: str = ""  # the public id of the first revision
    created_at: datetime.datetime | None = None


def visible(revisions: Iterable[Revision], lens: Lens) -> list[Revision]:
    """Keep the visible ones of some revisions, which were fetched with `light()`."""
    found = [(revision, _Comparison(revision, lens)) for revision in revisions]
    _look_closely([comparison for _, comparison in found if comparison.is_different is None])
    return [revision for revision, comparison in found if comparison.is_different]


def visible_of_page(page: int, lens: Lens) -> list[Revision]:
    """Give a page's visible revisions, the first first. Two queries at most for a page of usual length."""
    return visible(Revision.objects.filter(page=page).light().oldest_first(), lens)


def last_visible(current: Revision, lens: Lens) -> Revision:
    """Give the latest revision that a reader may know of, up to this one, of a page that exists for them.

    Up to this one: somebody may save between two queries, and what is newer is not in the text that came with it.
    """
    newest = Revision.objects.filter(page=current.page_id, pk__lte=current.pk).light().newest_first()
    few = visible(newest[:FEW], lens)
    return (few or visible(newest, lens))[0]


def credits_for(seen: Iterable[Revision]) -> Credits:
    """Sum up the visible revisions of a page, the first first."""
    seen = list(seen)
    authors = dict.fromkeys(one.author.get_username() for one in seen if one.author and not one.hidden_author)
    if not seen:
        return Credits((), None)
    return Credits(tuple(authors), seen[-1].saved_at, seen[0].public_id, seen[0].saved_at)


def shows_summary(revision: Revision, lens: Lens) -> bool:
    """Tell whether a reader may read a summary: they see every gate that the revision touched."""
    return all(lens.sees(from_key(key)) for key in revision.touched.values())


def differ(before: PageState, after: PageState, sees: Sees, sees_after: Sees | None = None) -> bool:
    """Compare projections, gates kept. White space does not count for anybody: hiding moves it."""
    return _loose(before, sees) != _loose(after, sees_after or sees)


def _loose(state: PageState, sees: Sees) -> str:
    return loose(state.through(sees, keep_gates=True))


def loose(state: PageState) -> str:
    """Give the digest of a state in which white space does not count; without a name it is no page at all."""
    if not state.names:
        return EMPTY
    return replace(state, body=" ".join(state.body.split())).digest


class _Comparison:
    """A revision beside its parent through a lens. `is_different` is None until the texts have been compared."""

    def __init__(self, revision: Revision, lens: Lens) -> None:
        self.revision, self.lens, self.parent = revision, lens, revision.parent
        gates = [*revision.gates.items(), *(self.parent.gates.items() if self.parent else ())]
        outcomes = lens.outcomes(from_key(key) for _, key in sorted(set(gates)))
        # The digests change where a seal was put on either.
        before = self.parent.digest[:8] if self.parent else ""
        self.key = f"change:{revision.public_id}:{revision.digest[:8]}{before}:{packed(outcomes)}"
        self.is_different: bool | None = None
        if "0" not in outcomes:
            self.is_different = revision.loose != (self.parent.loose if self.parent else loose(PageState()))
        elif "1" not in outcomes:
            self.is_different = revision.is_public

    def compare(self, texts: dict[int, Revision]) -> bool:
        after = texts[self.revision.pk]
        sees_after = seer(self.lens, after.gates)
        before = texts.get(self.parent.pk) if self.parent else None
        if before is None:
            return differ(PageState(), state_of(after), sees_after)
        return differ(state_of(before), state_of(after), seer(self.lens, before.gates), sees_after)


def _look_closely(open_ones: list[_Comparison]) -> None:
    known = cache.get_many([one.key for one in open_ones]) if open_ones else {}
    for one in open_ones:
        one.is_different = known.get(one.key)
    missing = [one for one in open_ones if one.is_different is None]
    for some in _chunks(missing):
        texts = contents({one.revision.pk for one in some} | {one.parent.pk for one in some if one.parent})
        for one in some:
            one.is_different = one.compare(texts)
        cache.set_many({one.key: one.is_different for one in some}, KEPT)


def _chunks(items: list[_Comparison]) -> Iterator[list[_Comparison]]:
    return (items[start : start + AT_ONCE] for start in range(0, len(items), AT_ONCE))


def contents(pks: Iterable[int]) -> dict[int, Revision]:
    """Fetch what some revisions hold, for projecting it. One query."""
    return Revision.objects.only(*CONTENT, "gates").in_bulk(pks)


def date(when: datetime.datetime, zone: datetime.tzinfo | None = None) -> str:
    """Write a time for a sentence, in a zone or else as its reader's clock has it."""
    return formats.date_format(timezone.localtime(when, zone), "j F Y, H:i")
