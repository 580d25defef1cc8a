"""Queries over comments, each through a lens."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q

from wiki.pages.models import Name
from wiki.spoilers.lens import Lens
from wiki.spoilers.models import Gate


class CommentQuerySet(models.QuerySet[Any]):
    def visible_to(self, lens: Lens) -> CommentQuerySet:
        """Keep what a lens may know of: the comment's gate, its thread's, and one of its page's names are open.

        One query for the gates, now; the rest is part of this one.
        """
        return self.behind(Gate.objects.open_to(lens))

    def behind(self, open_gates: list[int]) -> CommentQuerySet:
        """Keep what may be known of by who sees these gates (see `GateQuerySet.open_to`)."""
        own = Q(gate=None) | Q(gate__among=open_gates)
        thread = Q(parent__gate=None) | Q(parent__gate__among=open_gates)
        names = Name.objects.visible_to(open_gates).filter(page=OuterRef("page"))
        return self.filter(own, thread, Exists(names))

    def standing(self) -> CommentQuerySet:
        """Leave out what was deleted or hidden."""
        return self.filter(state="shown")

    def newest_first(self) -> CommentQuerySet:
        """Order by time, the last first; of one second by id."""
        return self.order_by("-said_at", "-public_id")

    def oldest_first(self) -> CommentQuerySet:
        """Order by time, the first first."""
        return self.order_by("said_at", "public_id")
