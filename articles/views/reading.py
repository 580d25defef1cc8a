"""Articles, their lists, and claims, for those who read them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from articles import claim_table, lists, previews, reading, rules
from articles.kind import ARTICLE, CLAIM, KINDS
from articles.linked_data import linked_data
from articles.lists import Chosen
from articles.reading import ArticleView
from wiki import markup
from wiki.pages import marking, watching
from wiki.pages.limits import limited
from wiki.pages.reading import page as known_page
from wiki.pages.views import images
from wiki.pages.views.slugs import canonical_slug


@require_safe
@limited("list")
def news(request: HttpRequest) -> HttpResponse:
    """List all articles, or those of a kind."""
    kind = request.GET.get("kind", "").capitalize()
    kind = kind if kind in KINDS else ""
    found = lists.all_news(request.lens, kind)
    return _listed(request, found, chosen=kind, kinds=KINDS, months=found.room.months())


@require_safe
def month(request: HttpRequest, month: str) -> HttpResponse:
    """List the articles of a month."""
    return _listed(request, lists.of_month(month, request.lens))


@require_safe
@canonical_slug
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    """List the articles with a tag."""
    found = lists.with_tag(slug, request.lens)
    return _listed(request, found, feed=("articles:tag_feed", slug, "articles:tag_feed_mine"))


@require_safe
def work(request: HttpRequest, code: str) -> HttpResponse:
    """List the articles about a work."""
    if code != code.upper():
        return redirect("articles:work", code.upper())
    found = lists.of_work(code, request.lens)
    return _listed(request, found, feed=("articles:work_feed", code, "articles:work_feed_mine"))


@require_safe
@canonical_slug
def author(request: HttpRequest, slug: str) -> HttpResponse:
    """List what somebody wrote."""
    return _listed(request, lists.by_author(slug, request.lens))


def _listed(request: HttpRequest, found: Chosen, **more: Any) -> HttpResponse:
    token = watching.token_of(request.user) if request.user.is_authenticated else ""
    context = {"listed": found, "lines": found.page(request.GET.get("page")), "feed_token": token}
    return render(request, "articles/news.html", context | more)


@require_safe
@canonical_slug
def article(request: HttpRequest, slug: str) -> HttpResponse:
    """Show an article, under the address of the headline that the reader knows."""
    page = known_page(slug, request.lens)
    if (page.slug, page.kind) != (slug, ARTICLE.name):
        return redirect(page.url)
    found = reading.described(page, request.lens)
    may_move = not found.is_out or rules.may_publish(request.user)
    marked = marking.marked(page, request)
    return _article(request, found, may_move=may_move and request.user.is_authenticated, page=marked)


@require_safe
def preview(request: HttpRequest, token: str) -> HttpResponse:
    """Show an article that is not out to who holds a link."""
    found = previews.preview(token, request.lens)
    if found.is_out:
        return redirect(found.page.url)
    response = _article(request, found, is_preview=True)
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    return response


@require_safe
def preview_image(request: HttpRequest, token: str, name: str) -> HttpResponse:
    """Show a picture of an article that is not out to who holds a link."""
    _, request.lens = previews.opened(token, request.lens)
    response = images.image(request, name)
    response["Cache-Control"] = "private, no-store"
    return response


def _article(request: HttpRequest, found: ArticleView, **more: Any) -> HttpResponse:
    root = request.build_absolute_uri("/").rstrip("/")
    data = markup.data_block(linked_data(found, root)) if found.is_out else ""
    context = {"article": found, "page": found.page, "root": root, "data": data}
    return render(request, "articles/article.html", context | more)


@require_safe
@limited("list")
def claims(request: HttpRequest) -> HttpResponse:
    """List claims by status, work and person."""
    return render(request, "articles/claims.html", {"table": claim_table.table(request.GET, request.lens)})


@require_safe
@canonical_slug
def claim(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a claim: what was said, by whom, and what came of it."""
    page = known_page(slug, request.lens)
    if (page.slug, page.kind) != (slug, CLAIM.name):
        return redirect(page.url)
    shown = {"found": reading.claim(page, request.lens), "page": marking.marked(page, request)}
    return render(request, "articles/claim.html", shown)
