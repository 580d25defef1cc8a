"""Queries over works, releases and gates."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db import models

from wiki.spoilers import lookups  # noqa: F401 (registers `__among`)
from wiki.spoilers.condition import Condition, from_key
from wiki.spoilers.lens import Lens

if TYPE_CHECKING:
    from wiki.spoilers.models import Gate


class GateCollision(ValueError):
    """Two conditions with one digest: not a thing that happens by chance."""


class WorkQuerySet(models.QuerySet[Any]):
    def with_releases(self) -> WorkQuerySet:
        return self.prefetch_related("parts", "releases__title_gate")


class GateQuerySet(models.QuerySet[Any]):
    def intern(self, condition: Condition | None) -> Gate | None:
        """Give the one row of a condition. `None`, always open, has none."""
        return None if condition is None else self.intern_all([condition])[condition]

    def intern_all(self, conditions: Iterable[Condition]) -> dict[Condition, Gate]:
        """Give the rows of many conditions in two queries, or three where new ones come."""
        wanted = {condition.digest: condition for condition in conditions}
        found = self.in_bulk(list(wanted))
        missing = [self.model(id=digest, key=one.key) for digest, one in wanted.items() if digest not in found]
        if missing:
            self.bulk_create(missing, ignore_conflicts=True)
            found = self.in_bulk(list(wanted))
        for digest, condition in wanted.items():
            if found[digest].key != condition.key:
                raise GateCollision(f"gates {found[digest].key!r} and {condition.key!r} share the digest {digest}")
        return {condition: found[digest] for digest, condition in wanted.items()}

    def forget_embargoes(self, ids: Iterable[int | None]) -> None:
        """Delete gates that waited for one page to be out and that no row stands behind any more.

        There is one for each page that ever waited, and all gates are looked through for every list.
        """
        gone = [pk for pk, key in self.filter(pk__in=ids).values_list("pk", "key") if "-" in key]
        with contextlib.suppress(models.ProtectedError):
            self.filter(pk__in=gone).delete()

    def open_to(self, lens: Lens) -> list[int]:
        """List the ids of all gates that a lens sees, for use in other queries. One query."""
        return [pk for pk, key in self.values_list("pk", "key") if lens.sees(from_key(key))]


class GatedQuerySet(models.QuerySet[Any]):
    """Rows with a field `gate` (nullable: none means always open)."""

    def visible_to(self, open_gates: list[int]) -> GatedQuerySet:
        """Keep the rows whose gate is among the open ones (see `GateQuerySet.open_to`)."""
        return self.filter(models.Q(gate=None) | models.Q(gate__among=open_gates))
