"""Notes that people are to be told of something."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from wiki.notifications import tasks
from wiki.notifications.models import Notice

AT_ONCE = 50


@transaction.atomic
def tell(*, category: str, people: Iterable[Any], subject: str, group: str = "") -> None:
    """Tell people (accounts or their ids) of a subject, each once. Call it in the transaction that writes the subject.

    Whether they may know of it is not asked here: whenever the notice is shown or mailed, the category looks through
    the lens of its receiver. `group` is what several notices have in common, such as a page's id.
    """
    ids = sorted({getattr(person, "pk", person) for person in people})
    about = {"category": category, "subject": subject, "group": group, "made_at": timezone.now()}
    rows = [Notice(person_id=pk, **about) for pk in ids]
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
    for start in range(0, len(rows), AT_ONCE):
        tasks.sort_out.enqueue([notice.pk for notice in rows[start : start + AT_ONCE]])
