from django.apps import AppConfig


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = "Articles"

    def ready(self) -> None:
        from articles import panels, rules
        from articles import unlocking as opened
        from articles.kind import ARTICLE, CLAIM
        from wiki import crawlers
        from wiki.pages import home, kinds, unlocking
        from wiki.search import filters
        from wiki.spoilers import panels as places
        from wiki.spoilers import passes

        kinds.register(ARTICLE)
        kinds.register(CLAIM)
        places.register(panels.PANEL)
        for panel in panels.HOME:
            home.register(panel)
        passes.register(rules.passes)
        pages = ("news", "month", "tag", "work", "author", "article", "claims", "claim", "calendar", "ics", "fresh")
        crawlers.welcome(*(f"articles:{name}" for name in (*pages, "feed", "tag_feed", "work_feed")))
        filters.register("work", filters.with_value("works"))
        for source in opened.SOURCES:
            unlocking.register(source)
