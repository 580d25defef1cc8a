from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "wiki.search"
    verbose_name = "Search"

    def ready(self) -> None:
        from wiki.pages import record as pages
        from wiki.search import record

        pages.register(pages.Recorder("search", record.write, record.rebuild))
