"""What was said of late, as Atom."""

from __future__ import annotations

import datetime

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import linebreaks

from wiki.discussion.reading import Recent, RecentLine
from wiki.pages.feeds import plain

NEVER = datetime.datetime(2015, 1, 1, tzinfo=datetime.UTC)


class Atom(Atom1Feed):
    """A feed without entries has an old date: not that of the asking, or it would be another one each time."""

    def latest_post_date(self) -> datetime.datetime:
        return max((item["updateddate"] for item in self.items), default=NEVER)  # type: ignore[attr-defined]


def respond(request: HttpRequest, found: Recent, *, link: str, is_private: bool) -> HttpResponse:
    """Write a feed. With a token in its address nobody but its owner may keep it."""
    here = request.build_absolute_uri(request.path)
    feed = Atom(title="Alias: Talk", link=request.build_absolute_uri(link), description="", feed_url=here)
    for line in found.lines:
        feed.add_item(**_item(request, line))
    response = HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
    if is_private:
        response["Cache-Control"] = "private, no-store"
    return response


def _item(request: HttpRequest, line: RecentLine) -> dict[str, object]:
    comment, author = line.comment, line.comment.author or "somebody"
    path = reverse("discussion:comment", args=[line.page.slug, comment.id])
    return {
        "title": plain(f"{author} on {line.page.title}"),
        "link": request.build_absolute_uri(path),
        "unique_id": request.build_absolute_uri(f"/comment/{comment.id}"),
        "description": linebreaks(plain(comment.text, keep="\n"), autoescape=True),
        "author_name": plain(author),
        "pubdate": comment.said_at,
        "updateddate": comment.changed_at or comment.said_at,
    }
