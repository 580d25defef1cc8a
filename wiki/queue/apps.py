from django.apps import AppConfig


class QueueConfig(AppConfig):
    name = "wiki.queue"
    verbose_name = "Queue"

    def ready(self) -> None:
        from datetime import timedelta

        from wiki.queue import periodic, tasks

        periodic.every(timedelta(minutes=2), tasks.reap)
        periodic.every(timedelta(days=1), tasks.prune)
