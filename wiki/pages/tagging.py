"""Hands out tags, and the pages that carry them, as one reader may see them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.core.paginator import Page as PageOfList
from django.db.models import Count, Min, QuerySet
from django.http import Http404

from wiki import markup
from wiki.pages import reading, rendering
from wiki.pages.models import Name, PageTag, Revision
from wiki.pages.querysets import NameQuerySet
from wiki.pages.reading import PageLine
from wiki.pages.state import seer, state_of
from wiki.pages.tag_uses import synonyms_seen
from wiki.spoilers.lens import Lens
from wiki.spoilers.models import Gate
from wiki.spoilers.sealed import unseal

MOST = 5  # tags asked for together
RELATED = 24


class TagLine(NamedTuple):
    name: str
    slug: str
    count: int


class Way(NamedTuple):
    """A tag that leads to other pages: with it besides, or without it. `slug` names all that are then chosen."""

    name: str
    slug: str
    count: int | None = None


class About(NamedTuple):
    """What the page of a tag's own name says before its first heading."""

    title: str
    url: str
    html: str


@dataclass(frozen=True)
class Tagged:
    """Some tags, and the pages that carry all of them. `slug` is their one address."""

    tags: tuple[TagLine, ...]
    lines: PageOfList[PageLine]
    narrower: tuple[Way, ...]
    about: About | None

    @property
    def slug(self) -> str:
        return joined(tag.slug for tag in self.tags)

    @property
    def title(self) -> str:
        return " + ".join(tag.name for tag in self.tags)

    @property
    def wider(self) -> tuple[Way, ...]:
        """Give the way to more pages by leaving out each tag."""
        ways = ((tag, [one.slug for one in self.tags if one != tag]) for tag in self.tags)
        return tuple(Way(tag.name, joined(others)) for tag, others in ways if others)


def joined(slugs: Iterable[str]) -> str:
    """Give the one address of tags, in whatever order they come."""
    return "+".join(sorted(set(slugs)))


def tags(lens: Lens) -> list[TagLine]:
    """List the tags that something visible carries, with how many visible pages each."""
    return tag_lines(PageTag.objects.visible_to(Gate.objects.open_to(lens)))


def lines(slugs: Collection[str], open_gates: list[int]) -> list[TagLine]:
    """Sum up those of some tags that something visible carries. One query."""
    return tag_lines(PageTag.objects.visible_to(open_gates).filter(tag__slug__in=slugs))


def tag_lines(uses: QuerySet[PageTag]) -> list[TagLine]:
    """Sum up uses of tags: each tag by the first of its names, with how many pages carry it."""
    return [TagLine(unseal(row["name"]), row["tag__slug"], row["count"]) for row in _grouped(uses)]


def _grouped(uses: QuerySet[PageTag]) -> QuerySet[PageTag, dict[str, object]]:
    counted = uses.values("tag__slug").annotate(name=Min("text"), count=Count("content_object", distinct=True))
    return counted.order_by("tag__slug")


def tagged(slug: str, lens: Lens, number: object = 1) -> Tagged:
    """Give the visible pages that carry all tags of an address. Raises Http404 when there are none.

    Synonyms that the reader may know of are followed, so the tags can be others than those asked for.
    """
    open_gates = Gate.objects.open_to(lens)
    synonyms = synonyms_seen(open_gates)
    slugs = sorted({synonyms.followed(one) for one in slug.split("+")})
    found = lines(slugs, open_gates)
    if len(found) < len(slugs):
        raise Http404
    pages = reading.paged(_carrying(slugs, open_gates), number)
    if not pages.paginator.count:
        raise Http404
    narrower = _narrower(slugs, open_gates) if len(slugs) < MOST else ()
    is_alone = len(slugs) == 1 and pages.number == 1
    return Tagged(tuple(found), pages, narrower, _about(slugs[0], lens) if is_alone else None)


def _carrying(slugs: Collection[str], open_gates: list[int]) -> NameQuerySet:
    shown = Name.objects.shown(open_gates)
    for slug in slugs:
        uses = PageTag.objects.open_to(open_gates).filter(tag__slug=slug)
        shown = shown.filter(page__in=uses.values("content_object"))
    return shown


def _narrower(slugs: list[str], open_gates: list[int]) -> tuple[Way, ...]:
    """Give the tags that most of the pages with all of these carry besides, and how many do. One query."""
    uses = PageTag.objects.visible_to(open_gates).exclude(tag__slug__in=slugs)
    for slug in slugs:
        others = PageTag.objects.open_to(open_gates).filter(tag__slug=slug)
        uses = uses.filter(content_object__in=others.values("content_object"))
    rows = _grouped(uses).order_by("-count", "tag__slug")[:RELATED]
    return tuple(Way(unseal(row["name"]), joined([*slugs, row["tag__slug"]]), row["count"]) for row in rows)


def _about(slug: str, lens: Lens) -> About | None:
    """Give how the page of a tag's name begins, if the reader knows one. Three queries."""
    try:
        found = reading.found_page(slug, lens)
    except Http404:
        return None
    revision = Revision.objects.select_related("page").get(public_id=found.revision)
    state = state_of(revision).through(seer(lens, revision.gates))
    known = reading.known_as(state.title, found.kind)
    return About(known.title, known.url, rendering.render_text(_beginning(state.body), lens))


def _beginning(projection: str) -> str:
    """Cut a projection before its first heading."""
    head = reading.head(projection)
    headings = markup.sections(head)
    return head[: headings[0].start] if headings else head
