"""How people want mail. Notices are not shown here: their number alone would tell of what is hidden."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from wiki.notifications.models import MailPlan, Preference


@admin.register(Preference)
class PreferenceAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("person", "category", "how")
    list_filter = ("category", "how")
    list_select_related = ("person",)
    search_fields = ("person__username",)
    autocomplete_fields = ("person",)

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        return lookup in {"category__exact", "how__exact"}


@admin.register(MailPlan)
class MailPlanAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("person", "hour")
    list_filter = ("hour",)
    list_select_related = ("person",)
    search_fields = ("person__username",)
    fields = ("person", "hour")
    autocomplete_fields = ("person",)

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        return lookup == "hour__exact"

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
