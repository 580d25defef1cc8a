from django.apps import AppConfig


class DiscussionConfig(AppConfig):
    name = "wiki.discussion"
    verbose_name = "Talk"

    def ready(self) -> None:
        from wiki.accounts import belongings, leaving
        from wiki.discussion import belonging, notices, reading, record, resolving
        from wiki.discussion import unlocking as opened
        from wiki.discussion.extra import EXTRA, PANEL
        from wiki.notifications import categories
        from wiki.pages import home, signs, slots, unlocking
        from wiki.search import sources
        from wiki.spoilers import editing

        belongings.register(belonging.comments)
        leaving.register(belonging.forget)
        slots.register(EXTRA)
        home.register(PANEL)
        unlocking.register(opened.SOURCE)
        signs.register(reading.has_spoken)
        editing.on_change(resolving.resolve_gates)
        sources.register(sources.Source(record.url, record.rebuild))
        for category, look in notices.CATEGORIES:
            categories.register(category, look)
