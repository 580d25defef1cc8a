"""What the queue keeps besides its jobs: mails that wait to be sent, and when a periodic job is due."""

from django.db import models
from django.utils import timezone
from django_tasks_db.models import DBTaskResult


class Letter(models.Model):
    """A mail that waits. It may hold a code or a link that opens an account, so it goes as soon as it is sent."""

    content = models.JSONField()
    written_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"letter {self.pk}"


class FailedJob(DBTaskResult):  # type: ignore[type-arg]
    """A job that failed for the last time, as the admin has it."""

    class Meta:
        proxy = True
        verbose_name = "failed job"

    def __str__(self) -> str:
        return f"{self.task_path} {self.pk}"


class Turn(models.Model):
    """When a periodic job is due. Of several workers, the one that moves it on starts the job."""

    name = models.CharField(max_length=100, primary_key=True)
    due_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} at {self.due_at}"
