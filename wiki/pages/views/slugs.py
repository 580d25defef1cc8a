"""What all views of one page share."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from wiki.markup import slugify

View = Callable[..., HttpResponse]


def canonical_slug(view: View) -> View:
    """Lead every other form of a slug to the one it has, before anything is looked up."""

    @wraps(view)
    def wrapped(request: HttpRequest, slug: str, **rest: Any) -> HttpResponse:
        canonical = slugify(slug)
        if not canonical:
            raise Http404
        if slug != canonical and request.method in ("GET", "HEAD"):
            match = request.resolver_match
            return redirect(f"{match.namespace}:{match.url_name}", slug=canonical, **rest)
        return view(request, canonical, **rest)

    return wrapped
