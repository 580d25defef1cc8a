"""Takes jobs out of the queue, one at a time, and starts periodic ones."""

from __future__ import annotations

import logging
import secrets
import threading
import time

from django.db import close_old_connections
from django_tasks_db.models import DBTaskResult
from django_tasks_db.utils import exclusive_transaction

from wiki.queue import periodic, retrying

IDLE = 1.0  # seconds between two looks into an empty queue
PERIODIC = 15.0

logger = logging.getLogger(__name__)


class Worker:
    """Works until it is told to stop; the job in hand is finished first."""

    def __init__(self) -> None:
        self.id = secrets.token_hex(16)
        self.stopping = threading.Event()
        self.next_periodic = 0.0

    def stop(self, *signal: object) -> None:
        """Let the worker end after the job in hand."""
        self.stopping.set()

    def work(self) -> None:
        """Go on until stopped. What goes wrong outside of a job is logged, and tried again."""
        while not self.stopping.is_set():
            close_old_connections()
            try:
                did_something = self.turn()
            except Exception as error:  # the database may be away for a moment
                logger.warning("The queue could not be read: %s", type(error).__name__)
                did_something = False
            if not did_something:
                self.stopping.wait(IDLE)

    def turn(self) -> bool:
        """Start what is due, and do one job; tell whether there was one."""
        if time.monotonic() >= self.next_periodic:
            self.next_periodic = time.monotonic() + PERIODIC
            periodic.start_due()
        job = claim(self.id)
        if job is not None:
            run(job)
        return job is not None


def claim(worker: str) -> DBTaskResult | None:
    """Take the next job, so that no other worker does."""
    ready = DBTaskResult.objects.ready().filter(backend_name="default")
    if not ready.exists():  # asked first: taking one locks SQLite for everybody
        return None
    with exclusive_transaction(ready.db):
        job = ready.get_locked()
        if job is not None:
            job.claim(worker)
    return job


def run(job: DBTaskResult) -> None:
    """Do a job. Not by the library's own worker: that neither tries again, nor keeps messages out of the log."""
    try:
        given = job.task_result
        job.task.call(*given.args, **given.kwargs)
    except Exception as error:
        retrying.put_back(job, error)
    except BaseException as error:
        retrying.put_back(job, error)
        raise
    else:
        job.set_successful(None)


def run_all(most: int = 1000) -> int:
    """Do every job that is ready now, for tests and command lines; return how many there were."""
    for count in range(most):
        job = claim("once")
        if job is None:
            return count
        run(job)
    return most


def in_background() -> Worker:
    """Work in a thread of this process, as the demo does."""
    worker = Worker()
    threading.Thread(target=worker.work, name="worker", daemon=True).start()
    return worker
