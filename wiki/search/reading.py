"""Hands out what a search finds, as one reader may see it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.core.paginator import Page as PageOfList
from django.core.paginator import Paginator
from django.db.models import Count, Min

from wiki.markup import slugify
from wiki.pages import kinds
from wiki.pages.cleaning import NAME_MAX
from wiki.pages.models import Name, Page, PageTag
from wiki.pages.reading import Known, known
from wiki.pages.tagging import tag_lines
from wiki.search import filters, sources
from wiki.search.guessing import guesses
from wiki.search.models import Passage, Place
from wiki.search.parsing import Query, parse, reworded, without_filters
from wiki.search.ranking import MOST_PAGES, Ranked, Tier, ranked
from wiki.search.snippets import Part, marked
from wiki.spoilers.lens import Lens
from wiki.spoilers.models import Gate
from wiki.spoilers.sealed import unseal

PER_PAGE = 20
MOST_TAGS = 12


class Choice(NamedTuple):
    """A kind or a tag among what was found, with how many pages have it."""

    label: str
    pages: int
    query: str
    is_chosen: bool


@dataclass(frozen=True)
class Result:
    """A page that was found, with the best passage of it; of a fact, beside how the text of the page begins."""

    title: str
    url: str
    kind: str
    heading: str
    place_url: str
    snippet: tuple[Part, ...]
    is_talk: bool = False
    label: str = ""
    fact: tuple[Part, ...] = ()


@dataclass(frozen=True)
class Results:
    """What a search found: one page of it, with the facets of all; and what may have been meant where that was nothing.

    `query` is what was searched for: the first of `guesses` that finds something, where `typed` finds nothing.
    """

    typed: str
    query: Query
    page: PageOfList[Any]  # of Result
    exact: Known | None = None
    kinds: tuple[Choice, ...] = ()
    tags: tuple[Choice, ...] = ()
    guesses: tuple[str, ...] = ()

    @property
    def is_guessed(self) -> bool:
        """Whether other words were searched for than what was typed."""
        return self.query.text != self.typed

    @property
    def wider(self) -> str:
        """What was typed without its filters, "" where it has none or is nothing else."""
        return without_filters(self.typed, filters.names()) if self.query.is_filtered else ""

    @property
    def missing(self) -> str:
        """The name of a page that somebody may want to write, as nothing was found for it."""
        is_name = self.query.is_plain and not self.query.is_filtered and not self.page.paginator.count
        return self.typed[:NAME_MAX] if is_name else ""

    @property
    def is_more(self) -> bool:
        """Whether there may be more than were looked at."""
        return self.page.paginator.count >= MOST_PAGES


def results(text: str, lens: Lens, number: int | str = 1) -> Results:
    """Search. Any text is a query; an empty one finds nothing."""
    typed = parse(text, filters.names())
    open_gates = Gate.objects.open_to(lens)
    found, query, meant = _found_or_guessed(typed, open_gates)
    if not found:
        return Results(typed.text, typed, Paginator([], PER_PAGE).get_page(1), guesses=meant)
    numbered = Paginator(found, PER_PAGE).get_page(number)
    titles = known(open_gates, {found[0].page, *(one.page for one in numbered)})
    here = [one for one in numbered if one.page in titles]  # one may have gone since it was found
    shown: PageOfList[Any] = numbered
    shown.object_list = list(_results(here, query, titles, open_gates))
    exact = titles.get(found[0].page) if found[0].tier <= Tier.EXACT else None
    pages = [one.page for one in found]
    facets = _kinds(query, pages), _tags(query, pages, open_gates)
    return Results(typed.text, query, shown, exact, *facets, guesses=meant)


def _found_or_guessed(typed: Query, open_gates: list[int]) -> tuple[list[Ranked], Query, tuple[str, ...]]:
    """Search for what was typed, else for the nearest guess that finds something; give the other guesses as well.

    Where all of them have been tried in vain, none is given.
    """
    if found := _found(typed, open_gates):
        return found, typed, ()
    meant = [reworded(typed, guess.text, filters.names()) for guess in guesses(typed, open_gates)]
    for number, query in enumerate(meant if typed.is_plain else ()):
        if found := _found(query, open_gates):
            return found, query, tuple(other.text for other in meant[number + 1 :])
    return [], typed, () if typed.is_plain else tuple(query.text for query in meant)


def _found(query: Query, open_gates: list[int]) -> list[Ranked]:
    if query.is_empty:
        return []
    return ranked(query, open_gates) if query.wanted else _filtered(query, open_gates)


def _filtered(query: Query, open_gates: list[int]) -> list[Ranked]:
    """List the pages that pass the filters, where nothing else is asked for."""
    names = Name.objects.shown(open_gates)
    for name, value in query.filters:
        pages = filters.pages(name, value, open_gates)
        names = names.filter(filters.any_of("page", pages))
    for name, value in query.barred:
        names = names.exclude(filters.any_of("page", filters.pages(name, value, open_gates)))
    return [Ranked(page, Tier.NAME, 0) for page in names.in_order().values_list("page_id", flat=True)[:MOST_PAGES]]


def _results(found: list[Ranked], query: Query, titles: dict[int, Known], open_gates: list[int]) -> Iterator[Result]:
    """Describe what was found."""
    begun = _beginnings([one.page for one in found], open_gates)
    passages = Passage.objects.in_bulk({one.passage for one in found} | set(begun.values()))
    kind_of = dict(Page.objects.filter(pk__in=[one.page for one in found]).values_list("pk", "kind"))
    for one in found:
        kind = kinds.named(kind_of[one.page])
        label = kind.label if kind is not kinds.PAGE else ""
        yield _result(titles[one.page], label, query, passages.get(one.passage), passages.get(begun.get(one.page, 0)))


def _result(page: Known, kind: str, query: Query, best: Passage | None, begun: Passage | None) -> Result:
    """Describe a page. One of which only the name or a fact was found is shown by how its text begins, too."""
    fact = best if best and best.place == Place.FACT else None
    shown = begun if fact or not best else best
    return Result(
        title=page.title,
        url=page.url,
        kind=kind,
        heading=unseal(shown.heading) if shown else "",
        place_url=_url(shown, page) if shown else page.url,
        snippet=_snippet(shown, query),
        is_talk=bool(shown and shown.source),
        label=unseal(fact.heading) if fact else "",
        fact=_snippet(fact, query),
    )


def _snippet(passage: Passage | None, query: Query) -> tuple[Part, ...]:
    return marked(unseal(passage.text), query.terms) if passage else ()


def _beginnings(pages: list[int], open_gates: list[int]) -> dict[int, int]:
    """Give the first visible passage of text of each page."""
    rows = Passage.objects.visible_to(open_gates).filter(page__in=pages, place=Place.TEXT)
    return dict(rows.order_by().values_list("page_id").annotate(first=Min("key")))


def _url(passage: Passage, page: Known) -> str:
    """Give where a passage stands."""
    if passage.place == Place.TALK:
        return sources.url(page.slug, passage.source)
    heading = unseal(passage.heading)
    is_prose = passage.place in (Place.TEXT, Place.HEADING)
    return f"{page.url}#h-{slugify(heading)}" if is_prose and slugify(heading) else page.url


def _kinds(query: Query, pages: list[int]) -> tuple[Choice, ...]:
    rows = Page.objects.filter(pk__among=pages).values_list("kind").annotate(count=Count("pk")).order_by("kind")
    found = [(kinds.named(kind).label, count, f"kind:{kind}") for kind, count in rows]
    return _choices(query, found)


def _tags(query: Query, pages: list[int], open_gates: list[int]) -> tuple[Choice, ...]:
    uses = PageTag.objects.open_to(open_gates).filter(content_object__among=pages)
    lines = sorted(tag_lines(uses), key=lambda line: (-line.count, line.slug))[:MOST_TAGS]
    return _choices(query, [(line.name, line.count, f"tag:{line.slug}") for line in lines])


def _choices(query: Query, found: list[tuple[str, int, str]]) -> tuple[Choice, ...]:
    """Describe facets. One that is chosen already is taken off again by choosing it."""
    choices = []
    for label, count, term in found:
        bare = re.sub(rf"(?<!\S){re.escape(term)}(?!\S)", "", query.text, flags=re.IGNORECASE)
        is_chosen = bare != query.text
        choices.append(Choice(label, count, " ".join(bare.split()) if is_chosen else f"{query.text} {term}", is_chosen))
    return tuple(choices)
