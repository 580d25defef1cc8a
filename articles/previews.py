"""Links to articles that are not out: each opens one article to whoever holds it, until it is taken back."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from articles import reading, rules
from articles.models import PreviewLink
from articles.reading import ArticleView
from wiki import markup
from wiki.pages import rendering
from wiki.pages.editing import MayNotEdit
from wiki.pages.models import Name, Page
from wiki.pages.rendering import Found
from wiki.spoilers.lens import Lens
from wiki.spoilers.models import Gate

MOST = 20


def make(page: Page, person: Any) -> PreviewLink:
    """Make a link; the oldest goes where there are many. Raises MayNotEdit."""
    if not rules.may_share(person, page.pk):
        raise MayNotEdit
    for old in open_links(page)[MOST - 1 :]:
        revoke(page, old.token, person)
    return PreviewLink.objects.create(page=page, made_by=person)


def revoke(page: Page, token: str, person: Any) -> None:
    """Take a link back. Raises MayNotEdit."""
    if not rules.may_share(person, page.pk):
        raise MayNotEdit
    PreviewLink.objects.filter(page=page, token=token, revoked_at=None).update(revoked_at=timezone.now())


def revoke_all(page: Page) -> None:
    """Take all links back: the article is out, or has been."""
    PreviewLink.objects.filter(page=page, revoked_at=None).update(revoked_at=timezone.now())


def open_links(page: Page) -> list[PreviewLink]:
    """List the links that lead somewhere, the newest first."""
    return list(PreviewLink.objects.filter(page=page, revoked_at=None).order_by("-pk"))


def opened(token: str, lens: Lens) -> tuple[Page, Lens]:
    """Give the page of a link, and a reader’s lens with the pass for it. Raises Http404."""
    if not token.isprintable():
        raise Http404
    link = PreviewLink.objects.filter(token=token, revoked_at=None).select_related("page__current").first()
    if link is None or link.page.current is None:
        raise Http404
    lens = replace(lens, passes={*lens.passes, link.page_id})
    if not Name.objects.visible_to(Gate.objects.open_to(lens)).filter(page=link.page).exists():
        raise Http404
    return link.page, lens


def preview(token: str, lens: Lens) -> ArticleView:
    """Give the article of a link, as far as this reader has come, with its pictures at addresses that the link opens.

    Raises Http404.
    """
    page, lens = opened(token, lens)
    assert page.current is not None  # noqa: S101
    view = rendering.view(Found(page.pk, page.kind, page.stamp, page.current.public_id), lens)
    before, after = "/images/", reverse("articles:preview_image", args=[token, "x"])[:-1]
    address, alt = view.infobox.picture
    box = view.infobox._replace(picture=(address.replace(before, after, 1), alt))
    html = markup.with_pictures_at(view.html, before, after)
    return reading.described(replace(view, html=html, infobox=box), lens)
