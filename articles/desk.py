"""The desk: articles that are not out, for those who work on them."""

from __future__ import annotations

import datetime
from typing import NamedTuple

from articles.models import Article
from articles.states import STATES
from wiki.pages.reading import Known, known
from wiki.spoilers.lens import Lens
from wiki.spoilers.models import Gate


class Waiting(NamedTuple):
    page: Known
    at: datetime.datetime | None


def desk(lens: Lens) -> list[tuple[str, list[Waiting]]]:
    """List what a person may see before it is out, by its state. Three queries."""
    rows = list(Article.objects.not_out().filter(page__in=list(lens.passes)).order_by("published_at", "pk"))
    names = known(Gate.objects.open_to(lens), {row.page_id for row in rows})
    found = {
        state: [
            Waiting(names[row.page_id], row.published_at)
            for row in rows
            if row.status == state and row.page_id in names
        ]
        for state in STATES
    }
    return [(state, waiting) for state, waiting in found.items() if waiting]
