"""Lists of articles that are out, the newest first. Each in a fixed number of queries."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.core.paginator import Page as PageOfList
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.db.models.functions import TruncMonth
from django.http import Http404
from django.utils import timezone

from articles.kind import ARTICLE
from wiki.markup import slugify
from wiki.pages.models import Name, PageTag, Value
from wiki.pages.reading import Known, known_by
from wiki.pages.tag_uses import synonyms_seen
from wiki.pages.tagging import tag_lines
from wiki.spoilers import dates
from wiki.spoilers.calendar import current
from wiki.spoilers.lens import Lens
from wiki.spoilers.models import Gate
from wiki.spoilers.sealed import unseal

PER_PAGE = 20
IN_LISTS = ("standfirst", "authors", "image")


class Month(NamedTuple):
    """A month with the number of its articles."""

    first: datetime.date
    count: int


@dataclass(frozen=True)
class Headline:
    """An article in a list."""

    page: Known
    kind: str
    published_at: datetime.datetime
    standfirst: str
    authors: tuple[tuple[str, str], ...]
    picture: str


class Newsroom:
    """All articles that are out and that a reader sees."""

    def __init__(self, lens: Lens, open_gates: list[int] | None = None) -> None:
        self.open_gates = Gate.objects.open_to(lens) if open_gates is None else open_gates

    def all(self) -> QuerySet[Name]:
        shown = Name.objects.shown(self.open_gates).filter(page__kind=ARTICLE.name)
        # Joined, and not asked for in a list: SQLite would go through that list for each row.
        shown = shown.filter(page__article__is_held=False, page__article__published_at__lte=timezone.now())
        return shown.select_related("page__article").order_by("-page__article__published_at", "-page_id")

    def of_month(self, first: datetime.date) -> QuerySet[Name]:
        """Keep those of a month at the site’s place."""
        at = "page__article__published_at"
        begins, ends = dates.begins(first), dates.begins((first + datetime.timedelta(days=31)).replace(day=1))
        return self.all().filter(**{f"{at}__gte": begins, f"{at}__lt": ends})

    def with_tag(self, slug: str) -> QuerySet[Name]:
        uses = PageTag.objects.open_to(self.open_gates).filter(tag__slug=slug)
        return self.all().filter(page__in=uses.values("content_object"))

    def with_value(self, field: str, slug: str) -> QuerySet[Name]:
        rows = Value.objects.visible_to(self.open_gates).filter(field=field, slug=slug)
        return self.all().filter(page__in=rows.values("page"))

    def tag(self, slug: str) -> str:
        """Give what a tag is called where an article carries it. Raises Http404."""
        articles = self.all().order_by().values("page")
        lines = tag_lines(PageTag.objects.open_to(self.open_gates).filter(tag__slug=slug, content_object__in=articles))
        if not lines:
            raise Http404
        return lines[0].name

    def author(self, slug: str) -> str:
        """Give the name of somebody who wrote an article. Raises Http404."""
        articles = self.all().order_by().values("page")
        rows = Value.objects.visible_to(self.open_gates).filter(field="authors", slug=slug, page__in=articles)
        row = rows.order_by("page_id", "rank").first()
        if row is None:
            raise Http404
        return str(unseal(row.text))

    def months(self) -> list[Month]:
        """Count the articles of each month, the last first. One query."""
        month = TruncMonth("page__article__published_at", tzinfo=timezone.get_default_timezone())
        grouped = self.all().order_by().annotate(month=month).values("month").annotate(count=Count("page"))
        found = grouped.order_by("-month").values_list("month", "count")
        return [Month(moment.date(), count) for moment, count in found]

    def described(self, names: Iterable[Name]) -> list[Headline]:
        """Fetch what a list tells of articles. One query besides theirs."""
        names = list(names)
        values: dict[int, dict[str, list[tuple[str, str]]]] = {name.page_id: {} for name in names}
        rows = Value.objects.visible_to(self.open_gates).filter(page__in=list(values), field__in=IN_LISTS)
        for row in rows.order_by("page_id", "rank"):
            values[row.page_id].setdefault(row.field, []).append((unseal(row.text), row.slug))
        return [_headline(name, values[name.page_id]) for name in names]


def _headline(name: Any, values: dict[str, list[tuple[str, str]]]) -> Headline:
    (standfirst, _), (picture, _) = (values.get(field, [("", "")])[-1] for field in ("standfirst", "image"))
    article, authors = name.page.article, tuple(values.get("authors", ()))
    return Headline(known_by(name), article.kind, article.published_at, standfirst, authors, picture)


@dataclass(frozen=True)
class Chosen:
    """Some articles, for a list or a feed, and what they are called together."""

    title: str
    names: QuerySet[Name]
    room: Newsroom

    def page(self, number: object) -> PageOfList[Headline]:
        """Cut one page from the list. Three queries."""
        lines = Paginator(self.names, PER_PAGE).get_page(number)
        lines.object_list = self.room.described(lines.object_list)
        return lines


def latest(lens: Lens, count: int, *, work: str) -> list[Headline]:
    """Give the newest articles about a work. Three queries."""
    room = Newsroom(lens)
    return room.described(room.with_value("works", slugify(work))[:count])


def all_news(lens: Lens, kind: str = "") -> Chosen:
    room = Newsroom(lens)
    names = room.all()
    return Chosen("News", names.filter(page__article__kind=kind) if kind else names, room)


def of_month(text: str, lens: Lens) -> Chosen:
    """Choose the articles of a month, written 2016-01. Raises Http404 for what is no month."""
    try:
        first, precision = dates.read(text)
    except ValueError as error:
        raise Http404 from error
    if precision != dates.Precision.MONTH:
        raise Http404
    room = Newsroom(lens)
    return Chosen(f"News of {first:%B %Y}", room.of_month(first), room)


def with_tag(slug: str, lens: Lens) -> Chosen:
    """Choose the articles with a tag, or with the one that it counts as. Raises Http404."""
    room = Newsroom(lens)
    slug = synonyms_seen(room.open_gates).followed(slug)
    return Chosen(f"News about {room.tag(slug)}", room.with_tag(slug), room)


def of_work(code: str, lens: Lens) -> Chosen:
    """Choose the articles about a work. Raises Http404 for a work that there is not: works are public."""
    work = current().by_code.get(code)
    if work is None:
        raise Http404
    room = Newsroom(lens)
    return Chosen(f"News about {work.short_title}", room.with_value("works", slugify(code)), room)


def by_author(slug: str, lens: Lens) -> Chosen:
    room = Newsroom(lens)
    return Chosen(f"By {room.author(slug)}", room.with_value("authors", slug), room)
