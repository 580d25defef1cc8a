"""Claims: what was said to come, by whom and where, how its standing changed, and what came of it.

A claim is told by its own page and by each article that makes it. One that has no page yet is known by its words.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, NamedTuple

from django.core.cache import cache
from django.urls import reverse
from django.utils.http import urlencode

from articles.kind import CLAIM
from articles.models import ClaimStatus, Mention, Outcome
from wiki.markup.links import Resolve
from wiki.pages import freshness, rendering
from wiki.pages.models import Name, Value
from wiki.pages.reading import Known, known
from wiki.pages.sheets.types import Shown, Source
from wiki.spoilers import dates
from wiki.spoilers.lens import Lens
from wiki.spoilers.models import Gate
from wiki.spoilers.sealed import unseal

KEPT = 24 * 3600
FIELDS = ("said_by", "said_on", "works", "about")


class Step(NamedTuple):
    """What a claim’s status was from a day on, and who says so."""

    status: str
    begins: datetime.date
    day: datetime.date
    date: str
    source: Shown | None
    said_by: str = ""


class Made(NamedTuple):
    """A claim as an article makes it. Light, because there are many."""

    page: int
    target: str
    name: Any
    status: str
    said_by: Any
    at: datetime.datetime


MADE = ("page_id", "target", "name", "status", "said_by", "page__article__published_at")


class Result(NamedTuple):
    verdict: str
    text: str
    source: Shown | None


@dataclass(frozen=True)
class ClaimLine:
    """A claim as one reader may know it, its steps the oldest first."""

    slug: str
    statement: str
    url: str
    is_missing: bool
    steps: tuple[Step, ...] = ()
    outcome: Result | None = None
    said_by: tuple[str, ...] = ()
    said_on: str = ""
    works: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    page: int = 0
    slugs: frozenset[str] = field(default_factory=frozenset)

    @property
    def last(self) -> Step | None:
        """The step since which its status is what it is; one whose day has not begun is none yet."""
        begun = [step for step in self.steps if step.begins <= dates.today()]
        return begun[-1] if begun else None

    @property
    def status(self) -> str:
        return self.last.status if self.last else "Open question"

    @property
    def since(self) -> str:
        return self.last.date if self.last else ""

    @property
    def verdict(self) -> str:
        return self.outcome.verdict if self.outcome else ""

    def in_short(self) -> ClaimLine:
        """Leave out the steps before the latest: a list shows no more."""
        past = [step for step in self.steps if step.begins <= dates.today()][:-1]
        return replace(self, steps=self.steps[len(past) :])


def all_claims(lens: Lens) -> list[ClaimLine]:
    """List all claims that a reader may know of, in the order of their words. Made once for all who see the same."""
    open_gates = Gate.objects.open_to(lens)
    key = freshness.key("claims", open_gates)
    found: list[ClaimLine] | None = cache.get(key)
    if found is None:
        found = [line.in_short() for line in _Gathered(lens, open_gates).lines()]
        cache.set(key, found, KEPT)
    return found


def claims_like(slugs: Collection[str], lens: Lens, open_gates: list[int]) -> dict[str, ClaimLine]:
    """Give some claims by the slugs that lead to them."""
    lines = _Gathered(lens, open_gates, frozenset(slugs)).lines()
    return {slug: line for line in lines for slug in line.slugs}


class _Gathered:
    """Everything that visible pages tell of claims. A fixed number of queries."""

    def __init__(self, lens: Lens, open_gates: list[int], only: frozenset[str] | None = None) -> None:
        self.lens, self.open_gates, self.only = lens, open_gates, only

    @cached_property
    def meant(self) -> dict[str, int]:
        """Give the claim’s page that each slug leads to."""
        rows = Name.objects.visible_to(self.open_gates).filter(page__kind=CLAIM.name)
        if self.only is not None:
            rows = rows.filter(page__in=rows.filter(slug__in=self.only).values("page"))
        meant: dict[str, int] = {}
        for slug, page in rows.best_first().values_list("slug", "page_id"):  # type: ignore[attr-defined]
            meant.setdefault(slug, page)
        return meant

    @cached_property
    def pages(self) -> list[int]:
        return sorted(set(self.meant.values()))

    @cached_property
    def mentions(self) -> list[Made]:
        """List what articles with a date tell: those that are not out are behind gates of their own."""
        rows = Mention.objects.visible_to(self.open_gates).exclude(page__article__published_at=None)
        rows = rows.order_by("page_id", "rank")
        if self.only is not None:
            rows = rows.filter(target__in=self.only | self.meant.keys())
        return [Made(*row) for row in rows.values_list(*MADE)]

    @cached_property
    def known(self) -> dict[int, Known]:
        """Give the pages that any of this is told by, as far as the reader knows them."""
        return known(self.open_gates, {*self.pages, *(row.page for row in self.mentions)})

    @cached_property
    def values(self) -> dict[int, dict[str, list[str]]]:
        found: dict[int, dict[str, list[str]]] = {}
        rows = Value.objects.visible_to(self.open_gates).filter(page__in=list(self.known), field__in=FIELDS)
        for row in rows.order_by("page_id", "rank"):
            found.setdefault(row.page_id, {}).setdefault(row.field, []).append(unseal(row.text))
        return found

    def lines(self) -> list[ClaimLine]:
        found = [*self.with_page(), *self.without_page()]
        return sorted(found, key=lambda line: (line.slug, line.page))

    def with_page(self) -> list[ClaimLine]:
        return [self.line(page, self.known[page]) for page in self.pages if page in self.known]

    def line(self, page: int, name: Known) -> ClaimLine:
        values = self.values.get(page, {})
        return ClaimLine(
            name.slug,
            name.title,
            name.url,
            False,
            tuple(self.steps.get(page, ())),
            self.outcomes.get(page),
            said_by=_once([*values.get("said_by", ()), *self.sayers.get(page, ())]),
            said_on="".join(dates.written(*dates.read(one)) for one in values.get("said_on", ())[-1:]),
            works=tuple(values.get("works", ())),
            about=tuple(values.get("about", ())),
            page=page,
            slugs=frozenset(slug for slug, meant in self.meant.items() if meant == page) if self.only else frozenset(),
        )

    def without_page(self) -> list[ClaimLine]:
        """Give the claims that articles make and that no visible page tells of."""
        found: dict[str, list[Made]] = {}
        for row in self.mentions:
            if row.target not in self.meant and row.page in self.known:
                found.setdefault(row.target, []).append(row)
        return [self.bare(slug, rows) for slug, rows in found.items()]

    def bare(self, slug: str, rows: list[Made]) -> ClaimLine:
        statement = str(unseal(rows[0].name))
        steps = _changes(map(self.step, rows))
        url = f"{reverse('pages:new')}?{urlencode({'kind': CLAIM.name, 'name': statement})}"
        told = [self.values.get(row.page, {}) for row in rows]
        said_by = _once(text for row in rows if (text := unseal(row.said_by)))
        works, about = (_once(text for values in told for text in values.get(name, ())) for name in ("works", "about"))
        more = {"said_by": said_by, "works": works, "about": about}
        return ClaimLine(slug, statement, url, True, tuple(steps), slugs=frozenset({slug}), **more)

    @cached_property
    def sayers(self) -> dict[int, list[str]]:
        """List who said it, by the articles that make the claim of a page."""
        found: dict[int, list[str]] = {}
        for row in self.mentions:
            if row.target in self.meant and row.page in self.known and (said := unseal(row.said_by)):
                found.setdefault(self.meant[row.target], []).append(said)
        return found

    @cached_property
    def steps(self) -> dict[int, list[Step]]:
        """List for each claim’s page what it and the articles tell, by day."""
        rows = ClaimStatus.objects.visible_to(self.open_gates).filter(page__in=self.pages).order_by("page_id", "rank")
        found: dict[int, list[Step]] = {}
        for mention in self.mentions:
            if mention.target in self.meant and mention.page in self.known:
                found.setdefault(self.meant[mention.target], []).append(self.step(mention))
        for row in rows:
            day, date = dates.last_day(row.date, row.precision), dates.written(row.date, row.precision)
            step = Step(row.status, row.date, day, date, self.place(unseal(row.source)))
            found.setdefault(row.page_id, []).append(step)
        return {page: _changes(steps) for page, steps in found.items()}

    def step(self, row: Made) -> Step:
        """Make a step of what an article tells; the article is its source."""
        article, day = self.known[row.page], dates.day_of(row.at)
        date = dates.written(day, dates.Precision.DAY)
        return Step(row.status, day, day, date, Shown(article.title, article.url), unseal(row.said_by))

    @cached_property
    def outcomes(self) -> dict[int, Result]:
        rows = Outcome.objects.visible_to(self.open_gates).filter(page__in=self.pages).order_by("page_id", "rank")
        return {row.page_id: Result(row.verdict, unseal(row.text), self.place(unseal(row.source))) for row in rows}

    def place(self, source: str) -> Shown | None:
        """Show a source; a page that this reader does not know is none."""
        shown = Source().shown(source, self.resolve) if source else None
        return shown if shown and not shown.is_missing else None

    @cached_property
    def resolve(self) -> Resolve:
        """Lead to the pages that sources of statuses and outcomes name."""
        rows = (
            model.objects.visible_to(self.open_gates).filter(page__in=self.pages) for model in (ClaimStatus, Outcome)
        )
        texts = [unseal(text) for some in rows for text in some.values_list("source", flat=True)]
        return rendering.resolver({Source().target(text) for text in texts if text} - {""}, self.lens)


def _changes(steps: Iterable[Step]) -> list[Step]:
    """Bring steps into the order of their days, and keep of equal ones in a row the first."""
    ordered = sorted(steps, key=lambda step: step.day)
    return [
        step
        for before, step in zip([None, *ordered], ordered, strict=False)
        if not before or before.status != step.status
    ]


def _once(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))
