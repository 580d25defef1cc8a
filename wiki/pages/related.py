"""The pages that share most tags and links with one, as far as its reader sees. Shown below its text."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any

from django.core.cache import cache
from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from wiki.pages import freshness
from wiki.pages.models import Link, Name, PageTag
from wiki.pages.reading import Known, known_by
from wiki.pages.slots import Extra, PageRef
from wiki.spoilers.lens import Lens
from wiki.spoilers.models import Gate

MOST = 6
# What more visible pages than these have in common makes no two of them related.
COMMON = 50
KEPT = 3600
# A page that comes out by itself is among the related ones after this many seconds.
TICK = 600
NO_GATE = Value(-1)  # keys of gates are above zero


def related(page: PageRef, lens: Lens) -> list[Known]:
    """List the pages that share most with a page that this reader sees. No query, or two when it has to be made."""
    lens = replace(lens, passes=frozenset())  # what is not out is nobody's way on
    key = _key(page, lens)
    kept: list[Known] | None = cache.get(key)
    if kept is None:
        kept = _made(page.id, Gate.objects.open_to(lens))
        cache.set(key, kept, KEPT)
    return kept


def _key(page: PageRef, lens: Lens) -> str:
    """Name the page, what its reader sees, and the state of all records."""
    seen = (sorted(lens.seen), lens.sees_everything, int(lens.now) // TICK)
    return f"related:{page.id}:{hashlib.sha256(repr((seen, page.state or freshness.state())).encode()).hexdigest()}"


def _made(page: int, open_gates: list[int]) -> list[Known]:
    tags, links = _Shared(PageTag, "content_object", "tag"), _Shared(Link, "page", "target")
    candidates = tags.pages(page, open_gates).union(links.pages(page, open_gates))
    names = _shown(open_gates).filter(page__in=candidates).exclude(page=page)
    scored = names.annotate(score=tags.count(page, open_gates) + links.count(page, open_gates))
    return [known_by(name) for name in scored.select_related("page").order_by("-score", "slug", "page")[:MOST]]


def _open(rows: QuerySet[Any], open_gates: list[int]) -> QuerySet[Any]:
    """Keep the open rows, asking by an expression: most rows have no gate, and SQLite would begin with all of those."""
    return rows.alias(behind=Coalesce("gate_id", NO_GATE)).filter(behind__in=[NO_GATE, *open_gates])


def _shown(open_gates: list[int]) -> QuerySet[Name]:
    """Keep the one name of each page under which this reader knows it."""
    visible = _open(Name.objects.all(), open_gates)
    return visible.filter(~Exists(visible.filter(page=OuterRef("page"), rank__gt=OuterRef("rank"))))


class _Shared:
    """Something that pages have in common: rows of a record, the column of their page, and what they share."""

    def __init__(self, model: Any, page: str, what: str) -> None:
        self.rows, self.page, self.what = model.objects, page, what

    def _of(self, page: int, open_gates: list[int]) -> QuerySet[Any]:
        return self._open(open_gates).filter(**{self.page: page})

    def _open(self, open_gates: list[int]) -> QuerySet[Any]:
        is_there = Q(unless=None) | ~Q(unless__among=open_gates)
        return _open(self.rows.filter(is_there), open_gates)

    def pages(self, page: int, open_gates: list[int]) -> QuerySet[Any]:
        """Give the pages that share something rare with a page. What is rare is told by visible pages alone."""
        known = _open(Name.objects.filter(page=OuterRef(self.page)), open_gates)
        others = self._open(open_gates).filter(Exists(known), **{self.what: OuterRef(self.what)})
        is_common = Exists(others.order_by().values(self.page).distinct()[COMMON : COMMON + 1])
        rare = self._of(page, open_gates).filter(~is_common).values(self.what)
        return self._open(open_gates).filter(**{f"{self.what}__in": rare}).values(shared=F(f"{self.page}_id"))

    def count(self, page: int, open_gates: list[int]) -> Any:
        """Count what the page of a name shares with a page."""
        mine = self._of(page, open_gates).values(self.what)
        rows = self._open(open_gates).filter(**{self.page: OuterRef("page"), f"{self.what}__in": mine})
        counted = rows.order_by().values(self.page).annotate(n=Count(self.what, distinct=True)).values("n")
        return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def below(page: PageRef, lens: Lens) -> Any:
    """Give what stands below the text, nothing where no page is related."""
    return related(page, lens)


EXTRA = Extra(None, "pages/_related.html", below)
