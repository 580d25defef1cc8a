"""Renders a page through a lens, once for all readers to whom it looks the same.

What a rendering depends on besides the revision is the outcome of a known list of gates: those of its text and
history, and those of the names that it links to. That list is its recipe. Both are kept under the revision's
public id and the page's stamp, which together never stand for two different things; so nothing is ever stale.
"""

from __future__ import annotations

import datetime
from collections import OrderedDict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from django.core.cache import cache

from wiki import markup
from wiki.markup import Rendering
from wiki.markup.dress import Heading
from wiki.markup.links import Resolve, Target
from wiki.markup.render import Html
from wiki.pages import history, kinds
from wiki.pages.models import Name, Revision
from wiki.pages.sheets import Sheet
from wiki.pages.sheets.infobox import Infobox, InfoboxView
from wiki.pages.sheets.records import links
from wiki.pages.state import PageState, SheetEntry, facts_of, seer, state_of
from wiki.spoilers.condition import Condition, from_key, of_gate
from wiki.spoilers.lens import Lens, packed

RENDER_AGE = 7 * 24 * 3600
MAX_RECIPES = 20_000

Recipe = tuple[Condition, ...]
Names = dict[str, list[tuple[Condition | None, str]]]


class Found(NamedTuple):
    """What one query tells of a page. `stamp` and `revision` name its state, `state` that of all records."""

    page: int
    kind: str
    stamp: int
    revision: str
    state: str = ""


@dataclass(frozen=True)
class PageView:
    """A page through a lens. `key` names this rendering in caches; it is "" for one that must not be kept."""

    id: int
    key: str
    title: str
    slug: str
    url: str
    kind: str
    aliases: tuple[str, ...]
    infobox: InfoboxView
    html: Html
    headings: tuple[Heading, ...]
    tags: tuple[tuple[str, str], ...]
    contributors: tuple[str, ...]
    updated_at: datetime.datetime | None
    description: str
    first: str  # the public id of the first revision that the reader may know of
    created_at: datetime.datetime | None
    stamp: int = 0  # of the page; with it, what other apps tell of it can be kept
    state: str = ""  # of all records when the page was asked for; see freshness.py
    revision: str = ""  # the public id of the one that this shows; never printed
    news: Any = None  # what a step of the reader opened here, for who has not read it yet (see marking.py)

    @property
    def found(self) -> Found:
        """Name the state that this was made from, to see it through another lens."""
        return Found(self.id, self.kind, self.stamp, self.revision)


_recipes: OrderedDict[tuple[str, int], Recipe] = OrderedDict()


def view(found: Found, lens: Lens) -> PageView:
    """Give the rendering for this lens from the cache, or make it: no query, or two."""
    recipe = _recipes.get((found.revision, found.stamp))
    if recipe is not None and (kept := cache.get(_key(found, recipe, lens))) is not None:
        return replace(kept, state=found.state)  # type: ignore[no-any-return]
    return replace(_make(found, lens), state=found.state)


def _key(found: Found, recipe: Recipe, lens: Lens) -> str:
    return f"page:{found.revision}:{found.stamp}:{packed(lens.outcomes(recipe))}"


def _make(found: Found, lens: Lens) -> PageView:
    revisions = list(Revision.objects.filter(page=found.page).light().oldest_first())
    current = Revision.objects.get(public_id=found.revision)
    whole = state_of(current)
    sheet = kinds.named(found.kind).sheet
    names = _names({use.slug for use in (*markup.wiki_links(whole.body), *links(whole.sheet, sheet))})
    state = whole.through(seer(lens, current.gates))
    rendered = markup.render(state.body, lambda slug: _target(slug, names, lens))
    key = _key(found, _remember(found, revisions, names), lens)
    if missed := rendered.asked - names.keys():
        # Links that come together only where something hidden stood between: no record will tell of their targets'
        # changes, so this rendering is not kept.
        names |= _names(missed)
        rendered, key = markup.render(state.body, lambda slug: _target(slug, names, lens)), ""
    infobox = Infobox(sheet, state.sheet, lambda slug: _target(slug, names, lens)).view()
    made = _view(key, found, state, (infobox, rendered), history.credits_for(history.visible(revisions, lens)))
    if key:
        cache.set(key, made, RENDER_AGE)
    return made


class Facts(NamedTuple):
    """What a page tells beside its text."""

    aliases: tuple[str, ...]
    infobox: InfoboxView


def facts(pages: Collection[int], lens: Lens) -> dict[int, Facts]:
    """Give names and infoboxes of pages without rendering them. Two queries, however many."""
    revisions = Revision.objects.filter(current_of__in=pages).select_related("page")
    revisions = revisions.only("names", "sheet", "seals", "gates", "page__kind")
    states = {
        one.page_id: (kinds.of(one.page).sheet, facts_of(one).through(seer(lens, one.gates))) for one in revisions
    }
    names = _names({use.slug for sheet, state in states.values() for use in links(state.sheet, sheet)})
    return {
        page: Facts(_aliases(state), Infobox(sheet, state.sheet, lambda slug: _target(slug, names, lens)).view())
        for page, (sheet, state) in states.items()
    }


def render_sheet(sheet: Sheet, entries: Iterable[SheetEntry], lens: Lens) -> InfoboxView:
    """Show the values of a projection that belongs to no revision. One query."""
    return Infobox(sheet, entries, resolver({use.slug for use in links(entries, sheet)}, lens)).view()


def render_text(projection: str, lens: Lens) -> Html:
    """Render a text that belongs to no revision. One query."""
    names = _names({use.slug for use in markup.wiki_links(projection)})
    rendered = markup.render(projection, lambda slug: _target(slug, names, lens))
    if missed := rendered.asked - names.keys():
        names |= _names(missed)
        rendered = markup.render(projection, lambda slug: _target(slug, names, lens))
    return rendered.html


def resolver(slugs: Iterable[str], lens: Lens) -> Resolve:
    """Give the function that leads each of these slugs to its page. One query."""
    names = _names(slugs)
    return lambda slug: _target(slug, names, lens)


def _names(slugs: Iterable[str]) -> Names:
    """Give, for each slug, the names it could mean, the best first."""
    names: Names = {slug: [] for slug in slugs}
    columns = ("slug", "gate__key", "page__kind")
    for slug, key, kind in Name.objects.filter(slug__in=names).best_first().values_list(*columns):
        names[slug].append((of_gate(key), kind))
    return names


def _remember(found: Found, revisions: list[Revision], names: Names) -> Recipe:
    keys = {key for revision in revisions for key in revision.gates.values()}
    linked = {condition for rows in names.values() for condition, _ in rows if condition is not None}
    recipe = tuple(sorted({from_key(key) for key in keys} | linked, key=lambda condition: condition.key))
    _recipes[found.revision, found.stamp] = recipe
    while len(_recipes) > MAX_RECIPES:
        _recipes.popitem(last=False)
    return recipe


def _target(slug: str, names: Names, lens: Lens) -> Target:
    for condition, kind in names.get(slug, ()):
        if lens.sees(condition):
            return Target(kinds.url(kind, slug), True)
    return Target(kinds.PAGE.url(slug), False)


def _view(
    key: str, found: Found, state: PageState, made: tuple[InfoboxView, Rendering], credit: history.Credits
) -> PageView:
    slug, (infobox, rendered) = markup.slugify(state.title), made
    return PageView(
        id=found.page,
        key=key,
        title=state.title,
        slug=slug,
        url=kinds.url(found.kind, slug),
        kind=found.kind,
        aliases=_aliases(state),
        infobox=infobox,
        html=rendered.html,
        headings=rendered.headings,
        tags=tuple(dict.fromkeys((entry.text, markup.slugify(entry.text)) for entry in state.tags)),
        contributors=credit.contributors,
        updated_at=credit.updated_at,
        description=markup.lead(state.body),
        first=credit.first,
        created_at=credit.created_at,
        stamp=found.stamp,
        revision=found.revision,
    )


def _aliases(state: PageState) -> tuple[str, ...]:
    return tuple(one.text for one in state.names if one.kind == Name.Kind.ALIAS and one.text != state.title)
