"""Edits that wait: hands them out to those who may see them. holding.py keeps them, deciding.py decides on them.

Who sees all gates in which an edit changes something sees the edit; for everybody else it is not there.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.http import Http404
from django.utils import timezone

from wiki import markup
from wiki.pages import kinds, record, rules
from wiki.pages.comparing import Changed, changed
from wiki.pages.holding import waiting
from wiki.pages.kinds import Kind
from wiki.pages.models import Name, Page, Pending, Revision
from wiki.pages.reading import Known, known
from wiki.pages.state import PageState, Sees, saved_state_of, sealed, seer, state_of, tidied
from wiki.pages.touching import touched
from wiki.spoilers.calendar import Calendar, current
from wiki.spoilers.lens import Lens
from wiki.spoilers.models import Gate
from wiki.spoilers.passes import Passes
from wiki.spoilers.sealed import unseal


def lens_then(row: Pending) -> Lens:
    """Give the lens through which an edit was made."""
    passes = Passes(row.author) if row.author else frozenset()
    return Lens(frozenset(row.seen), sees_everything=row.sees_everything, passes=passes)


def as_sent(row: Pending) -> PageState:
    """Give what an author sent, for saving it: with seals on what they added, not on what they left as it was.

    That has its seal on the page; with another around it here, the two would clash.
    """
    base = _base(row)
    before = saved_state_of(base) if base else PageState()
    texts, lines = set(before.body.split("\n")), markup.normalise(saved_state_of(row).body).split("\n")
    values = [[entry.field, list(entry.values)] for entry in before.sheet]
    seals = [
        seal
        | {"lines": [(start, end) for start, end in seal["lines"] if not texts.issuperset(lines[start:end])]}
        | {"values": [one for one in seal["values"] if one not in values]}
        for seal in row.seals
    ]
    return sealed(saved_state_of(row), seals)


def touched_now(row: Pending) -> list[str]:
    """List the gates in which an edit changes something, those of its seals among them."""
    base = _base(row)
    if base is None:
        return sorted(touched(PageState(), as_sent(row)))
    before = saved_state_of(base).through(seer(lens_then(row), base.gates), keep_gates=True)
    return sorted(touched(tidied(before), as_sent(row)))


def _base(row: Pending) -> Revision | None:
    """Find the revision that an edit started from."""
    return Revision.objects.filter(page=row.page_id, public_id=row.base).first()


class PendingView:
    """An edit that waits, or waited, as somebody sees it."""

    def __init__(self, row: Pending, lens: Lens, page: Known | None, calendar: Calendar) -> None:
        self.row, self.lens, self.page, self.calendar = row, lens, page, calendar
        self.id, self.why, self.reason, self.sent_at = row.public_id, row.why, row.reason, row.sent_at
        self.author = row.author.get_username() if row.author else ""
        self.is_waiting = row.state == Pending.State.WAITING
        self.is_new_page = row.page_id is None

    @property
    def version(self) -> str:
        """Tell what was sent from what its author sends in its place."""
        return f"{self.sent_at:%Y%m%d%H%M%S%f}"

    @property
    def status(self) -> str:
        return Pending.State(self.row.state).label

    @property
    def action(self) -> str:
        return Revision.Action(self.row.action).label

    @property
    def summary(self) -> str:
        return unseal(self.row.summary)

    @property
    def kind(self) -> Kind:
        return kinds.named(self.row.kind)

    @cached_property
    def state(self) -> PageState:
        """What the page is to become, as far as this reader sees it."""
        whole = state_of(self.row)
        return whole.through(self._sees(whole), keep_gates=True)

    @property
    def title(self) -> str:
        return self.page.title if self.page else self.state.title

    @property
    def slug(self) -> str:
        return self.page.slug if self.page else markup.slugify(self.title)

    @property
    def url(self) -> str:
        return self.page.url if self.page else ""

    @property
    def is_ahead(self) -> bool:
        """Has its author seen more than this reader? Then it may tell, without a gate, what they have not seen."""
        return not self.lens.sees_everything and (self.row.sees_everything or not self.lens.seen >= set(self.row.seen))

    @cached_property
    def changed(self) -> Changed:
        """What it changes in the page that its author started from."""
        return changed(self._before(), self.state, self.kind.sheet)

    def _before(self) -> PageState:
        base = _base(self.row)
        if base is None or base.hidden_text:
            return PageState()
        theirs = state_of(base).through(seer(lens_then(self.row), base.gates), keep_gates=True)
        return tidied(theirs.through(seer(self.lens, base.gates), keep_gates=True))

    def _sees(self, state: PageState) -> Sees:
        return seer(self.lens, record.resolved(state.gates, self.calendar))


def visible(rows: Iterable[Pending], lens: Lens) -> list[PendingView]:
    """Keep those of some edits that somebody may know of. Few queries, however many edits."""
    rows = list(rows)
    if not rows:
        return []
    pages = {row.page_id for row in rows if row.page_id}
    calendar, names, gone = current(), known(Gate.objects.open_to(lens), pages), _gone(pages)
    sees = seer(lens, record.resolved({gate for row in rows for gate in row.touched}, calendar))
    views = [
        PendingView(row, lens, names.get(row.page_id or 0), calendar)
        for row in rows
        if all(map(sees, row.touched)) and (row.page_id is None or row.page_id in names or row.page_id in gone)
    ]
    return [view for view in views if view.title]


def _gone(pages: set[int]) -> set[int]:
    """Tell which pages are deleted, for everybody. An edit of one is called by what it calls the page itself."""
    return pages - set(Name.objects.filter(page__in=pages).values_list("page_id", flat=True))


def queue(lens: Lens) -> list[PendingView]:
    """List what waits for a moderator, the oldest first."""
    return visible(waiting().select_related("author").order_by("pk"), lens)


def of_person(person: Any, lens: Lens, count: int = 100) -> list[PendingView]:
    """List what somebody sent that waited or still does, the last first."""
    return visible(Pending.objects.filter(author=person).select_related("author").order_by("-pk")[:count], lens)


def on_page(person: Any, page: Page, lens: Lens) -> PendingView | None:
    """Give the edit of a page by which somebody waits themselves."""
    if rules.account(person) is None:
        return None
    rows = waiting().filter(author=person, page=page).select_related("author").order_by("-pk")[:1]
    return next(iter(visible(rows, lens)), None)


def one(public_id: str, person: Any, lens: Lens) -> PendingView:
    """Give an edit to its author or a moderator. Raises Http404, the same for hidden and unknown.

    What was sent without an account belongs to whoever holds its address.
    """
    rows = Pending.objects.filter(public_id=public_id) if public_id.isalnum() else Pending.objects.none()
    for view in visible(rows.select_related("author"), lens):
        if view.row.author_id is None or view.row.author_id == person.pk or rules.may_moderate(person):
            return view
    raise Http404


def own(public_id: str, person: Any, lens: Lens) -> PendingView:
    """Give somebody their own edit while it waits. Raises Http404."""
    view = one(public_id, person, lens)
    if view.row.author_id != person.pk or not view.is_waiting:
        raise Http404
    return view


def withdraw(view: PendingView) -> None:
    """Take an edit back before it is decided on."""
    row = waiting().filter(pk=view.row.pk)
    row.update(state=Pending.State.WITHDRAWN, decided_at=timezone.now(), address="", form=None)
