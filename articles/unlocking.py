"""What a step opened of claims: how they stood, what came of them, and which articles make them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from articles.models import ClaimStatus, Mention, Outcome
from wiki.pages.unlocking import Entry, Opened, Source
from wiki.spoilers import dates
from wiki.spoilers.sealed import unseal


def _pages(model: Any, what: Opened) -> QuerySet[Any]:
    return model._default_manager.filter(gate__in=what.gates)  # type: ignore[no-any-return]


def _rows(model: Any, what: Opened, pages: dict[int, str]) -> Any:
    return model._default_manager.filter(gate__in=what.gates, page__in=pages).order_by("rank")


def outcomes(what: Opened, pages: dict[int, str]) -> Iterator[tuple[int, Entry]]:
    """Give what came of claims."""
    for row in _rows(Outcome, what, pages):
        said = f"{row.verdict}: {text}" if (text := unseal(row.text)) else row.verdict
        yield row.page_id, Entry("What came of it", said, _claim(pages[row.page_id], "outcome"))


def statuses(what: Opened, pages: dict[int, str]) -> Iterator[tuple[int, Entry]]:
    """Give how claims stood from a day on."""
    for row in _rows(ClaimStatus, what, pages):
        said = f"{row.status} since {dates.written(row.date, row.precision)}"
        yield row.page_id, Entry("Status", said, _claim(pages[row.page_id], "steps"))


def mentions(what: Opened, pages: dict[int, str]) -> Iterator[tuple[int, Entry]]:
    """Give the claims that articles make."""
    for row in _rows(Mention, what, pages):
        url = reverse("articles:article", args=[pages[row.page_id]])
        yield row.page_id, Entry("Claim", unseal(row.name), f"{url}#claims")


def _claim(slug: str, place: str) -> str:
    return f"{reverse('articles:claim', args=[slug])}#{place}"


SOURCES = (
    Source(partial(_pages, Outcome), outcomes),
    Source(partial(_pages, ClaimStatus), statuses),
    Source(partial(_pages, Mention), mentions),
)
