"""Puts the lens on every request, and on every response who may keep a copy of it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from wiki.spoilers.bookmarks import COOKIE, reader

GetResponse = Callable[[HttpRequest], HttpResponse]


def lens(get_response: GetResponse) -> GetResponse:
    """Set `request.reader` (places, lens, line) and `request.lens`, once per request."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.reader = reader(request)  # type: ignore[attr-defined]
        request.lens = request.reader.lens  # type: ignore[attr-defined]
        response = get_response(request)
        if COOKIE in request.COOKIES and request.user.is_authenticated:
            response.delete_cookie(COOKIE, samesite="Lax")  # the account holds the places now
        return response

    return middleware


def cache_headers(get_response: GetResponse) -> GetResponse:
    """Let shared caches keep only what an anonymous reader sees through the empty lens, and ask before each use."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.cookies and "public" in response.get("Cache-Control", ""):
            del response["Cache-Control"]  # nobody else may get a cookie of this reader’s
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = "public, no-cache" if _is_public(request, response) else "private, no-store"
        patch_vary_headers(response, ["Cookie"])
        del response["Expires"]  # Django's never_cache adds the time of day, which Cache-Control makes needless
        return response

    return middleware


def _is_public(request: HttpRequest, response: HttpResponse) -> bool:
    lens = getattr(request, "lens", None)
    return (
        lens is not None
        and lens.is_empty
        and request.method in ("GET", "HEAD")
        and response.status_code < 500
        and not response.cookies
        and not request.user.is_authenticated
    )
