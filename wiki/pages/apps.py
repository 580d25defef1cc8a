from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "wiki.pages"
    verbose_name = "Pages"

    def ready(self) -> None:
        from wiki.accounts import belongings, leaving, naming
        from wiki.notifications import categories
        from wiki.pages import kinds, notices, people, record
        from wiki.spoilers import editing

        categories.register(notices.WATCHED, notices.look)
        categories.register(categories.REVIEW, notices.look_at_decided)
        kinds.register(kinds.PAGE)
        editing.on_change(record.resolve_gates)
        for contributor in people.BELONGINGS:
            belongings.register(contributor)
        leaving.register(people.forget)
        naming.register(people.renamed)
