"""News as Atom and RSS: headline, standfirst and text, through one lens."""

from __future__ import annotations

import datetime
import re
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed

from articles.lists import Chosen, Headline
from articles.reading import updated_since
from wiki.pages import rendering
from wiki.pages.feeds import plain
from wiki.pages.rendering import Found, PageView
from wiki.spoilers.lens import Lens

COUNT = 20
# The only places in our own HTML where a path of this site stands; a quotation mark in a text is written otherwise.
PATHS = re.compile(r'( (?:href|src)=")/(?!/)')
LOCAL = re.compile(r'( href=")#')


class _Dated:
    """A feed without entries has an old date: not that of the asking, or it would be another one each time."""

    def latest_post_date(self) -> datetime.datetime:
        dates = [item["updateddate"] for item in self.items]  # type: ignore[attr-defined]
        return max(dates, default=datetime.datetime(2015, 1, 1, tzinfo=datetime.UTC))


class Atom(_Dated, Atom1Feed):
    def add_item_elements(self, handler: Any, item: Any) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["content"], {"type": "html"})


class Rss(_Dated, Rss201rev2Feed):
    def rss_attributes(self) -> Any:
        return super().rss_attributes() | {"xmlns:content": "http://purl.org/rss/1.0/modules/content/"}

    def add_item_elements(self, handler: Any, item: Any) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("content:encoded", item["content"])


FORMATS: dict[str, tuple[Any, str]] = {
    "atom": (Atom, "application/atom+xml; charset=utf-8"),
    "rss": (Rss, "application/rss+xml; charset=utf-8"),
}


def respond(
    request: HttpRequest, chosen: Chosen, lens: Lens, form: str, link: str, *, is_private: bool
) -> HttpResponse:
    """Write a feed of some articles. With a token in its address nobody but its owner may keep it.

    Raises Http404 for a form that there is not.
    """
    if form not in FORMATS:
        raise Http404
    maker, content_type = FORMATS[form]
    root = request.build_absolute_uri("/").rstrip("/")
    feed = maker(
        title=plain(f"Alias: {chosen.title}"),
        link=root + link,
        description="News through the eyes of somebody who has watched nothing." if lens.is_empty else "News.",
        feed_url=root + request.path,
        language="en",
    )
    names = list(chosen.names.select_related("page__article", "page__current")[:COUNT])
    for name, line in zip(names, chosen.room.described(names), strict=True):
        page = name.page
        view = rendering.view(Found(page.pk, page.kind, page.stamp, page.current.public_id), lens)
        feed.add_item(**_item(line, view, root))
    response = HttpResponse(feed.writeString("utf-8"), content_type=content_type)
    if is_private:
        response["Cache-Control"] = "private, no-store"
    return response


def _item(line: Headline, view: PageView, root: str) -> dict[str, Any]:
    url = root + line.page.url
    authors = ", ".join(name for name, _ in line.authors)
    html = LOCAL.sub(rf"\g<1>{url}#", PATHS.sub(rf"\g<1>{root}/", str(view.html)))
    return {
        "title": plain(line.page.title),
        "link": url,
        "unique_id": f"{root}/news/of/{view.first}",
        "unique_id_is_permalink": False,
        "description": plain(line.standfirst),
        "author_name": plain(authors) or None,
        "pubdate": line.published_at,
        "updateddate": updated_since(view, line.published_at) or line.published_at,
        "content": plain(html, keep="\n\t"),
    }
