"""The news of the last two days, for search engines: through the empty lens, whoever asks."""

from __future__ import annotations

import datetime

from django.utils import timezone

from articles.lists import Newsroom
from wiki.pages.feeds import plain
from wiki.pages.reading import known_by
from wiki.spoilers.lens import Lens

# Google reads news of the last two days: https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap
FRESH = datetime.timedelta(days=2)
MOST_NEWS = 1_000


def fresh() -> list[tuple[str, str, datetime.datetime]]:
    """List the articles of the last two days: address, headline, and when they were published."""
    room = Newsroom(Lens.empty)
    recent = room.all().filter(page__article__published_at__gte=timezone.now() - FRESH)
    found = ((known_by(name), name) for name in recent[:MOST_NEWS])
    return [(known.url, plain(known.title), name.page.article.published_at) for known, name in found]
