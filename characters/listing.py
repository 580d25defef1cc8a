"""The list of characters: filters, counts, order, pages. All of it by records, in a fixed number of queries."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from django.core.cache import cache
from django.core.paginator import Page as PageOfList
from django.core.paginator import Paginator
from django.db.models import Count, Exists, IntegerField, Max, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models import Value as Constant
from django.db.models.functions import Coalesce

from characters.models import Appearance, Counterpart
from wiki.pages.models import Name, PageTag, Revision, Value
from wiki.pages.reading import Known, known_by
from wiki.spoilers.calendar import current
from wiki.spoilers.lens import Lens
from wiki.spoilers.models import Gate, Work
from wiki.spoilers.sealed import unseal

PER_PAGE = 24
KEPT = 24 * 3600
MOST_OPTIONS = 40
FIELDS = {"continuity": "Continuity", "status": "Status", "played_by": "Played by"}
FACETS = {**FIELDS, "work": "Work", "tag": "Tag", "counterpart": "Counterpart"}
SORTS = {"name": "Name", "appearances": "Most appearances", "newest": "Newest page"}
VIEWS = ("cards", "table")
ON_CARDS = ("continuity", "played_by", "status", "image")


class Counted(NamedTuple):
    """A value of a filter, with how many it would find."""

    value: str
    label: str
    count: int


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
    chosen = {name: value for name in FACETS if (value := asked.get(name, "")[:200]) and value.isprintable()}
    search = _Search(chosen, Gate.objects.open_to(lens))
    sort = asked.get("sort", "") if asked.get("sort") in SORTS else "name"
    view = asked.get("view", "") if asked.get("view") in VIEWS else "cards"
    return Listing(search.lines(sort, asked.get("page", "1")), search.facets(), chosen, sort, view)


class _Search:
    """One question, asked with one list of open gates."""

    def __init__(self, chosen: dict[str, str], open_gates: list[int]) -> None:
        self.chosen, self.gates = chosen, open_gates

    @cached_property
    def count(self) -> int:
        """How many characters there are."""
        return self.number("")

    def number(self, leaving_out: str) -> int:
        names = Name.objects.visible_to(self.gates).filter(page__kind="character")
        return self.filtered(names, "page", leaving_out).values("page").distinct().count()

    def filtered(self, rows: QuerySet[Any], page: str, leaving_out: str) -> QuerySet[Any]:
        """Keep the rows of pages that pass all filters but one."""
        for name, value in self.chosen.items():
            if name != leaving_out:
                rows = rows.filter(FILTERS[name](self, value, page))
        return rows

    def lines(self, sort: str, number: object) -> PageOfList[Line]:
        """Give one page of the list. Four queries."""
        shown = Name.objects.shown(self.gates).filter(page__kind="character").select_related("page")
        shown = self.filtered(shown, "page", "")
        if sort == "appearances":
            shown = shown.annotate(appearances=self.appearances()).order_by("-appearances", "slug", "page_id")
        else:
            shown = shown.order_by("-page_id") if sort == "newest" else shown.in_order()
        listed = _Counted(shown, PER_PAGE, self.count).get_page(number)
        listed.object_list = self.described(list(listed.object_list))
        return listed

    def appearances(self) -> Coalesce:
        """Count the appearances of a name’s page."""
        seen = Appearance.objects.visible_to(self.gates).filter(page=OuterRef("page")).order_by().values("page")
        count = seen.annotate(count=Count("release", distinct=True)).values("count")
        return Coalesce(Subquery(count, output_field=IntegerField()), Constant(0))

    def described(self, names: list[Name]) -> list[Line]:
        """Fetch what the cards tell. Two queries."""
        pages = [name.page_id for name in names]
        values: dict[int, dict[str, list[str]]] = {page: {} for page in pages}
        rows = Value.objects.visible_to(self.gates).filter(page__in=pages, field__in=ON_CARDS)
        for row in rows.order_by("page_id", "rank"):
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
        """Give all filters with their counts, which are made once for all who ask the same and see the same."""
        key = self.key()
        facets = cache.get(key)
        if facets is None:
            facets = self.counted()
            cache.set(key, facets, KEPT)
        return facets  # type: ignore[no-any-return]

    def key(self) -> str:
        """Name the question and the state of all records: they change with a new revision, or with the calendar.

        Between this and the counting somebody may save. The counts are then kept under the older name, which nobody
        asks for any more.
        """
        revision = Revision.objects.aggregate(last=Max("pk"))["last"]
        stamps = list(Work.objects.order_by("pk").values_list("pk", "stamp"))
        asked = repr((revision, stamps, sorted(self.gates), sorted(self.chosen.items())))
        return f"characters:{hashlib.sha256(asked.encode()).hexdigest()}"

    def counted(self) -> tuple[Facet, ...]:
        """Count for each filter what choosing another value of it would find. One query for each, at most."""
        values = self.of_values()
        found = [
            *(self.facet(name, values.get(name, ())) for name in FIELDS),
            self.facet("work", self.of_works()),
            self.facet("tag", self.of_tags()),
            self.facet("counterpart", self.of_counterparts()),
        ]
        return tuple(facet for facet in found if facet.options)

    def facet(self, name: str, options: Iterable[Counted]) -> Facet:
        found = [Option(*one, one.value == self.chosen.get(name)) for one in options if one.count]
        return Facet(name, FACETS[name], tuple(found))

    def characters(self, rows: QuerySet[Any], page: str, leaving_out: str) -> QuerySet[Any]:
        """Keep the rows of characters that exist for the reader and pass the other filters."""
        names = Name.objects.visible_to(self.gates).filter(page=OuterRef(page))
        rows = rows.filter(Exists(names), **{f"{page}__kind": "character"})
        return self.filtered(rows, page, leaving_out)

    def of_values(self) -> dict[str, list[Counted]]:
        """Count the values of all fields: those without a filter together, each other one by itself."""
        free = [field for field in FIELDS if field not in self.chosen]
        asked = [(free, ""), *(([field], field) for field in FIELDS if field in self.chosen)]
        found: dict[str, list[Counted]] = {}
        for fields, leaving_out in asked:
            rows = self.characters(Value.objects.visible_to(self.gates).filter(field__in=fields), "page", leaving_out)
            grouped = rows.values("field", "slug").annotate(text=Min("text"), count=Count("page", distinct=True))
            for row in grouped.order_by("-count", "slug"):
                found.setdefault(row["field"], []).append(Counted(row["slug"], unseal(row["text"]), row["count"]))
        return {field: _most(counted) for field, counted in found.items()}

    def of_works(self) -> list[Counted]:
        rows = self.characters(Appearance.objects.visible_to(self.gates), "page", "work")
        counts = dict(rows.values_list("work").annotate(count=Count("page", distinct=True)))
        return [Counted(work.code, work.short_title, counts.get(work.id, 0)) for work in current().works]

    def of_tags(self) -> list[Counted]:
        uses = self.characters(PageTag.objects.visible_to(self.gates), "content_object", "tag")
        grouped = uses.values("tag__slug").annotate(name=Min("text"), count=Count("content_object", distinct=True))
        rows = grouped.order_by("-count", "tag__slug")[:MOST_OPTIONS]
        return _most([Counted(row["tag__slug"], unseal(row["name"]), row["count"]) for row in rows])

    def of_counterparts(self) -> list[Counted]:
        everybody = self.number("counterpart") if "counterpart" in self.chosen else self.count
        names = Name.objects.visible_to(self.gates).filter(page__kind="character")
        names = self.filtered(names.filter(_with_counterpart(self, "yes", "page")), "page", "counterpart")
        having = names.values("page").distinct().count()
        return [Counted("yes", "with a counterpart", having), Counted("no", "without one", everybody - having)]


class _Counted(Paginator):  # type: ignore[type-arg]
    """A paginator that has been told how many there are."""

    def __init__(self, rows: QuerySet[Any], per_page: int, count: int) -> None:
        super().__init__(rows, per_page)
        self.count = count  # type: ignore[misc]


def _most(counted: list[Counted]) -> list[Counted]:
    """Keep the values that most have, by name."""
    return sorted(counted[:MOST_OPTIONS], key=lambda one: one.label.casefold())


def _with_value(field: str) -> Callable[[_Search, str, str], Q]:
    def condition(search: _Search, slug: str, page: str) -> Q:
        rows = Value.objects.visible_to(search.gates).filter(field=field, slug=slug)
        return Q(**{f"{page}__in": rows.values("page")})

    return condition


def _in_work(search: _Search, code: str, page: str) -> Q:
    rows = Appearance.objects.visible_to(search.gates).filter(work__code=code)
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
