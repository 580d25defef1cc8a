"""Names the state of all that lists are made from, for what is kept in caches."""

from __future__ import annotations

import hashlib

from django.db.models import Max

from wiki.pages.models import Revision
from wiki.spoilers.models import Work


def key(what: str, open_gates: list[int]) -> str:
    """Name what a reader sees and the state of all records: they change with a new revision, or with the calendar.

    Between this and the making somebody may save. What is made is then kept under the older name, which nobody asks
    for any more. Two queries.
    """
    revision = Revision.objects.aggregate(last=Max("pk"))["last"]
    stamps = list(Work.objects.order_by("pk").values_list("pk", "stamp"))
    return f"{what}:{hashlib.sha256(repr((revision, stamps, sorted(open_gates))).encode()).hexdigest()}"
