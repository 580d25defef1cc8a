"""Jobs that failed for the last time. Others are not shown: their number would tell of hidden things."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django_tasks_db.models import DBTaskResult

from wiki.queue import retrying
from wiki.queue.models import FailedJob

admin.site.unregister(DBTaskResult)


@admin.register(FailedJob)
class FailedJobAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("task_path", "exception_class_path", "enqueued_at", "finished_at")
    list_filter = ("task_path", "exception_class_path")
    fields = readonly_fields = ("task_path", "exception_class_path", "traceback", "enqueued_at", "finished_at")
    ordering = ("-finished_at",)
    actions = ("try_again",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return FailedJob.objects.failed()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    @admin.action(description="Try the chosen jobs again", permissions=["change"])
    def try_again(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        jobs = list(queryset)
        retrying.again(jobs)
        messages.success(request, f"{len(jobs)} jobs are in the queue again.")
