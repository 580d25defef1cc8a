"""Lists for those who tend the wiki: pages that want something. All through the lens, by records and history's rule."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from django.core.cache import cache
from django.core.paginator import Page as PageOfList
from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, QuerySet

from wiki.pages import history, looking, reading
from wiki.pages.models import Link, Name, PageTag, Revision
from wiki.pages.reading import ORDER, PER_PAGE, Known, PageLine, known_by, paged
from wiki.spoilers.condition import from_key
from wiki.spoilers.lens import Lens, packed
from wiki.spoilers.models import Gate
from wiki.spoilers.sealed import unseal


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
    rows = (
        missing(Gate.objects.open_to(lens))
        .values("target")
        .annotate(count=Count("page", distinct=True))
        .order_by("-count", "target")
    )
    found = Paginator(rows, PER_PAGE).get_page(number)
    found.object_list = [Wanted(row["target"], row["count"]) for row in found.object_list]
    return found


def missing(gates: list[int]) -> QuerySet[Link]:
    """Give the visible links that lead to no visible page."""
    taken = Name.objects.visible_to(gates).filter(slug=OuterRef("target"))
    return _links_of_visible_pages(gates).filter(~Exists(taken))


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
    """List the pages with the most visible words. Each text is counted once for each set of outcomes."""
    names = reading.known(Gate.objects.open_to(lens))
    found = sorted((-size, names[page]) for page, size in sizes(names, lens).items())[:count]
    return [_measured(name, f"{-size} words") for size, name in found]


def sizes(pages: Collection[int], lens: Lens) -> dict[int, int]:
    """Count the visible words of pages. One query, and one more for texts that were not counted yet."""
    revisions = Revision.objects.filter(current_of__in=pages).only("public_id", "page_id", "gates")
    counted = _sizes({_size_key(one, lens): one for one in revisions}, lens)
    return {revision.page_id: size for revision, size in counted}


def _size_key(revision: Revision, lens: Lens) -> str:
    outcomes = lens.outcomes(from_key(key) for _, key in sorted(revision.gates.items()))
    return f"size:{revision.public_id}:{packed(outcomes)}"


def _sizes(revisions: dict[str, Revision], lens: Lens) -> list[tuple[Revision, int]]:
    sizes = cache.get_many(revisions)
    missing = {key: one.pk for key, one in revisions.items() if key not in sizes}
    whole = history.contents(missing.values()) if missing else {}
    counted = {key: len(looking.shown(whole[pk], lens).body.split()) for key, pk in missing.items()}
    cache.set_many(counted, history.KEPT)
    return [(revisions[key], size) for key, size in (sizes | counted).items()]


def newest(lens: Lens, count: int = PER_PAGE) -> list[Measured]:
    """List pages by when they came to exist for this reader, the last first.

    That is mostly with their first revision, so later ones are read only for pages that were hidden then.
    """
    names = reading.known(Gate.objects.open_to(lens))
    revisions = Revision.objects.filter(page__in=names).light().oldest_first()
    firsts = {one.page_id: one for one in history.visible(revisions.filter(parent=None), lens)}
    for one in history.visible(revisions.exclude(page__in=firsts), lens):
        firsts.setdefault(one.page_id, one)
    found = sorted(firsts.values(), key=lambda one: (one.saved_at, one.pk), reverse=True)[:count]
    return [_measured(names[one.page_id], f"since {history.date(one.saved_at)}") for one in found]


def _measured(name: Known, note: str) -> Measured:
    return Measured(name.title, name.url, note)


def shadowed(lens: Lens) -> list[Shadowed]:
    """List names that do not lead to their page because another page has them: broken and doubled redirects."""
    gates = Gate.objects.open_to(lens)
    pages = reading.known(gates)
    claims: dict[str, list[tuple[int, int, str]]] = {}
    for name in Name.objects.visible_to(gates):
        claims.setdefault(name.slug, []).append((ORDER[Name.Kind(name.kind)], name.page_id, unseal(name.text)))
    found = [one for several in claims.values() for one in _shadowed(sorted(several), pages)]
    return sorted(found, key=lambda one: (one.name.casefold(), one.title))


def _shadowed(claims: list[tuple[int, int, str]], pages: dict[int, Known]) -> Iterator[Shadowed]:
    (_, winner, _), *others = claims
    for _, page, text in others:
        if page != winner:
            yield Shadowed(text, pages[page].title, pages[page].url, pages[winner].title)


def any_page(lens: Lens, number: float) -> str | None:
    """Give the address of a page, all alike likely; `number` in [0, 1) says which, by the alphabet. Three queries."""
    shown = Name.objects.shown(Gate.objects.open_to(lens)).in_order()
    count = shown.count()
    return known_by(shown.select_related("page")[int(number * count)]).url if count else None
