"""What the list of characters is filtered by: which of them have which value, as far as one reader sees."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.core.cache import cache
from django.db.models import Aggregate, Exists, Min, OuterRef, TextField

from characters.kind import CHARACTER
from characters.models import Appearance, Counterpart
from wiki.pages import freshness
from wiki.pages.models import Name, PageTag, Value
from wiki.spoilers.calendar import current
from wiki.spoilers.sealed import unseal

KEPT = 24 * 3600
MOST_OPTIONS = 40
FIELDS = {"continuity": "Continuity", "status": "Status", "played_by": "Played by"}
FACETS = {**FIELDS, "work": "Work", "tag": "Tag", "counterpart": "Counterpart"}

Pages = frozenset[int]
NONE: Pages = frozenset()


class Option(NamedTuple):
    """A value of a filter, with how many choosing it would find."""

    value: str
    label: str
    count: int
    is_chosen: bool


class Facet(NamedTuple):
    name: str
    label: str
    options: tuple[Option, ...]


class Having(NamedTuple):
    """The characters that have a value, and what the value is called."""

    label: str
    pages: Pages


@dataclass(frozen=True)
class Index:
    """All characters that exist for a reader, in the order of their names, and which of them have what.

    Made anew when anybody saves or the calendar changes, and kept for all who see the same.
    """

    everybody: tuple[int, ...]
    having: dict[str, dict[str, Having]]

    def found(self, chosen: Mapping[str, str], leaving_out: str = "") -> Pages:
        """Give the characters that pass all filters, or all but one."""
        found = frozenset(self.everybody)
        for name, value in chosen.items():
            if name != leaving_out:
                found &= self.having[name].get(value, Having("", NONE)).pages
        return found

    def facets(self, chosen: Mapping[str, str]) -> tuple[Facet, ...]:
        """Give all filters that there is something to choose in."""
        facets = (Facet(name, label, tuple(self._options(name, chosen))) for name, label in FACETS.items())
        return tuple(facet for facet in facets if facet.options)

    def _options(self, name: str, chosen: Mapping[str, str]) -> list[Option]:
        """Count what each value of a filter would find beside the other filters, and keep those that find most."""
        others = self.found(chosen, leaving_out=name)
        counted = [
            Option(value, one.label, count, value == chosen.get(name))
            for value, one in self.having[name].items()
            if (count := len(one.pages & others))
        ]
        if name in ("work", "counterpart"):  # few, and in an order of their own
            return counted
        most = sorted(counted, key=lambda one: (-one.count, one.value))[:MOST_OPTIONS]
        return sorted(most, key=lambda one: one.label.casefold())


def index(open_gates: list[int]) -> Index:
    """Give what the filters go by: two queries, or seven when it has to be made."""
    key = freshness.key("characters", open_gates)
    kept: Index | None = cache.get(key)
    if kept is None:
        kept = _made(open_gates)
        cache.set(key, kept, KEPT)
    return kept


def _made(open_gates: list[int]) -> Index:
    visible = Name.objects.visible_to(open_gates).filter(page__kind=CHARACTER.name)
    # By rank, so that the last slug of a page is the one of the name that is shown.
    shown = {page: slug for slug, page in visible.order_by("rank").values_list("slug", "page_id")}
    everybody = frozenset(shown)
    having = {
        **_values(open_gates, everybody),
        "work": _works(open_gates, everybody),
        "tag": _tags(open_gates, everybody),
        "counterpart": _counterparts(open_gates, everybody),
    }
    return Index(tuple(sorted(shown, key=lambda page: (shown[page], page))), having)


def _values(open_gates: list[int], everybody: Pages) -> dict[str, dict[str, Having]]:
    rows = Value.objects.visible_to(open_gates).filter(field__in=FIELDS, page__kind=CHARACTER.name)
    found: dict[str, dict[str, Having]] = {name: {} for name in FIELDS}
    for field, slug, label, pages in rows.values_list("field", "slug").annotate(Min("text"), Together("page")):
        found[field][slug] = Having(unseal(label), _ids(pages) & everybody)
    return found


def _tags(open_gates: list[int], everybody: Pages) -> dict[str, Having]:
    uses = PageTag.objects.filter(content_object__kind=CHARACTER.name).open_to(open_gates)
    rows = uses.values_list("tag__slug").annotate(Min("text"), Together("content_object"))
    return {slug: Having(unseal(label), _ids(pages) & everybody) for slug, label, pages in rows}


def _works(open_gates: list[int], everybody: Pages) -> dict[str, Having]:
    rows = Appearance.objects.visible_to(open_gates).values_list("work")
    pages = {work: _ids(pages) & everybody for work, pages in rows.annotate(Together("page"))}
    return {work.code: Having(work.short_title, pages[work.id]) for work in current().works if work.id in pages}


class Together(Aggregate):
    """The ids of a group in one text: a row for each would take ten times as long to fetch."""

    template = "%(function)s(DISTINCT %(expressions)s)"
    function, name = "GROUP_CONCAT", "Together"
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any) -> Any:
        template = "STRING_AGG(DISTINCT %(expressions)s::text, ',')"
        return self.as_sql(compiler, connection, template=template)


def _ids(together: str) -> Pages:
    return frozenset(map(int, together.split(",")))


def _counterparts(open_gates: list[int], everybody: Pages) -> dict[str, Having]:
    """Part those that tell of a counterpart, or that another visible page tells of, from all others."""
    rows = Counterpart.objects.visible_to(open_gates)
    telling = Name.objects.visible_to(open_gates).filter(page=OuterRef("page"))
    targets = rows.filter(Exists(telling)).values("target")
    told_of = Name.objects.visible_to(open_gates).filter(slug__in=targets).values_list("page", flat=True)
    having = everybody & {*rows.values_list("page", flat=True), *told_of}
    return {"yes": Having("with a counterpart", having), "no": Having("without one", everybody - having)}
