from django.apps import AppConfig


class SpoilersConfig(AppConfig):
    name = "wiki.spoilers"
    verbose_name = "Works and spoilers"

    def ready(self) -> None:
        from wiki import crawlers
        from wiki.spoilers import signin  # noqa: F401  (listens for Django's own sign-in signal)

        crawlers.welcome(*(f"spoilers:{name}" for name in ("works", "work", "release", "on_this_day")))
