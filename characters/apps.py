from django.apps import AppConfig


class CharactersConfig(AppConfig):
    name = "characters"
    verbose_name = "Characters"

    def ready(self) -> None:
        from characters import panels
        from characters.kind import CHARACTER
        from wiki.pages import kinds
        from wiki.spoilers import panels as places

        kinds.register(CHARACTER)
        places.register(panels.PANEL)
