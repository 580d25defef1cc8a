from django.apps import AppConfig


class ModerationConfig(AppConfig):
    name = "wiki.moderation"
    verbose_name = "Moderation"

    def ready(self) -> None:
        from wiki.accounts import roles
        from wiki.moderation import blocks, filtering, log, notices
        from wiki.notifications import categories
        from wiki.pages import acts, rules, screening

        acts.register(log.write)
        roles.register(log.role_given)
        categories.register(categories.REPORT, notices.look)
        rules.register_barrier(blocks.barrier)
        screening.register(filtering.SCREEN)
