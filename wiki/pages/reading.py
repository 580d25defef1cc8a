"""Hands out pages as one reader may see them.

Other reads of names and revisions stand beside it, each through a lens: looking.py (one page’s revisions), changes.py,
special.py and images.py. docs/decisions/0012 says why there are several.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

from django.core.paginator import Page as PageOfList
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404

from wiki import markup
from wiki.pages import freshness, kinds, rendering
from wiki.pages.models import Link, Name, Revision
from wiki.pages.rendering import PageView
from wiki.pages.state import seer, state_of
from wiki.spoilers.condition import of_gate
from wiki.spoilers.lens import Lens
from wiki.spoilers.models import Gate
from wiki.spoilers.sealed import unseal

PER_PAGE = 60
ORDER = {kind: place for place, kind in enumerate(Name.ORDER)}
HEAD = 8_000  # characters


@dataclass(frozen=True, slots=True)
class PageLine:
    """A page in a list."""

    title: str
    url: str
    lead: str = ""


class Known(NamedTuple):
    """What a reader knows a page by."""

    title: str
    slug: str
    url: str


def page(slug: str, lens: Lens) -> PageView:
    """Give the page that a reader knows by this slug. Raises Http404, the same for hidden and unknown.

    One query when the rendering is cached, three when it has to be made.
    """
    return rendering.view(found_page(slug, lens), lens)


def found_page(slug: str, lens: Lens) -> rendering.Found:
    """Find the visible page of a slug: the best name first, then the older page."""
    columns = ("kind", "gate__key", "page_id", "page__kind", "page__stamp", "page__current__public_id")
    # Sorted here: this query stands in every view of a page, and the ORM takes longer over an expression to order by.
    rows = Name.objects.filter(slug=slug).values_list(*columns, freshness.STATE)
    for _, key, *found in sorted(rows, key=lambda row: (ORDER[row[0]], row[2])):
        if lens.sees(of_gate(key)):
            return rendering.Found(*found)
    raise Http404


def other_page(slug: str, page: int, lens: Lens) -> int:
    """Give the page of a slug besides this one, for two of one name. Raises Http404."""
    columns = ("kind", "gate__key", "page_id")
    rows = sorted(Name.objects.filter(slug=slug).exclude(page=page).values_list(*columns), key=lambda r: ORDER[r[0]])
    for _, key, pk in rows:
        if lens.sees(of_gate(key)):
            return int(pk)
    raise Http404


def known(
    open_gates: list[int], pages: Collection[int] | None = None, *, but: Collection[str] = ()
) -> dict[int, Known]:
    """Give those pages that exist for a reader: all, or some, but those of some kinds. One query."""
    shown = Name.objects.shown(open_gates).exclude(page__kind__in=but).select_related("page")
    shown = shown if pages is None else shown.filter(page__among=pages)
    return {name.page_id: known_by(name) for name in shown}


def known_by(name: Name) -> Known:
    """Describe a page by the name that a reader sees."""
    return Known(unseal(name.text), name.slug, kinds.url(name.page.kind, name.slug))


def known_as(title: str, kind: str) -> Known:
    """Describe a page by the title of a projection."""
    slug = markup.slugify(title)
    return Known(title, slug, kinds.url(kind, slug))


def meant(slugs: Iterable[str], open_gates: list[int]) -> dict[str, int]:
    """Give the page that each slug leads to, as links do. One query."""
    rows = Name.objects.visible_to(open_gates).filter(slug__in=slugs).best_first()  # type: ignore[attr-defined]
    found: dict[str, int] = {}
    for slug, page in rows.values_list("slug", "page_id"):
        found.setdefault(slug, page)
    return found


def all_pages(lens: Lens, number: object = 1) -> PageOfList[PageLine]:
    """List all pages by title."""
    return paged(Name.objects.shown(Gate.objects.open_to(lens)), number)


def names_like(words: str, lens: Lens, count: int = 10) -> list[str]:
    """List visible names in which a word starts like what somebody types, those that start so themselves first."""
    slug = markup.slugify(words)
    if not slug:
        return []
    visible = Name.objects.visible_to(Gate.objects.open_to(lens)).exclude(kind=Name.Kind.REDIRECT)
    starts, within = visible.filter(slug__startswith=slug), visible.filter(slug__contains=f"-{slug}")
    found = [*starts.order_by("slug", "page_id")[:count], *within.order_by("slug", "page_id")[:count]]
    return list(dict.fromkeys(unseal(name.text) for name in found))[:count]


def links_here(slug: str, lens: Lens, number: object = 1) -> tuple[PageView, PageOfList[PageLine]]:
    """Give a page and the pages that link to any of its visible names, where this reader sees the link."""
    found = found_page(slug, lens)
    open_gates = Gate.objects.open_to(lens)
    slugs = Name.objects.visible_to(open_gates).filter(page=found.page).values("slug")
    links = Link.objects.visible_to(open_gates).filter(target__in=slugs).exclude(page=found.page)
    return rendering.view(found, lens), paged(
        Name.objects.shown(open_gates).filter(page__in=links.values("page")), number
    )


def leads(pages: Collection[int], lens: Lens) -> dict[int, str]:
    """Give the first words of pages that exist for a reader. One query."""
    revisions = Revision.objects.filter(current_of__in=pages)
    return {revision.page_id: _lead(revision, lens) for revision in revisions}


def _lead(revision: Revision, lens: Lens) -> str:
    state = state_of(revision)
    return markup.lead(replace(state, body=head(state.body)).through(seer(lens, revision.gates)).body)


def head(body: str) -> str:
    """Cut a long text after some paragraphs. At a blank line, because no inline gate spans one."""
    end = body.rfind("\n\n", 0, HEAD)
    return body if len(body) <= HEAD or end < 0 else body[:end]


def paged(names: QuerySet[Name], number: object) -> PageOfList[PageLine]:
    """Cut a list of shown names into pages of lines. Two queries."""
    listed = Paginator(names.in_order().select_related("page"), PER_PAGE).get_page(number)  # type: ignore[attr-defined]
    listed.object_list = [PageLine(one.title, one.url) for one in map(known_by, listed.object_list)]
    return listed
