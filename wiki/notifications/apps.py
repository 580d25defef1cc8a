from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "wiki.notifications"
    verbose_name = "Notices"

    def ready(self) -> None:
        from datetime import timedelta

        from wiki.accounts import leaving as accounts
        from wiki.accounts import links
        from wiki.notifications import leaving, tasks
        from wiki.queue import periodic

        accounts.register(leaving.forget)
        links.register(links.Link("Notices and mail", "notifications:preferences", "What you are told of, and how."))
        periodic.every(timedelta(minutes=10), tasks.start_digests)
        periodic.every(timedelta(days=1), tasks.prune)
