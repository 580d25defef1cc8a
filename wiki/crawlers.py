"""What search engines are told: which addresses they may read and keep, and which one is a page’s own.

Closed is whatever nobody has opened: an app names its open routes in `AppConfig.ready`. From that follow the rules in
/robots.txt, the header on what is closed, and the canonical links on what is open.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils.encoding import escape_uri_path
from django.views.decorators.http import require_safe

GetResponse = Callable[[HttpRequest], HttpResponse]

ARGUMENT = re.compile(r"<[^>]+>")
# The one question that crawlers may ask: the next page of a list.
PAGE = "page"
# Of two rules that fit, the longer one counts (RFC 9309).
QUESTIONS = ("Disallow: /*?", f"Allow: /*?{PAGE}=", f"Disallow: /*?{PAGE}=*&")
PUBLIC = "public, no-cache"

_open: set[str] = {"home", "favicon", "robots", "sitemaps", "sitemap"}


def welcome(*routes: str) -> None:
    """Open routes to crawlers, by their names (called from `AppConfig.ready`)."""
    _open.update(routes)


def is_closed(request: HttpRequest) -> bool:
    """Tell whether crawlers should keep nothing of an answer: by its address alone, never by what it holds."""
    match = request.resolver_match
    return match is not None and (match.view_name not in _open or not request.GET.keys() <= {PAGE})


def no_index(get_response: GetResponse) -> GetResponse:
    """Tell crawlers that came to a closed address nevertheless to forget it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if is_closed(request):
            response["X-Robots-Tag"] = "noindex"
        return response

    return middleware


def canonical(request: HttpRequest) -> dict[str, str]:
    """Give templates the address of an open page without what was asked of it, for its canonical link."""
    match = request.resolver_match
    is_open = match is not None and match.view_name in _open
    return {"canonical": address(escape_uri_path(request.path)) if is_open else ""}


def address(path: str) -> str:
    """Give the whole address of a path: the site’s own, never what a request says."""
    return f"{settings.SITE_URL}{path}"


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Tell crawlers what is closed to them, and where the open addresses are listed. The same for everybody."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed_paths()), *QUESTIONS, ""]
    lines.append(f"Sitemap: {request.build_absolute_uri(reverse('sitemaps'))}")
    response = HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
    response["Cache-Control"] = PUBLIC
    return response


@cache
def closed_paths() -> tuple[str, ...]:
    """List how closed addresses begin, with a star for each argument, the shortest first."""
    found: list[str] = []
    closed = {path for name, path in _routes(get_resolver().url_patterns) if name not in _open}
    for path in sorted(closed, key=lambda path: (len(path), path)):
        if not path.startswith(tuple(found)):
            found.append(path)
    return tuple(found)


def _routes(patterns: list[URLPattern | URLResolver], names: str = "", path: str = "/") -> Iterator[tuple[str, str]]:
    """Give the name and the address of each route; of those by regular expression, the part before it."""
    for one in patterns:
        here = path + ARGUMENT.sub("*", str(one.pattern)).partition("(")[0]
        if isinstance(one, URLResolver):
            inner = f"{names}{one.namespace}:" if one.namespace else names
            yield from _routes(one.url_patterns, inner, here)
        else:
            yield f"{names}{one.name}", here
