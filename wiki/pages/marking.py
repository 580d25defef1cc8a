"""Marks on a page what a step of the reader opened, until they have read it.

The marked page is made from two renderings, the reader’s and an earlier one of theirs, each of which is kept as any
other; it is kept under the keys of both.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest
from django.template.loader import render_to_string

from wiki import markup
from wiki.markup import Novel
from wiki.pages import fresh, rendering, unlocking
from wiki.pages.reading import known
from wiki.pages.rendering import PageView
from wiki.pages.unlocking import Entry
from wiki.spoilers import trail
from wiki.spoilers.lens import Lens
from wiki.spoilers.trail import Step

KEPT = 600  # seconds: what is not out yet comes out without a change of the page


@dataclass(frozen=True)
class News:
    """What is new on a page since the reader stood elsewhere (`since`), for the line above it."""

    since: str
    is_new_page: bool
    names: tuple[str, ...] = ()
    has_facts: bool = False
    blocks: tuple[Novel, ...] = ()
    entries: tuple[Entry, ...] = ()

    @property
    def sections(self) -> tuple[tuple[str, str], ...]:
        """The headings with new words below them: anchor and text; what stands above all has neither."""
        return tuple(dict.fromkeys((block.anchor, block.heading) for block in self.blocks))

    @property
    def is_any(self) -> bool:
        return bool(self.is_new_page or self.names or self.has_facts or self.blocks or self.entries)


def marked(page: PageView, request: HttpRequest) -> PageView:
    """Mark what is new on a page to this reader; the page itself when nothing is, or they read it as it was once."""
    steps, reader = trail.of(request), request.reader  # type: ignore[attr-defined]
    step = steps.first_unread(page.id)
    if step is None or reader.lens.is_empty or reader.lens.sees_everything or hasattr(request, "page_lens"):
        return page
    before = trail.before(reader, steps, step.number)
    was_there, others = _told(page, before, request) if before != reader.lens else (True, ())
    if not was_there:
        return replace(page, news=News(since(step, request), is_new_page=True))
    return _marked(page, rendering.view(page.found, before), others, since(step, request))


def since(step: Step, request: HttpRequest) -> str:
    """Name the last release before a step: `JJ 1x04`; the beginning of its work where there was none."""
    for place in request.reader.places:  # type: ignore[attr-defined]
        if place.work.id == step.work:
            last = step.place_before(place.work).last
            return last.label if last else f"you began {place.work.short_title}"
    return "then"


def _marked(page: PageView, before: PageView, others: tuple[Entry, ...], since: str) -> PageView:
    text = markup.mark(page.html, before.html)
    infobox = fresh.marked(page.infobox, before.infobox)
    names = tuple(one for one in (page.title, *page.aliases) if one not in (before.title, *before.aliases))
    has_facts = any(value.is_new for field in infobox.fields for value in field.values)
    news = News(since, False, names, has_facts, text.blocks, others)
    if not news.is_any:
        return page
    key = page.key and before.key and f"{page.key}:{_short(before.key)}"
    return replace(page, key=key, html=text.html, infobox=infobox, news=news)


def _told(page: PageView, before: Lens, request: HttpRequest) -> tuple[bool, tuple[Entry, ...]]:
    """Tell whether a page was there before, and give what the apps have new of it. No query when it is kept."""
    lens = request.lens  # type: ignore[attr-defined]
    reader = (request.user.pk, sorted(before.seen), sorted(lens.seen))
    key = f"news:{page.id}:{page.stamp}:{page.slug[:40]}:{_short(repr(reader))}"
    kept: tuple[bool, tuple[Entry, ...]] | None = cache.get(key)
    if kept is None:
        what = unlocking.opened(before, lens)
        was_there = not what.gates or page.id in known(what.open_before, [page.id])
        is_worth = bool(what.gates) and was_there
        kept = was_there, tuple(unlocking.entries(what, {page.id: page.slug})[page.id]) if is_worth else ()
        cache.set(key, kept, KEPT)
    return kept


def _short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def line(page: Any, request: HttpRequest) -> str:
    """Render the line above a page that says what is new on it; "" where nothing is."""
    news = getattr(page, "news", None)
    return render_to_string("pages/_news.html", {"page": page, "news": news}, request) if news else ""
