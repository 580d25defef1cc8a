"""Jobs that come again and again. The worker starts them; no clock outside is needed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from wiki.queue.models import Turn

_periods: dict[str, tuple[Any, timedelta]] = {}


def every(period: timedelta, task: Any) -> None:
    """Register a task (called from `AppConfig.ready`)."""
    _periods[task.module_path] = (task, period)


def start_due() -> list[str]:
    """Put the periodic jobs that are due into the queue; return their names."""
    return [name for name, (task, period) in _periods.items() if _start(name, task, period)]


@transaction.atomic
def _start(name: str, task: Any, period: timedelta) -> bool:
    now = timezone.now()
    Turn.objects.get_or_create(name=name, defaults={"due_at": now})
    is_mine = Turn.objects.filter(name=name, due_at__lte=now).update(due_at=now + period) == 1
    if is_mine:
        task.enqueue()
    return is_mine
