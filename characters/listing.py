"""The list of characters: filters, counts, order, pages. All of it by records, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.core.paginator import Page as PageOfList
from django.core.paginator import Paginator
from django.db.models import Count, Exists, IntegerField, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models import Value as Constant
from django.db.models.functions import Coalesce

from characters.models import Appearance, Counterpart
from wiki.pages.models import Name, PageTag, Value
from wiki.pages.reading import Known, known_by
from wiki.spoilers.calendar import current
from wiki.spoilers.lens import Lens
from wiki.spoilers.models import Gate
from wiki.spoilers.sealed import unseal

PER_PAGE = 24
MOST_OPTIONS = 40
FIELDS = {"continuity": "Continuity", "status": "Status", "played_by": "Played by"}
FACETS = {**FIELDS, "work": "Work", "tag": "Tag", "counterpart": "Counterpart"}
SORTS = {"name": "Name", "appearances": "Most appearances", "newest": "Newest page"}
VIEWS = ("cards", "table")
ON_CARDS = ("continuity", "played_by", "status", "image")


class Option(NamedTuple):
    value: str
    label: str
    count: int
    is_chosen: bool


class Facet(NamedTuple):
    name: str
    label: str
    options: tuple[Option, ...]


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
    search = _Search({name: asked.get(name, "")[:200] for name in FACETS}, Gate.objects.open_to(lens))
    sort = asked.get("sort", "") if asked.get("sort") in SORTS else "name"
    view = asked.get("view", "") if asked.get("view") in VIEWS else "cards"
    chosen = {name: value for name, value in search.chosen.items() if value}
    return Listing(search.lines(sort, asked.get("page", "1")), search.facets(), chosen, sort, view)


class _Search:
    """One question, asked with one list of open gates."""

    def __init__(self, chosen: dict[str, str], open_gates: list[int]) -> None:
        self.chosen, self.gates = chosen, open_gates

    def shown(self) -> QuerySet[Name]:
        """Give the one name of each character under which the reader knows it, as far as the filters let."""
        return self.filtered(Name.objects.shown(self.gates).filter(page__kind="character"), "page", "")

    def filtered(self, rows: QuerySet[Any], page: str, leaving_out: str) -> QuerySet[Any]:
        """Keep the rows of pages that pass all filters but one."""
        for name, value in self.chosen.items():
            if value and name != leaving_out:
                rows = rows.filter(FILTERS[name](self, value, page))
        return rows

    def lines(self, sort: str, number: object) -> PageOfList[Line]:
        shown = self.shown().select_related("page")
        if sort == "appearances":
            counted = Appearance.objects.visible_to(self.gates).filter(page=OuterRef("page"))
            count = counted.order_by().values("page").annotate(count=Count("release", distinct=True)).values("count")
            shown = shown.annotate(appearances=_or_zero(count)).order_by("-appearances", "slug", "page_id")
        else:
            shown = shown.order_by("-page_id") if sort == "newest" else shown.in_order()
        listed = Paginator(shown, PER_PAGE).get_page(number)
        listed.object_list = self.described(list(listed.object_list))
        return listed

    def described(self, names: list[Name]) -> list[Line]:
        """Fetch what the cards tell. Two queries."""
        pages = [name.page_id for name in names]
        values: dict[int, dict[str, list[str]]] = {page: {} for page in pages}
        rows = Value.objects.visible_to(self.gates).filter(page__in=pages, field__in=ON_CARDS)
        for row in rows.order_by("rank", "pk"):
            values[row.page_id].setdefault(row.field, []).append(unseal(row.text))
        seen = Appearance.objects.visible_to(self.gates).filter(page__in=pages)
        counts = dict(seen.values_list("page").annotate(count=Count("release", distinct=True)))
        return [
            Line(
                known_by(name),
                {field: tuple(texts) for field, texts in values[name.page_id].items()},
                counts.get(name.page_id, 0),
            )
            for name in names
        ]

    def facets(self) -> tuple[Facet, ...]:
        """Count for each filter what choosing another value of it would find. One query each."""
        found = [
            *(self.facet(name, self.of_values(name)) for name in FIELDS),
            self.facet("work", self.of_works()),
            self.facet("tag", self.of_tags()),
            self.facet("counterpart", self.of_counterparts()),
        ]
        return tuple(facet for facet in found if facet.options)

    def facet(self, name: str, options: Iterable[tuple[str, str, int]]) -> Facet:
        found = [Option(value, label, count, value == self.chosen[name]) for value, label, count in options if count]
        return Facet(name, FACETS[name], tuple(found))

    def characters(self, rows: QuerySet[Any], page: str, leaving_out: str) -> QuerySet[Any]:
        """Keep the rows of characters that exist for the reader and pass the other filters."""
        names = Name.objects.visible_to(self.gates).filter(page=OuterRef(page))
        rows = rows.filter(Exists(names), **{f"{page}__kind": "character"})
        return self.filtered(rows, page, leaving_out)

    def of_values(self, field: str) -> list[tuple[str, str, int]]:
        rows = self.characters(Value.objects.visible_to(self.gates).filter(field=field), "page", field)
        grouped = rows.values("slug").annotate(text=Min("text"), count=Count("page", distinct=True))
        found = [(row["slug"], unseal(row["text"]), row["count"]) for row in grouped.order_by("-count", "slug")]
        return sorted(found[:MOST_OPTIONS], key=lambda one: one[1].casefold())

    def of_works(self) -> list[tuple[str, str, int]]:
        rows = self.characters(Appearance.objects.visible_to(self.gates), "page", "work")
        counts = dict(rows.values_list("release__work__code").annotate(count=Count("page", distinct=True)))
        return [(work.code, work.short_title, counts.get(work.code, 0)) for work in current().works]

    def of_tags(self) -> list[tuple[str, str, int]]:
        uses = self.characters(PageTag.objects.visible_to(self.gates), "content_object", "tag")
        grouped = uses.values("tag__slug").annotate(name=Min("text"), count=Count("content_object", distinct=True))
        found = [
            (row["tag__slug"], unseal(row["name"]), row["count"]) for row in grouped.order_by("-count", "tag__slug")
        ]
        return sorted(found[:MOST_OPTIONS], key=lambda one: one[1].casefold())

    def of_counterparts(self) -> list[tuple[str, str, int]]:
        shown = Name.objects.shown(self.gates).filter(page__kind="character")
        shown = self.filtered(shown, "page", "counterpart")
        having = shown.filter(_with_counterpart(self, "yes", "page")).count()
        return [("yes", "with a counterpart", having), ("no", "without one", shown.count() - having)]


def _or_zero(count: QuerySet[Any]) -> Any:
    return Coalesce(Subquery(count, output_field=IntegerField()), Constant(0))


def _with_value(field: str) -> Callable[[_Search, str, str], Q]:
    def condition(search: _Search, slug: str, page: str) -> Q:
        rows = Value.objects.visible_to(search.gates).filter(field=field, slug=slug)
        return Q(**{f"{page}__in": rows.values("page")})

    return condition


def _in_work(search: _Search, code: str, page: str) -> Q:
    rows = Appearance.objects.visible_to(search.gates).filter(release__work__code=code)
    return Q(**{f"{page}__in": rows.values("page")})


def _with_tag(search: _Search, slug: str, page: str) -> Q:
    uses = PageTag.objects.visible_to(search.gates).filter(tag__slug=slug)
    return Q(**{f"{page}__in": uses.values("content_object")})


def _with_counterpart(search: _Search, answer: str, page: str) -> Q:
    """Those that tell of a counterpart, and those that another visible page tells of."""
    rows = Counterpart.objects.visible_to(search.gates)
    tellers = Name.objects.visible_to(search.gates).filter(page=OuterRef("page"))
    targets = rows.filter(Exists(tellers)).values("target")
    told_of = Name.objects.visible_to(search.gates).filter(slug__in=targets).values("page")
    having = Q(**{f"{page}__in": rows.values("page")}) | Q(**{f"{page}__in": told_of})
    return ~having if answer == "no" else having


FILTERS: dict[str, Callable[[_Search, str, str], Q]] = {
    **{field: _with_value(field) for field in FIELDS},
    "work": _in_work,
    "tag": _with_tag,
    "counterpart": _with_counterpart,
}
