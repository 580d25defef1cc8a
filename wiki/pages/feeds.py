"""Changes as Atom."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed

from wiki.pages.changes import Change, Changes


def respond(request: HttpRequest, found: Changes, *, title: str, link: str, is_private: bool) -> HttpResponse:
    """Write a feed. With a token in its address nobody but its owner may keep it."""
    here = request.build_absolute_uri(request.path)
    feed = Atom1Feed(title=f"Alias: {title}", link=request.build_absolute_uri(link), description="", feed_url=here)
    for change in found.all:
        feed.add_item(**_item(request, change))
    response = HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
    if is_private:
        response["Cache-Control"] = "private, no-store"
    return response


def _item(request: HttpRequest, change: Change) -> dict[str, object]:
    path = reverse("pages:at", args=[change.slug, change.line.id]) if change.slug else reverse("pages:recent")
    return {
        "title": plain(f"{change.title} {change.line.action}"),
        "link": request.build_absolute_uri(path),
        "unique_id": request.build_absolute_uri(f"/revision/{change.line.id}"),
        "description": plain(change.line.summary),
        "author_name": plain(change.line.author or "somebody without an account"),
        "pubdate": change.line.saved_at,
        "updateddate": change.line.saved_at,
    }


def plain(text: str, keep: str = "") -> str:
    """Leave out what XML cannot hold, and control characters but those to keep."""
    return "".join(
        char
        for char in text
        if (char >= " " or char in keep) and not "\ud800" <= char <= "\udfff" and char not in "\ufffe\uffff"
    )
