"""Hands out articles and claims as one reader may see them."""

from __future__ import annotations

import datetime
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Q
from django.http import Http404
from django.utils.html import strip_tags

from articles.claims import ClaimLine, claims_like
from articles.kind import ARTICLE, CLAIM
from articles.lists import Headline, Newsroom
from articles.models import Article, Mention
from articles.states import PUBLISHED
from wiki.pages import kinds
from wiki.pages.models import Link, Name
from wiki.pages.reading import Known, known, meant
from wiki.pages.rendering import PageView
from wiki.pages.sheets.infobox import ValueView
from wiki.pages.sheets.types import Shown
from wiki.spoilers import dates
from wiki.spoilers.calendar import current
from wiki.spoilers.lens import Lens
from wiki.spoilers.models import Gate
from wiki.spoilers.sealed import unseal

WORDS_A_MINUTE = 220
RELATED = 12

Values = Mapping[str, tuple[ValueView, ...]]


class SourceLine(NamedTuple):
    title: str
    url: str
    publisher: str
    date: str


class Told(NamedTuple):
    """A claim as an article tells it: its status then, who said it, and what is known of it today."""

    statement: str
    status: str
    said_by: str
    claim: ClaimLine | None

    @property
    def has_moved(self) -> bool:
        return bool(self.claim and self.claim.status != self.status)


@dataclass(frozen=True)
class ArticleView:
    """An article through a lens; `before` and `after` are its neighbours in time."""

    page: PageView
    values: Values
    status: str
    published_at: datetime.datetime | None
    works: tuple[Shown, ...]
    sources: tuple[SourceLine, ...]
    told: tuple[Told, ...]
    related: tuple[Known, ...]
    before: Headline | None
    after: Headline | None
    # The address that tells nothing: it leads whoever may know of the article to the headline that they know.
    canonical: str

    @property
    def is_out(self) -> bool:
        return self.status == PUBLISHED

    @property
    def kind(self) -> str:
        return self.text("kind")

    @property
    def standfirst(self) -> str:
        return self.text("standfirst")

    @property
    def authors(self) -> tuple[Shown, ...]:
        return _parts(self.values, "authors")

    @property
    def more(self) -> tuple[tuple[str, str], ...]:
        """The works and pages that it is about or leads to, each once: address and title."""
        about = [one for one in _parts(self.values, "about") if not one.is_missing]
        works = [(one.url, f"{one.text} (all releases)") for one in self.works]
        found = [*works, *((one.url, one.text) for one in about), *((one.url, one.title) for one in self.related)]
        return tuple((url, title) for url, title in dict(reversed(found)).items())[::-1]

    @property
    def corrections(self) -> tuple[tuple[str, str], ...]:
        cells = (value.cells for value in self.values.get("corrections", ()))
        return tuple((date.text, text.text) for date, text in cells)

    @property
    def updated_at(self) -> datetime.datetime | None:
        """When it was changed after it was there for readers, as far as this one sees."""
        return updated_since(self.page, self.published_at)

    @property
    def minutes(self) -> int:
        """How long the visible text takes to read."""
        return max(1, math.ceil(len(strip_tags(str(self.page.html)).split()) / WORDS_A_MINUTE))

    def text(self, field: str) -> str:
        values = self.values.get(field, ())
        return values[-1].text if values else ""


def updated_since(page: PageView, out: datetime.datetime | None) -> datetime.datetime | None:
    """Give when a page was changed on a day after it was there for readers, None when it was not."""
    changed, made = page.updated_at, page.created_at
    is_later = changed and out and made and dates.day_of(changed) > dates.day_of(max(out, made))
    return changed if is_later else None


def described(page: PageView, lens: Lens) -> ArticleView:
    """Add to an article’s page what stands around it."""
    open_gates = Gate.objects.open_to(lens)
    row = Article.objects.get(page=page.id)
    values = _values(page)
    before, after = _neighbours(row, Newsroom(lens, open_gates))
    return ArticleView(
        page=page,
        values=values,
        status=row.status_now,
        published_at=row.published_at,
        works=_works(values),
        sources=_sources(values),
        told=_told(page.id, lens, open_gates),
        related=_related(page, open_gates),
        before=before,
        after=after,
        canonical=_canonical(page),
    )


def _canonical(page: PageView) -> str:
    """Give the address by the headline that has no gate: what others are told must not spoil them."""
    names = Name.objects.filter(page=page.id, gate=None).order_by("-rank").values_list("slug", flat=True)
    return kinds.url(page.kind, slug) if (slug := names.first()) else page.url


def _values(page: PageView) -> Values:
    return {field.name: field.values for field in page.infobox.fields}


def _parts(values: Values, field: str) -> tuple[Shown, ...]:
    return tuple(value.parts[0] for value in values.get(field, ()))


def _works(values: Values) -> tuple[Shown, ...]:
    works = current().by_code
    shown = _parts(values, "works")
    return tuple(Shown(works[one.text].short_title if one.text in works else one.text, one.url) for one in shown)


def _sources(values: Values) -> tuple[SourceLine, ...]:
    cells = (value.cells for value in values.get("sources", ()))
    return tuple(SourceLine(title.text, url.url, by.text, date.text) for title, url, by, date in cells)


def _told(page: int, lens: Lens, open_gates: list[int]) -> tuple[Told, ...]:
    rows = list(Mention.objects.visible_to(open_gates).filter(page=page).order_by("rank"))
    claims = claims_like({row.target for row in rows}, lens, open_gates) if rows else {}
    return tuple(Told(unseal(row.name), row.status, unseal(row.said_by), claims.get(row.target)) for row in rows)


def _related(page: PageView, open_gates: list[int]) -> tuple[Known, ...]:
    """Give the pages that an article leads to, by their titles, but no articles and claims. Two queries."""
    links = Link.objects.visible_to(open_gates).filter(page=page.id).values_list("target", flat=True)
    found = known(open_gates, set(meant(links, open_gates).values()) - {page.id}, but=(ARTICLE.name, CLAIM.name))
    return tuple(sorted(found.values(), key=lambda one: one.title.casefold())[:RELATED])


def _neighbours(row: Article, room: Newsroom) -> tuple[Headline | None, Headline | None]:
    """Give the articles that were published before and after one."""
    if row.published_at is None or row.status_now != PUBLISHED:
        return None, None
    at, page = "page__article__published_at", row.page_id
    same = Q(**{at: row.published_at})
    earlier = room.all().filter(Q(**{f"{at}__lt": row.published_at}) | same & Q(page__lt=page))
    later = room.all().filter(Q(**{f"{at}__gt": row.published_at}) | same & Q(page__gt=page)).order_by(at, "page_id")
    before, after = list(earlier[:1]), list(later[:1])
    lines = room.described([*before, *after])
    return lines[0] if before else None, lines[-1] if after else None


class ClaimView(NamedTuple):
    """A claim’s page, with all that is told of the claim."""

    claim: ClaimLine
    works: tuple[Shown, ...]
    about: tuple[Shown, ...]
    sources: tuple[SourceLine, ...]


def claim(page: PageView, lens: Lens) -> ClaimView:
    """Add to a claim’s page what else is told of the claim. Raises Http404 when it was renamed this very moment."""
    line = claims_like({page.slug}, lens, Gate.objects.open_to(lens)).get(page.slug)
    if line is None:
        raise Http404
    values = _values(page)
    return ClaimView(line, _works(values), _parts(values, "about"), _sources(values))
