from django.apps import AppConfig


class CharactersConfig(AppConfig):
    name = "characters"
    verbose_name = "Characters"

    def ready(self) -> None:
        from characters import featured, panels
        from characters import unlocking as opened
        from characters.kind import CHARACTER
        from characters.models import Appearance
        from wiki import crawlers
        from wiki.pages import home, kinds, unlocking
        from wiki.search import filters
        from wiki.spoilers import panels as places

        kinds.register(CHARACTER)
        places.register(panels.PANEL)
        home.register(featured.PANEL)
        pages = ("characters", "character", "performer", "counterparts", "relations", "all_relations", "appearances")
        crawlers.welcome(*(f"characters:{name}" for name in pages))
        filters.register("continuity", filters.with_value("continuity"))
        filters.register(
            "work",
            lambda code, gates: Appearance.objects.visible_to(gates).filter(work__code__iexact=code).values("page"),
        )
        for source in opened.SOURCES:
            unlocking.register(source)
