"""Lists of addresses for search engines, the same for everybody (https://www.sitemaps.org/protocol.html)."""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.saxutils import escape

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from wiki.crawlers import PUBLIC
from wiki.pages import sitemaps
from wiki.pages.limits import limited
from wiki.pages.sitemaps import Line

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


@require_safe
@limited("feed")
def index(request: HttpRequest) -> HttpResponse:
    """List the parts of the map."""
    parts = (Line(reverse("sitemap", args=one)) for one in sitemaps.index())
    return _written(request, "sitemapindex", "sitemap", parts)


@require_safe
@limited("feed")
def part(request: HttpRequest, section: str, number: int) -> HttpResponse:
    """List the addresses of one part."""
    return _written(request, "urlset", "url", sitemaps.part(section, number))


def _written(request: HttpRequest, whole: str, one: str, lines: Iterable[Line]) -> HttpResponse:
    """Write lines as XML. By hand: a template takes longer over five thousand of them than the database."""
    root = escape(request.build_absolute_uri("/").rstrip("/"))
    body = "\n".join(f"<{one}><loc>{root}{escape(line.path)}</loc>{_changed(line)}</{one}>" for line in lines)
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<{whole} xmlns="{NAMESPACE}">\n{body}\n</{whole}>\n'
    response = HttpResponse(text, content_type="application/xml")
    response["Cache-Control"] = PUBLIC
    return response


def _changed(line: Line) -> str:
    return f"<lastmod>{line.changed.isoformat(timespec='seconds')}</lastmod>" if line.changed else ""
