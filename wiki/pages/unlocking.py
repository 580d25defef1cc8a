"""What a step of a reader opened: the gates, and who tells what stands behind them.

Each app registers a source for what it keeps. What the revisions tell themselves (names, facts, words) is compared in
fresh.py; the sources here say on which pages to look, and give what has rows of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet

from wiki.pages.models import Name, PageTag, Run, Value
from wiki.spoilers.condition import from_key
from wiki.spoilers.lens import Lens
from wiki.spoilers.models import Gate

FEW = 2000


@dataclass(frozen=True)
class Opened:
    """Two lenses of one reader, and ids of gates: those that the second sees, and of these what the first did not."""

    before: Lens
    after: Lens
    open_gates: list[int]
    gates: list[int]

    @property
    def open_before(self) -> list[int]:
        new = set(self.gates)
        return [pk for pk in self.open_gates if pk not in new]

    @property
    def is_replaced(self) -> Q:
        """Keep rows in whose place something else stands by now (their field `unless`)."""
        return Q(unless__in=self.open_gates)


class Entry(NamedTuple):
    """One thing that opened: what it is, its words, and where it stands."""

    what: str
    text: str
    url: str


class Source(NamedTuple):
    """`pages` gives the rows that are new, by whose `column` their pages are known.

    `entries` gives, for some pages by their ids and slugs, what is new on each: a constant number of queries.
    """

    pages: Callable[[Opened], QuerySet[Any]]
    entries: Callable[[Opened, dict[int, str]], Iterable[tuple[int, Entry]]]
    column: str = "page"


_sources: list[Source] = []


def register(source: Source) -> None:
    """Add a source (called from `AppConfig.ready`)."""
    if source not in _sources:
        _sources.append(source)


def opened(before: Lens, after: Lens) -> Opened:
    """Find the gates that one lens sees and an earlier one did not. One query."""
    conditions = [(pk, from_key(key)) for pk, key in Gate.objects.values_list("pk", "key")]
    seen = [(pk, condition) for pk, condition in conditions if after.sees(condition)]
    return Opened(before, after, [pk for pk, _ in seen], [pk for pk, condition in seen if not before.sees(condition)])


def touched(what: Opened) -> Q:
    """Keep rows of pages with something new, whatever it is.

    Few pages are looked up first: going through all names for them would take long. Where there are many, the names
    are gone through in their order, until enough are found.
    """
    pages: set[int] = set()
    for source in _sources:
        pages.update(source.pages(what).order_by().values_list(source.column, flat=True).distinct()[:FEW])
        if len(pages) >= FEW:
            return _each(what)
    return Q(page__in=pages)


def _each(what: Opened) -> Q:
    """Ask of each row by itself whether its page has something new."""
    found = Q(pk__in=())
    for source in _sources:
        found |= Q(Exists(source.pages(what).filter(**{source.column: OuterRef("page")})))
    return found


def entries(what: Opened, pages: dict[int, str]) -> dict[int, list[Entry]]:
    """Give what the apps tell of some pages, by their ids and slugs."""
    found: dict[int, list[Entry]] = {page: [] for page in pages}
    for source in _sources:
        for page, entry in source.entries(what, pages):
            if page in found and entry not in found[page]:
                found[page].append(entry)
    return found


def nothing(what: Opened, pages: Collection[int]) -> tuple[()]:
    """Give no entries: for what is found in the revisions."""
    return ()


def _names(what: Opened) -> QuerySet[Any]:
    """Find new names. Redirects are not shown, so they count only where they are all that a page has."""
    was_there = Name.objects.visible_to(what.open_before).filter(page=OuterRef("page"))
    return Name.objects.filter(~Q(kind=Name.Kind.REDIRECT) | ~Exists(was_there), gate__in=what.gates)


def _tags(what: Opened) -> QuerySet[Any]:
    return PageTag.objects.filter(gate__in=what.gates)


def _values(what: Opened) -> QuerySet[Any]:
    return Value.objects.filter(gate__in=what.gates).exclude(what.is_replaced)


def _runs(what: Opened) -> QuerySet[Any]:
    return Run.objects.filter(gate__in=what.gates).exclude(what.is_replaced)


OWN = (
    Source(_names, nothing),
    Source(_tags, nothing, "content_object"),
    Source(_values, nothing),
    Source(_runs, nothing),
)
