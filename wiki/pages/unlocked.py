"""Lists what a step of a reader opened, page by page. It tells nothing of what is still shut."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.urls import reverse

from wiki.markup import Novel
from wiki.pages import fresh, kinds, unlocking
from wiki.pages.fresh import Fresh
from wiki.pages.models import Name
from wiki.pages.reading import Known, known, known_by
from wiki.pages.unlocking import Entry, Opened
from wiki.spoilers import trail
from wiki.spoilers.calendar import current
from wiki.spoilers.trail import Step, Trail

PER_PAGE = 20
MOST_PARTS = 50
MOST_BLOCKS = 6


class Group(NamedTuple):
    """A page with what is new on it; `previously` leads to the page as it was, "" for one that was not there."""

    title: str
    slug: str
    url: str
    kind: str
    entries: tuple[Entry, ...]
    is_read: bool
    previously: str

    @property
    def is_new(self) -> bool:
        """Tell whether the page itself was not there before."""
        return not self.previously


class Move(NamedTuple):
    """A step in words: where the reader was and where they went."""

    number: int
    was: str
    now: str


class Part(NamedTuple):
    """A part of a list that nobody has counted: of very many pages that would take long."""

    groups: tuple[Group, ...]
    number: int
    has_next: bool

    @property
    def is_all_there_is(self) -> bool:
        return self.number == 1 and not self.has_next

    @property
    def before(self) -> int:
        return self.number - 1

    @property
    def next(self) -> int:
        """The number of the next part, 0 for none."""
        return self.number + 1 if self.has_next and self.number < MOST_PARTS else 0


@dataclass(frozen=True)
class Unlocked:
    """One page of what a step opened; the last steps, the last first; whether this one is the last."""

    move: Move
    moves: tuple[Move, ...]
    part: Part

    @property
    def is_last(self) -> bool:
        return self.move == self.moves[0]


def unlocked(request: HttpRequest, number: str, page: str) -> Unlocked | None:
    """Give what a step opened, the last one where none is named. None for who has taken none.

    A constant number of queries, and work only for the pages that one sees at once.
    """
    known_steps = trail.of(request)
    step = known_steps.step(int(number)) if number.isascii() and number.isdigit() else None
    moves = _moves(known_steps.steps)
    step = step or known_steps.newest
    move = next((one for one in moves if step and one.number == step.number), None)
    if step is None or move is None:
        return None
    return Unlocked(move, moves, _part(request, step, _number(page)))


def _number(text: str) -> int:
    return min(max(int(text), 1), MOST_PARTS) if text.isascii() and text.isdigit() else 1


def _moves(steps: tuple[Step, ...]) -> tuple[Move, ...]:
    works = {work.id: work for work in current().works}
    return tuple(
        Move(step.number, told(step.place_before(works[step.work])), told(step.place_after(works[step.work])))
        for step in reversed(steps)
        if step.work in works
    )


def told(place: Any) -> str:
    """Say where a reader is in a work."""
    return str(place) if place.seen else f"nothing of {place.work.short_title}"


def _part(request: HttpRequest, step: Step, number: int) -> Part:
    steps, reader = trail.of(request), request.reader  # type: ignore[attr-defined]
    what = unlocking.opened(
        trail.before(reader, steps, step.number),
        trail.after(reader, steps, step.number),
    )
    start = (number - 1) * PER_PAGE
    shown = Name.objects.shown(what.open_gates).in_order().select_related("page")
    names = list(shown.filter(unlocking.touched(what))[start : start + PER_PAGE + 1]) if what.gates else []
    return Part(tuple(_groups(what, names[:PER_PAGE], steps, step)), number, len(names) > PER_PAGE)


def _groups(what: Opened, names: list[Name], steps: Trail, step: Step) -> Iterator[Group]:
    """Describe pages, each by the name that it has now. What reads as before for all its gates is left out."""
    pages = {name.page_id: known_by(name) for name in names}
    was_known = known(what.open_before, pages) if names else {}
    made = _entries(what, {pk: one for pk, one in pages.items() if pk in was_known})
    for name in names:
        pk, kind = name.page_id, name.page.kind
        if pk not in was_known or made.get(pk):
            previously = _previously(kind, was_known[pk], step) if pk in was_known else ""
            is_read = steps.is_read(pk, step)
            yield Group(*pages[pk], kinds.named(kind).label, made.get(pk, ()), is_read, previously)


def _previously(kind: str, was: Known, step: Step) -> str:
    """Give the address of a page as it was before a step, under the name that it had then."""
    if kinds.named(kind).shows_earlier:
        return f"{was.url}?before={step.number}"
    return f"{reverse('pages:previously', args=[was.slug])}?before={step.number}"


def _entries(what: Opened, pages: dict[int, Known]) -> dict[int, tuple[Entry, ...]]:
    """Give what is new on pages that were there before."""
    if not pages:
        return {}
    own = fresh.fresh(pages, what.before, what.after)
    others = unlocking.entries(what, {pk: one.slug for pk, one in pages.items()})
    return {pk: (*told_of(own[pk], one.url), *others[pk]) for pk, one in pages.items() if pk in own}


def told_of(one: Fresh, url: str) -> Iterator[Entry]:
    """Put what a revision tells into entries: names, facts, tags, words."""
    yield from (Entry("Name", name, f"{url}#names") for name in one.names)
    yield from (Entry(label, text, f"{url}#infobox") for label, text in one.facts if text)
    yield from (Entry("Tag", tag, f"{url}#tags") for tag in one.tags)
    blocks = _without_headings(one.blocks)
    for block in blocks[:MOST_BLOCKS]:
        what = "Section" if block.text == block.heading else block.heading or "Text"
        yield Entry(what, block.text, f"{url}#{block.anchor}" if block.anchor else url)
    if more := len(blocks[MOST_BLOCKS:]):
        yield Entry("Text", f"and {more} more place{'s' * (more > 1)}, marked there", url)


def _without_headings(blocks: tuple[Novel, ...]) -> list[Novel]:
    """Leave out headings with something new below them, which is told of under their names."""
    below = {after.anchor for block, after in pairwise(blocks) if block.anchor == after.anchor}
    return [block for block in blocks if block.text != block.heading or block.anchor not in below]
