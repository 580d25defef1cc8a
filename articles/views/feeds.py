"""Feeds of the news, and what search engines are told of."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles import feeds, lists, sitemaps
from wiki.pages import watching
from wiki.pages.limits import limited
from wiki.pages.views.slugs import canonical_slug


@require_safe
@limited("feed")
def feed(request: HttpRequest, form: str, token: str = "") -> HttpResponse:
    """Feed of all news: through the empty lens, or with a token through its owner’s."""
    lens = watching.lens_of(token)
    return feeds.respond(request, lists.all_news(lens), lens, form, reverse("articles:news"), is_private=bool(token))


@require_safe
@limited("feed")
@canonical_slug
def tag_feed(request: HttpRequest, slug: str, form: str, token: str = "") -> HttpResponse:
    """Feed of the news with a tag."""
    lens, link = watching.lens_of(token), reverse("articles:tag", args=[slug])
    return feeds.respond(request, lists.with_tag(slug, lens), lens, form, link, is_private=bool(token))


@require_safe
@limited("feed")
def work_feed(request: HttpRequest, code: str, form: str, token: str = "") -> HttpResponse:
    """Feed of the news about a work."""
    lens, link = watching.lens_of(token), reverse("articles:work", args=[code])
    return feeds.respond(request, lists.of_work(code, lens), lens, form, link, is_private=bool(token))


@require_safe
def fresh(request: HttpRequest) -> HttpResponse:
    """Tell search engines of the articles of the last two days."""
    context = {"lines": sitemaps.fresh(), "root": request.build_absolute_uri("/").rstrip("/")}
    return render(request, "articles/sitemap.xml", context, content_type="application/xml")
