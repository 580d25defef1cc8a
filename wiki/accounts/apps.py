from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "wiki.accounts"
    verbose_name = "People"
