"""Changes of many pages in the order of time: recent ones, a person's, those of watched pages. One rule: history's."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from wiki.pages import history, kinds, looking, reading
from wiki.pages.looking import RevisionLine
from wiki.pages.models import Revision, Watch
from wiki.pages.querysets import backwards
from wiki.pages.state import state_of
from wiki.spoilers.lens import Lens
from wiki.spoilers.models import Gate

PER_PAGE = 50
NEW_EDITOR = datetime.timedelta(days=14)


@dataclass(frozen=True)
class Filters:
    """What a list of changes is narrowed to."""

    kind: str = ""
    kinds: tuple[str, ...] = ()
    minor: str = ""  # "hide" or "only"
    new_editors: bool = False
    author: int | None = None
    watched_by: int | None = None
    unread: bool = False

    def narrow(self, revisions: QuerySet[Revision]) -> QuerySet[Revision]:
        if self.kind:
            revisions = revisions.filter(page__kind=self.kind)
        if self.kinds:
            revisions = revisions.filter(page__kind__in=self.kinds)
        if self.minor:
            revisions = revisions.filter(is_minor=self.minor == "only")
        if self.new_editors:
            since = timezone.now() - NEW_EDITOR
            revisions = revisions.filter(Q(author=None) | Q(author__date_joined__gte=since))
        if self.author is not None:
            revisions = revisions.filter(author=self.author, hidden_author="")
        if self.watched_by is not None:  # in one filter, or it would be about two different watches
            newer = {"pk__gt": F("page__watches__seen")} if self.unread else {}
            revisions = revisions.filter(page__watches__person=self.watched_by, **newer)
        if self.unread:
            revisions = revisions.exclude(author=self.watched_by)
        return revisions


@dataclass(frozen=True)
class Change:
    """A visible revision of a page that exists for this reader, or its deletion (`slug` is "" then)."""

    line: RevisionLine
    title: str
    slug: str
    url: str
    page: int


@dataclass(frozen=True)
class PageOfDay:
    """One page's changes of one day."""

    title: str
    slug: str
    url: str
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Day:
    date: datetime.date
    pages: tuple[PageOfDay, ...]


@dataclass(frozen=True)
class Changes:
    """Changes, the last first. `before` continues the list; it is "" at its end."""

    all: tuple[Change, ...] = ()
    before: str = ""
    filters: Filters = field(default_factory=Filters)

    @property
    def days(self) -> list[Day]:
        by_day = groupby(self.all, key=lambda change: timezone.localtime(change.line.saved_at).date())
        return [Day(date, _by_page(list(group))) for date, group in by_day]


def _by_page(changes: list[Change]) -> tuple[PageOfDay, ...]:
    pages: dict[int, list[Change]] = {}
    for change in changes:
        pages.setdefault(change.page, []).append(change)
    return tuple(PageOfDay(found[0].title, found[0].slug, found[0].url, tuple(found)) for found in pages.values())


def changes(lens: Lens, filters: Filters | None = None, *, before: str = "", count: int = PER_PAGE) -> Changes:
    """List visible changes. `before` is the id of the last one of the list that this one continues."""
    filters = filters or Filters()
    found: list[Change] = []
    for change in _scan(lens, filters, _start(before, lens)):
        if len(found) == count:
            return Changes(tuple(found), found[-1].line.id, filters)
        found.append(change)
    return Changes(tuple(found), "", filters)


@dataclass(frozen=True)
class Lately:
    """A page that changed lately, with its first words."""

    title: str
    url: str
    saved_at: datetime.datetime
    is_new: bool
    lead: str


def lately(lens: Lens, open_gates: list[int], count: int) -> list[Lately]:
    """List the pages that changed last, each once, of the kinds that stand in front. Three queries for a few."""
    found: dict[int, Change] = {}
    for change in _scan(lens, Filters(kinds=tuple(kinds.in_front())), None, open_gates):
        if change.url and change.page not in found:
            found[change.page] = change
        if len(found) == count:
            break
    leads = reading.leads(found, lens)
    return [
        Lately(
            one.title, one.url, one.line.saved_at, one.line.action == Revision.Action.CREATE.label, leads.get(page, "")
        )
        for page, one in found.items()
    ]


def _start(before: str, lens: Lens) -> int | None:
    """Give where to go on; from the start where the reader cannot know of that revision."""
    found = list(Revision.objects.filter(public_id=before).light().select_related("page")) if before.isalnum() else []
    if not found:
        return None
    known = list(_described(history.visible(found, lens), lens, Gate.objects.open_to(lens)))
    return found[0].pk if known else None


def _scan(lens: Lens, filters: Filters, start: int | None, open_gates: list[int] | None = None) -> Iterator[Change]:
    """Go back in time, a batch at a time, for as long as somebody asks."""
    wanted = filters.narrow(Revision.objects.light().select_related("page"))
    if lens.is_empty:
        wanted = wanted.filter(is_public=True)
    open_gates = Gate.objects.open_to(lens) if open_gates is None else open_gates
    for batch in backwards(wanted, start):
        yield from _described(history.visible(batch, lens), lens, open_gates)


def _described(revisions: list[Revision], lens: Lens, open_gates: list[int]) -> Iterator[Change]:
    names = reading.known(open_gates, {revision.page_id for revision in revisions})
    gone = last_titles([one for one in revisions if one.page_id not in names and _is_deleted(one)], lens)
    for revision in revisions:
        if name := names.get(revision.page_id):
            yield Change(looking.line(revision, lens), *name, revision.page_id)
        elif revision.pk in gone:
            yield _deletion(revision, gone, lens)


def _is_deleted(revision: Revision) -> bool:
    return revision.action == Revision.Action.DELETE and revision.page.current_id == revision.pk


def _deletion(revision: Revision, titles: dict[int, str], lens: Lens) -> Change:
    return Change(looking.line(revision, lens), titles[revision.pk], "", "", revision.page_id)


def last_titles(deletions: list[Revision], lens: Lens) -> dict[int, str]:
    """Give what deleted pages were called, by their deletions: those that were there for the reader. One query."""
    before = history.contents([one.parent_id for one in deletions]) if deletions else {}
    return {
        one.pk: looking.shown(before[one.parent_id], lens).title
        for one in deletions
        if _was_out(one, before[one.parent_id], lens)
    }


def _was_out(deletion: Revision, before: Revision, lens: Lens) -> bool:
    """Tell whether a page waited for nothing when it was deleted, or for nothing that kept this reader off."""
    embargo = kinds.of(deletion.page).waits_for(deletion.page_id, state_of(before), deletion.saved_at)
    return replace(lens, now=deletion.saved_at.timestamp()).sees(embargo)


def deleted(lens: Lens) -> list[Change]:
    """List the deleted pages that a moderator's lens would have seen, the last first."""
    gone = Revision.objects.filter(current_of__isnull=False, action=Revision.Action.DELETE).light().newest_first()
    seen = history.visible(gone.select_related("page"), lens)
    titles = last_titles(seen, lens)
    return [_deletion(one, titles, lens) for one in seen if one.pk in titles]


def watched(person: Any, lens: Lens) -> list[tuple[str, str, int]]:
    """List the pages that somebody watches and that exist for them: title, slug, how many changes are unread."""
    pages = set(Watch.objects.filter(person=person).values_list("page_id", flat=True))
    names = reading.known(Gate.objects.open_to(lens), pages)
    newer = Filters(watched_by=person.pk, unread=True).narrow(Revision.objects.light())
    counts = Counter(revision.page_id for revision in history.visible(newer, lens))
    found = [(one.title, one.slug, counts[page]) for page, one in names.items()]
    return sorted(found, key=lambda one: one[1])
