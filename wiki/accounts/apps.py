from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    name = "wiki.accounts"
    verbose_name = "People"

    def ready(self) -> None:
        from wiki.accounts import belongings, leaving, own, roles

        post_migrate.connect(roles.make_groups, dispatch_uid="roles")
        for contributor in own.BELONGINGS:
            belongings.register(contributor)
        leaving.register(own.forget)
