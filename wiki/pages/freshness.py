"""Names the state of all that lists are made from, for what is kept in caches."""

from __future__ import annotations

import hashlib

from django.db.models.expressions import RawSQL

from wiki.pages.models import Revision

# What changes with each revision, with the calendar and with synonyms. Written out: it stands in the query of every
# view of a page, and the ORM takes longer over three subqueries than the database. Stamps are random, so that their
# sum, each cut to fit, tells of every change.
STATE = RawSQL(
    """(SELECT CAST(COALESCE(MAX(id), 0) AS TEXT) FROM pages_revision) || ' ' ||
    (SELECT COALESCE(CAST(MAX(changed_at) AS TEXT), '') FROM pages_synonym) || ' ' ||
    (SELECT CAST(COALESCE(SUM(stamp %% 1099511627776), 0) AS TEXT) FROM spoilers_work)""",
    (),
)


def key(what: str, open_gates: list[int]) -> str:
    """Name what a reader sees and the state of all records.

    Between this and the making somebody may save. What is made is then kept under the older name, which nobody asks
    for any more. One query.
    """
    return f"{what}:{hashlib.sha256(repr((state(), sorted(open_gates))).encode()).hexdigest()}"


def state() -> str:
    """Name the state of all records; "" before there are any. One query."""
    return next(iter(Revision.objects.values_list(STATE, flat=True)[:1]), "")
