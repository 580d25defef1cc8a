"""What search engines are told of: through the empty lens, whoever asks."""

from __future__ import annotations

import datetime
from typing import Any

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.utils import timezone

from articles.kind import ARTICLE
from articles.lists import Newsroom
from wiki.pages.feeds import plain
from wiki.pages.models import Name
from wiki.pages.reading import known_by
from wiki.spoilers.lens import Lens
from wiki.spoilers.models import Gate

# Google reads news of the last two days: https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap
FRESH = datetime.timedelta(days=2)
MOST_NEWS = 1_000


class Pages(Sitemap):
    """All pages but articles."""

    limit = 5_000

    def items(self) -> QuerySet[Name]:
        shown = Name.objects.shown(Gate.objects.open_to(Lens.empty)).exclude(page__kind=ARTICLE.name)
        return shown.in_order().select_related("page")  # type: ignore[attr-defined, no-any-return]

    def location(self, item: Name) -> str:
        return known_by(item).url


class Articles(Sitemap):
    """All articles that are out."""

    limit = 5_000

    def items(self) -> QuerySet[Name]:
        return Newsroom(Lens.empty).all()

    def location(self, item: Name) -> str:
        return known_by(item).url

    def lastmod(self, item: Any) -> datetime.datetime:
        """Give when it was published: when it was last changed would tell of changes to what is hidden."""
        return item.page.article.published_at  # type: ignore[no-any-return]


SITEMAPS = {"articles": Articles, "pages": Pages}


def fresh() -> list[tuple[str, str, datetime.datetime]]:
    """List the articles of the last two days: address, headline, and when they were published."""
    room = Newsroom(Lens.empty)
    recent = room.all().filter(page__article__published_at__gte=timezone.now() - FRESH)
    found = ((known_by(name), name) for name in recent[:MOST_NEWS])
    return [(known.url, plain(known.title), name.page.article.published_at) for known, name in found]
