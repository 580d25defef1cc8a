"""The character of the day on the front page: another one each day, of those that a reader knows of."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.core.cache import cache

from characters.kind import CHARACTER
from characters.listing import Line, described
from wiki.pages import freshness, home
from wiki.pages.models import Name
from wiki.pages.reading import leads
from wiki.spoilers.dates import today
from wiki.spoilers.lens import Lens

KEPT = 24 * 3600
NOBODY = 0


@dataclass(frozen=True)
class Featured:
    """A character as the list has them, with the first words of their page."""

    line: Line
    lead: str


def featured(lens: Lens, open_gates: list[int]) -> Featured | None:
    """Give the character of the day. Seven queries, and one more for the first who asks."""
    page = _chosen(open_gates)
    lines, words = described([page], open_gates), leads([page], lens)
    return Featured(lines[0], words.get(page, "")) if lines else None


def _chosen(open_gates: list[int]) -> int:
    """Choose by lot: the least of what the day makes of each name. Nobody hidden can move another one’s place."""
    day = today().isoformat()
    key = freshness.key(f"featured:{day}", open_gates)
    page: int | None = cache.get(key)
    if page is None:
        names = Name.objects.shown(open_gates).filter(page__kind=CHARACTER.name).in_order()  # type: ignore[attr-defined]
        rows = names.values_list("slug", "page_id")
        page = min(rows, key=lambda row: _lot(day, row[0]), default=("", NOBODY))[1]
        cache.set(key, page, KEPT)
    return page


def _lot(day: str, slug: str) -> bytes:
    return hashlib.sha256(f"{day} {slug}".encode()).digest()


PANEL = home.Panel("characters/_featured.html", featured, 10)
