"""What may stand before a colon in a query: `kind:`, `tag:`, `work:` … Each gives the pages that pass for a reader.

An app adds its own with `register` in its `AppConfig.ready`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet

from wiki.markup import slugify
from wiki.pages import kinds
from wiki.pages.models import Page, PageTag, Revision, Value
from wiki.pages.tag_uses import synonyms_seen

# Of what was typed and the gates that are open: ids of pages, whether or not each exists for the reader.
Filter = Callable[[str, list[int]], QuerySet[Any]]

_filters: dict[str, list[Filter]] = {}


def register(name: str, pages: Filter) -> None:
    """Add a filter, or further pages to one that is there."""
    if pages not in _filters.setdefault(name, []):
        _filters[name].append(pages)


def names() -> list[str]:
    return list(_filters)


def pages(name: str, value: str, open_gates: list[int]) -> list[QuerySet[Any]]:
    """Give the queries for the pages that pass a filter: each page in one of them does."""
    return [one(value, open_gates) for one in _filters[name]]


def any_of(column: str, pages: list[QuerySet[Any]]) -> Q:
    """Keep rows whose page, in a column, is in one of some queries."""
    found = Q()
    for one in pages:
        found |= Q(**{f"{column}__in": one})
    return found


def of_kind(value: str, open_gates: list[int]) -> QuerySet[Any]:
    """Pages of a kind, by its name or its label."""
    asked = slugify(value)
    meant = [kind.name for kind in kinds.all_kinds() if asked in (slugify(kind.name), slugify(kind.label))]
    return Page.objects.filter(kind__in=meant).values("pk")


def tagged(value: str, open_gates: list[int]) -> QuerySet[Any]:
    """Pages that carry a tag, or one that the reader knows to be the same."""
    slug = synonyms_seen(open_gates).followed(slugify(value))
    return PageTag.objects.open_to(open_gates).filter(tag__slug=slug).values("content_object")


def by(value: str, open_gates: list[int]) -> QuerySet[Any]:
    """Pages that somebody worked on, as far as everybody may know of it."""
    return Revision.objects.filter(Q(author__username__iexact=value), is_public=True, hidden_author="").values("page")


def with_value(field: str) -> Filter:
    """Pages with a value in a field of their sheet, or with one that begins so."""

    def filter_pages(value: str, open_gates: list[int]) -> QuerySet[Any]:
        slug = slugify(value) or "-"
        return Value.objects.visible_to(open_gates).filter(field=field, slug__startswith=slug).values("page")

    return filter_pages


register("kind", of_kind)
register("tag", tagged)
register("by", by)
