"""The list of characters: chosen by filters, in an order, page by page. In a fixed number of queries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.paginator import Page as PageOfList
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet

from characters.facets import FACETS, Facet, Index, index
from characters.models import Appearance
from wiki.pages.models import Value
from wiki.pages.reading import Known, known
from wiki.pages.tag_uses import synonyms_seen
from wiki.spoilers.lens import Lens
from wiki.spoilers.models import Gate
from wiki.spoilers.sealed import unseal

PER_PAGE = 24
SORTS = {"name": "Name", "appearances": "Most appearances", "newest": "Newest page"}
VIEWS = ("cards", "table")
ON_CARDS = ("continuity", "played_by", "status", "image")


@dataclass(frozen=True)
class Line:
    """A character in the list."""

    page: Known
    values: dict[str, tuple[str, ...]]
    appearances: int

    @property
    def picture(self) -> str:
        return next(iter(self.values.get("image", ())), "")

    @property
    def continuity(self) -> str:
        return ", ".join(self.values.get("continuity", ()))

    @property
    def status(self) -> str:
        return ", ".join(self.values.get("status", ()))

    @property
    def played_by(self) -> str:
        return ", ".join(self.values.get("played_by", ()))


@dataclass(frozen=True)
class Listing:
    lines: PageOfList[Line]
    facets: tuple[Facet, ...]
    chosen: dict[str, str]
    sort: str
    view: str


def listing(asked: Mapping[str, str], lens: Lens) -> Listing:
    """List characters. What is asked for and makes no sense counts as not asked."""
    chosen = {name: value for name in FACETS if (value := asked.get(name, "")[:200]) and value.isprintable()}
    sort = asked.get("sort", "") if asked.get("sort") in SORTS else "name"
    view = asked.get("view", "") if asked.get("view") in VIEWS else "cards"
    open_gates = Gate.objects.open_to(lens)
    if "tag" in chosen:
        chosen["tag"] = synonyms_seen(open_gates).followed(chosen["tag"])
    whole = index(open_gates)
    lines = Paginator(_in_order(whole, chosen, sort, open_gates), PER_PAGE).get_page(asked.get("page", "1"))
    lines.object_list = described(lines.object_list, open_gates)
    return Listing(lines, whole.facets(chosen), chosen, sort, view)


def _in_order(whole: Index, chosen: Mapping[str, str], sort: str, open_gates: list[int]) -> list[int]:
    """List the characters that were asked for; those that appear equally often by name."""
    found = whole.found(chosen)
    pages = [page for page in whole.everybody if page in found]
    if sort == "newest":
        return sorted(pages, reverse=True)
    if sort == "appearances":
        counts = _appearances(Appearance.objects.visible_to(open_gates))
        return sorted(pages, key=lambda page: -counts.get(page, 0))
    return pages


def _appearances(rows: QuerySet[Appearance]) -> dict[int, int]:
    """Count the releases that each page appears in."""
    return dict(rows.values_list("page").annotate(Count("release", distinct=True)))


def described(pages: list[int], open_gates: list[int]) -> list[Line]:
    """Fetch what the cards tell. Three queries."""
    values: dict[int, dict[str, list[str]]] = {page: {} for page in pages}
    rows = Value.objects.visible_to(open_gates).filter(page__in=pages, field__in=ON_CARDS)
    for row in rows.order_by("page_id", "rank"):
        values[row.page_id].setdefault(row.field, []).append(unseal(row.text))
    counts = _appearances(Appearance.objects.visible_to(open_gates).filter(page__in=pages))
    names = known(open_gates, pages)
    return [
        Line(names[page], {field: tuple(texts) for field, texts in values[page].items()}, counts.get(page, 0))
        for page in pages
        if page in names  # somebody may save between two queries
    ]
