"""Queries over records. Each takes the list of open gates, so that hidden rows are never fetched."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Value, When

from wiki.spoilers.querysets import GatedQuerySet


class NameQuerySet(GatedQuerySet):
    def shown(self, open_gates: list[int]) -> NameQuerySet:
        """Keep the one name of each page under which this reader knows it."""
        visible = self.model._default_manager.visible_to(open_gates)
        above = visible.filter(page=OuterRef("page"), rank__gt=OuterRef("rank"))
        return self.visible_to(open_gates).filter(~Exists(above))  # type: ignore[return-value]

    def best_first(self) -> NameQuerySet:
        """Order names of one slug: titles, aliases, redirects, and of each the older page first."""
        order = Case(*(When(kind=kind, then=Value(place)) for place, kind in enumerate(self.model.ORDER)))
        return self.order_by(order, "page_id")

    def in_order(self) -> NameQuerySet:
        return self.order_by("slug", "page_id")


class ElseQuerySet(GatedQuerySet):
    """Rows that are there while the gate `unless` is shut: links in an “else”, values until they are replaced."""

    def visible_to(self, open_gates: list[int]) -> ElseQuerySet:
        missing_else = Q(unless=None) | ~Q(unless__among=open_gates)
        return super().visible_to(open_gates).filter(missing_else)  # type: ignore[return-value]


class PageTagQuerySet(ElseQuerySet):
    def open_to(self, open_gates: list[int]) -> ElseQuerySet:
        """Keep the open uses, for who knows already which pages exist for this reader."""
        return super().visible_to(open_gates)

    def visible_to(self, open_gates: list[int]) -> ElseQuerySet:
        """Keep the open uses on pages that exist for this reader."""
        from wiki.pages.models import Name  # the model needs this class for its manager

        names = Name.objects.visible_to(open_gates).filter(page=OuterRef("content_object"))
        return self.open_to(open_gates).filter(Exists(names))  # type: ignore[return-value]


class SynonymQuerySet(GatedQuerySet):
    def standing(self) -> SynonymQuerySet:
        """Keep those that nobody has taken back, in the order in which they are followed."""
        return self.filter(ended_at=None).order_by("into__slug", "pk")


BATCH = 100


def backwards(rows: models.QuerySet[Any], start: int | None = None) -> Iterator[list[Any]]:
    """Go back in time from a row, a batch at a time, for as long as somebody asks."""
    rows = rows.order_by("-pk")
    while True:
        batch = list((rows.filter(pk__lt=start) if start else rows)[:BATCH])
        yield batch
        if len(batch) < BATCH:
            return
        start = batch[-1].pk


CONTENT = ("names", "tags", "sheet", "body", "seals")


class RevisionQuerySet(models.QuerySet[Any]):
    def light(self) -> RevisionQuerySet:
        """Leave out the content, and take what comparing with the parent needs along."""
        parents = [f"parent__{column}" for column in (*CONTENT, "summary")]
        return self.select_related("author", "parent").defer(*CONTENT, *parents)

    def newest_first(self) -> RevisionQuerySet:
        return self.order_by("-pk")

    def oldest_first(self) -> RevisionQuerySet:
        return self.order_by("pk")
