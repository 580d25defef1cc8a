"""Pages that want a hand, a few for each day: names without a page, short texts, pages without a picture.

Looking through all pages for the shortest would take long on every visit to the front page. So each day begins at
another letter, and what comes after it in the order of names is looked at: the same for all who see the same.
"""

from __future__ import annotations

import datetime
import hashlib
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet

from wiki.pages import kinds, special
from wiki.pages.models import Image, Name, Value
from wiki.pages.reading import PageLine, known_by
from wiki.pages.special import Wanted
from wiki.spoilers.dates import today
from wiki.spoilers.lens import Lens

LETTERS = "abcdefghijklmnopqrstuvwxyz"
EACH = 3
LOOKED_AT = 24
SHORT = 120  # words


@dataclass(frozen=True)
class Short:
    page: PageLine
    words: int


@dataclass(frozen=True)
class Needing:
    """What is wanted most of what was looked at, the shortest pages, and pages without a picture."""

    wanted: tuple[Wanted, ...]
    short: tuple[Short, ...]
    bare: tuple[PageLine, ...]

    def __bool__(self) -> bool:
        return bool(self.wanted or self.short or self.bare)


def needing(lens: Lens, open_gates: list[int]) -> Needing:
    """Choose for today. Eight queries, and one more for texts that were not counted yet."""
    start = _start(today())
    shown = Name.objects.shown(open_gates).filter(page__kind__in=kinds.in_front()).select_related("page")
    bare = _some(shown.filter(~Exists(_pictures(open_gates)), ~Exists(_faces(open_gates))), "slug", start, EACH)
    return Needing(
        _wanted(open_gates, start),
        _short(_some(shown, "slug", start, LOOKED_AT), lens),
        tuple(_line(name) for name in bare),
    )


def _start(day: datetime.date) -> str:
    """Give the letters at which a day begins."""
    digest = hashlib.sha256(day.isoformat().encode()).digest()
    return "".join(LETTERS[byte % len(LETTERS)] for byte in digest[:2])


def _some(rows: QuerySet[Any], column: str, start: str, count: int) -> list[Any]:
    """Take some rows from a place in their order on, and if those are too few, from its beginning. Two queries."""
    rows = rows.order_by(column, "page_id") if column == "slug" else rows.order_by(column)
    after, before = rows.filter(**{f"{column}__gte": start}), rows.filter(**{f"{column}__lt": start})
    return [*after[:count], *before[:count]][:count]


def _wanted(open_gates: list[int], start: str) -> tuple[Wanted, ...]:
    rows = special.missing(open_gates).values("target").annotate(count=Count("page", distinct=True))
    some = _some(rows, "target", start, LOOKED_AT)
    found = sorted((Wanted(row["target"], row["count"]) for row in some), key=lambda one: (-one.count, one.slug))
    return tuple(found[:EACH])


def _short(names: list[Name], lens: Lens) -> tuple[Short, ...]:
    sizes = special.sizes([name.page_id for name in names], lens)
    found = [Short(_line(name), size) for name in names if 0 < (size := sizes.get(name.page_id, 0)) < SHORT]
    return tuple(sorted(found, key=lambda one: (one.words, one.page.url))[:EACH])


def _pictures(open_gates: list[int]) -> QuerySet[Image]:
    return Image.objects.visible_to(open_gates).filter(is_held=False, page=OuterRef("page"))


def _faces(open_gates: list[int]) -> QuerySet[Value]:
    return Value.objects.visible_to(open_gates).filter(field="image", page=OuterRef("page"))


def _line(name: Name) -> PageLine:
    known = known_by(name)
    return PageLine(known.title, known.url)
