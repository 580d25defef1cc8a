"""What becomes of a job that did not end well: later again, some times, and then it has failed."""

from __future__ import annotations

import logging
import traceback
from datetime import timedelta

from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

MOST_ATTEMPTS = 6
FIRST_WAIT = timedelta(seconds=30)
GROWTH = 4  # 30 seconds, 2 minutes, 8, half an hour, two hours
# No job of ours takes that long; one that does has lost its worker.
LOST_AFTER = timedelta(minutes=15)

logger = logging.getLogger(__name__)


class WorkerLost(Exception):
    """The worker of a job went away."""


def put_back(job: DBTaskResult, error: BaseException) -> None:
    """Let a job be tried again later, or give it up. Its message is not kept: it may hold what nobody should read."""
    attempts = len(job.worker_ids)
    job.exception_class_path = f"{type(error).__module__}.{type(error).__qualname__}"
    job.traceback = "".join(traceback.format_tb(error.__traceback__))
    if attempts < MOST_ATTEMPTS:
        job.status = TaskResultStatus.READY
        job.run_after = timezone.now() + FIRST_WAIT * GROWTH ** max(attempts - 1, 0)
    else:
        job.status, job.finished_at = TaskResultStatus.FAILED, timezone.now()
        logger.error("Job %s (%s) failed for the last time: %s", job.pk, job.task_path, job.exception_class_path)
    job.save(update_fields=["status", "run_after", "finished_at", "exception_class_path", "traceback"])


def again(jobs: list[DBTaskResult]) -> None:
    """Let failed jobs start afresh."""
    for job in jobs:
        job.status, job.run_after, job.worker_ids, job.finished_at = TaskResultStatus.READY, timezone.now(), [], None
        job.save(update_fields=["status", "run_after", "worker_ids", "finished_at"])


def reap() -> int:
    """Take back the jobs whose worker died; return how many there were."""
    lost = DBTaskResult.objects.running().filter(started_at__lte=timezone.now() - LOST_AFTER)
    found = list(lost)
    for job in found:
        put_back(job, WorkerLost())
    return len(found)
