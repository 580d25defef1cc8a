"""What characters’ pages tell of each other: each row with the pages at both its ends, as one reader knows them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, TypeVar

from django.db.models import Count, Exists, OuterRef, Q

from characters.models import Told
from wiki.pages import kinds
from wiki.pages.models import Name
from wiki.pages.reading import Known, known, meant
from wiki.spoilers.sealed import unseal

Row = TypeVar("Row", bound=Told)


class Person(NamedTuple):
    """One end: a page that the reader knows, or (`page` is 0) a name that no page has for them."""

    page: int
    title: str
    slug: str
    url: str

    @property
    def is_missing(self) -> bool:
        return not self.page


@dataclass(frozen=True)
class Bond(Generic[Row]):
    """What `teller` tells of `other`."""

    teller: Person
    other: Person
    row: Row

    def has(self, page: int) -> bool:
        return page in (self.teller.page, self.other.page)


def told(model: type[Row], open_gates: list[int], pages: Collection[int]) -> list[Bond[Row]]:
    """List what is told by, or of, some pages: by the older page first, in the order of its sheet.

    Four queries at most. What a page tells that does not exist for the reader is left out.
    """
    rows = model._default_manager.visible_to(open_gates).select_related("gate").order_by("page_id", "rank")
    names = Name.objects.visible_to(open_gates).filter(page__in=pages).values("slug")
    found = list(rows.filter(Q(page__in=pages) | Q(target__in=names)))
    leads = meant({row.target for row in found}, open_gates)
    ends = known(open_gates, {row.page_id for row in found} | set(leads.values()))
    names_of = {row.target: row for row in reversed(found) if row.page_id in ends}
    bonds = [
        Bond(_page(row.page_id, ends), _other(names_of[row.target], leads, ends), row)
        for row in found
        if row.page_id in ends
    ]
    return [bond for bond in bonds if any(bond.has(page) for page in pages)]


def most_told_of(model: type[Row], open_gates: list[int], count: int) -> set[int]:
    """Give the pages that tell most, and those that most is told of: so many of both. Three queries."""
    tellers = Name.objects.visible_to(open_gates).filter(page=OuterRef("page"))
    rows = model._default_manager.visible_to(open_gates).filter(Exists(tellers))
    telling = rows.values_list("page").annotate(count=Count("pk")).order_by("-count", "page")[:count]
    told_of = rows.values_list("target").annotate(count=Count("pk")).order_by("-count", "target")[:count]
    return {page for page, _ in telling} | set(meant({slug for slug, _ in told_of}, open_gates).values())


def _page(page: int, ends: dict[int, Known]) -> Person:
    return Person(page, *ends[page])


def _other(row: Told, leads: dict[str, int], ends: dict[int, Known]) -> Person:
    """Give the page that is told of; a name without a page is written as it first was."""
    page: Any = leads.get(row.target)
    if page in ends:
        return _page(page, ends)
    return Person(0, unseal(row.name), row.target, kinds.PAGE.url(row.target))
