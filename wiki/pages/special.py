"""Lists for those who tend the wiki: pages that want something. All through the lens, by records and history's rule."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from django.core.paginator import Page as PageOfList
from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, QuerySet

from wiki import markup
from wiki.pages import history, kinds
from wiki.pages.models import Link, Name, PageTag, Revision
from wiki.pages.reading import PageLine, paged
from wiki.pages.state import seer, state_of
from wiki.spoilers.lens import Lens
from wiki.spoilers.models import Gate
from wiki.spoilers.sealed import unseal

PER_PAGE = 60


class Wanted(NamedTuple):
    """A name that pages link to and that no page has."""

    slug: str
    count: int

    @property
    def name(self) -> str:
        return self.slug.replace("-", " ").title()


class Measured(NamedTuple):
    """A page with what it is listed for."""

    title: str
    url: str
    note: str


@dataclass(frozen=True)
class Shadowed:
    """A name that leads to another page than its own."""

    name: str
    title: str
    url: str
    leads_to: str


def wanted(lens: Lens, number: object = 1) -> PageOfList[Wanted]:
    """List names that visible links ask for and no visible page has, the most wanted first."""
    gates = Gate.objects.open_to(lens)
    taken = Name.objects.visible_to(gates).filter(slug=OuterRef("target"))
    links = _links_of_visible_pages(gates).filter(~Exists(taken))
    rows = links.values("target").annotate(count=Count("page", distinct=True)).order_by("-count", "target")
    found = Paginator(rows, PER_PAGE).get_page(number)  # type: ignore[arg-type]
    found.object_list = [Wanted(row["target"], row["count"]) for row in found.object_list]
    return found  # type: ignore[return-value]


def _links_of_visible_pages(gates: list[int]) -> QuerySet[Link]:
    exists = Name.objects.visible_to(gates).filter(page=OuterRef("page"))
    return Link.objects.visible_to(gates).filter(Exists(exists))


def orphaned(lens: Lens, number: object = 1) -> PageOfList[PageLine]:
    """List pages that no other visible page links to."""
    gates = Gate.objects.open_to(lens)
    shown = Name.objects.shown(gates)
    own = Name.objects.visible_to(gates).filter(page=OuterRef(OuterRef("page"))).values("slug")
    leading = _links_of_visible_pages(gates).filter(target__in=own).exclude(page=OuterRef("page"))
    return paged(shown.filter(~Exists(leading)), number)


def dead_ends(lens: Lens, number: object = 1) -> PageOfList[PageLine]:
    """List pages without a link to a page."""
    gates = Gate.objects.open_to(lens)
    links = Link.objects.visible_to(gates).filter(page=OuterRef("page"))
    return paged(Name.objects.shown(gates).filter(~Exists(links)), number)


def untagged(lens: Lens, number: object = 1) -> PageOfList[PageLine]:
    gates = Gate.objects.open_to(lens)
    tags = PageTag.objects.visible_to(gates).filter(content_object=OuterRef("page"))
    return paged(Name.objects.shown(gates).filter(~Exists(tags)), number)


def longest(lens: Lens, count: int = PER_PAGE) -> list[Measured]:
    """List the pages with the most visible words. Reads every page, so few may ask for it often."""
    sizes = []
    names = _titles(lens)
    for revision in Revision.objects.filter(current_of__in=names).only("body", "names", "tags", "sheet", "gates"):
        pk = revision.current_of.pk
        body = markup.project(state_of(revision).body, seer(lens, revision.gates))
        sizes.append((len(body.split()), names[pk]))
    sizes.sort(key=lambda one: (-one[0], one[1]))
    return [Measured(title, url, f"{size} words") for size, (title, url) in sizes[:count]]


def newest(lens: Lens, count: int = PER_PAGE) -> list[Measured]:
    """List pages by when they came to exist for this reader, the last first."""
    names = _titles(lens)
    firsts: dict[int, Revision] = {}
    for revision in history.visible(Revision.objects.filter(page__in=names).light().oldest_first(), lens):
        firsts.setdefault(revision.page_id, revision)
    found = sorted(firsts.values(), key=lambda one: (one.saved_at, one.pk), reverse=True)[:count]
    return [Measured(*names[one.page_id], f"since {history.date(one.saved_at)}") for one in found]


def _titles(lens: Lens) -> dict[int, tuple[str, str]]:
    shown = Name.objects.shown(Gate.objects.open_to(lens)).select_related("page")
    return {name.page_id: (unseal(name.text), kinds.url(name.page.kind, name.slug)) for name in shown}


def shadowed(lens: Lens) -> list[Shadowed]:
    """List names that do not lead to their page because another page has them: broken and doubled redirects."""
    titles = _titles(lens)
    slugs: dict[str, list[tuple[int, int, str]]] = {}
    order = {kind: place for place, kind in enumerate(Name.ORDER)}
    rows = Name.objects.select_related("gate").filter(page__in=titles)
    for name in rows:
        if lens.sees(name.gate):
            slugs.setdefault(name.slug, []).append((order[Name.Kind(name.kind)], name.page_id, unseal(name.text)))
    found = []
    for claims in slugs.values():
        first, *others = sorted(claims)
        found += [Shadowed(text, *titles[page], titles[first[1]][0]) for _, page, text in others if page != first[1]]
    return sorted(found, key=lambda one: (one.name.casefold(), one.title))


def random_slug(lens: Lens, number: float) -> str | None:
    """Give the address of a page; `number` in [0, 1) says which."""
    shown = Name.objects.shown(Gate.objects.open_to(lens)).order_by("page_id")
    count = shown.count()
    name = shown.select_related("page")[int(number * count)] if count else None
    return kinds.url(name.page.kind, name.slug) if name else None
