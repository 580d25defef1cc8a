"""The queue's own jobs."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from wiki.queue import retrying
from wiki.queue.models import Letter

KEPT = timedelta(days=7)
KEPT_FAILED = timedelta(days=60)


@task()
def deliver(letter: int) -> None:
    """Send a mail that waits. One that is gone was sent."""
    from wiki.queue import mail  # which needs this module

    found = Letter.objects.filter(pk=letter).first()
    if found is not None:
        mail.send(found.content)
        found.delete()


@task()
def reap() -> None:
    """Take back jobs whose worker died."""
    retrying.reap()


@task()
def prune() -> None:
    """Forget what is done, and mails that could not be sent for so long that nobody waits for them."""
    now = timezone.now()
    DBTaskResult.objects.successful().filter(finished_at__lte=now - KEPT).delete()
    DBTaskResult.objects.failed().filter(finished_at__lte=now - KEPT_FAILED).delete()
    Letter.objects.filter(written_at__lte=now - KEPT).delete()
