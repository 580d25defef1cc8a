from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "wiki.pages"
    verbose_name = "Pages"

    def ready(self) -> None:
        from wiki import crawlers
        from wiki.accounts import belongings, leaving, naming
        from wiki.notifications import categories
        from wiki.pages import front, home, images, kinds, notices, people, record, related, slots, synonyms, unlocking
        from wiki.spoilers import editing

        categories.register(notices.WATCHED, notices.look)
        categories.register(categories.REVIEW, notices.look_at_decided)
        kinds.register(kinds.PAGE)
        for panel in front.PANELS:
            home.register(panel)
        crawlers.welcome(*(f"pages:{name}" for name in ("all_pages", "page", "image", "tags", "tag")))
        slots.register(related.EXTRA)
        editing.on_change(record.resolve_gates)
        editing.on_change(images.resolve_gates)
        editing.on_change(synonyms.resolve_gates)
        for contributor in people.BELONGINGS:
            belongings.register(contributor)
        leaving.register(people.forget)
        for source in (*unlocking.OWN, images.UNLOCKED):
            unlocking.register(source)
        naming.register(people.renamed)
