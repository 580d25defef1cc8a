from django.apps import AppConfig


class DiscussionConfig(AppConfig):
    name = "wiki.discussion"
    verbose_name = "Talk"

    def ready(self) -> None:
        from wiki.accounts import belongings, leaving
        from wiki.discussion import belonging, notices, reading, resolving
        from wiki.discussion.extra import EXTRA
        from wiki.notifications import categories
        from wiki.pages import signs, slots
        from wiki.spoilers import editing

        belongings.register(belonging.comments)
        leaving.register(belonging.forget)
        slots.register(EXTRA)
        signs.register(reading.has_spoken)
        editing.on_change(resolving.resolve_gates)
        for category, look in notices.CATEGORIES:
            categories.register(category, look)
