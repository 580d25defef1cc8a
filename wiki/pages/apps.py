from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "wiki.pages"
    verbose_name = "Pages"

    def ready(self) -> None:
        from wiki.pages import kinds, record
        from wiki.spoilers import editing

        kinds.register(kinds.PAGE)
        editing.on_change(record.resolve_gates)
