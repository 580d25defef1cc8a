from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.http import HttpRequest

from wiki.accounts.models import User


@admin.register(User)
class AccountAdmin(UserAdmin):
    """Django's own, which lets any pattern be asked of any column; here it is the filters beside the list."""

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        return lookup in {"is_staff__exact", "is_superuser__exact", "is_active__exact", "groups__id__exact"}
