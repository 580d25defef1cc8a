from django.apps import AppConfig


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = "Articles"

    def ready(self) -> None:
        from articles import panels, rules
        from articles.kind import ARTICLE, CLAIM
        from wiki.pages import kinds
        from wiki.spoilers import panels as places
        from wiki.spoilers import passes

        kinds.register(ARTICLE)
        kinds.register(CLAIM)
        places.register(panels.PANEL)
        passes.register(rules.passes)
