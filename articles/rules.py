"""Who may do what with an article that is not out, and who may let it out."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from articles.models import Article
from articles.states import BY_WRITERS, WITHDRAWN
from wiki.pages import rules
from wiki.pages.models import Page, Revision


def may_publish(person: Any) -> bool:
    """Be an editor: see all articles that are not out, and publish, schedule and withdraw them."""
    return bool(person.is_authenticated and (person.has_perm("articles.publish") or rules.may_moderate(person)))


def is_writer(person: Any, page: int) -> bool:
    """Have written on an article that is not out, or have begun one that was out and is withdrawn.

    Anybody may edit what is published; that gives nobody a right to it when it is not published any more.
    """
    return person.is_authenticated and _written_by(person).filter(page=page).exists()


def _written_by(person: Any) -> QuerySet[Article]:
    written = Revision.objects.filter(author=person)
    begun = Q(page__in=written.filter(parent=None).values("page"))
    return Article.objects.filter(begun | ~Q(status=WITHDRAWN) & Q(page__in=written.values("page")))


def may_move(person: Any, page: Page, *, now: str, to: str) -> bool:
    """Bring an article from one state into another. Its writers hand it in and take it back."""
    if not rules.may_edit(person, page):
        return False
    return may_publish(person) or ({now, to} <= set(BY_WRITERS) and is_writer(person, page.pk))


def may_share(person: Any, page: int) -> bool:
    """Make links to the preview of an article, and take them back."""
    return may_publish(person) or is_writer(person, page)


def passes(person: Any) -> list[int]:
    """Give the pages of articles that somebody may see before they are out. One query."""
    waiting = (Article.objects.all() if may_publish(person) else _written_by(person)) & Article.objects.not_out()
    return list(waiting.values_list("page", flat=True))
