"""Characters in the admin: pages of their kind."""

from django.contrib import admin

from characters.models import CharacterPage
from wiki.pages.admin import PageAdmin


@admin.register(CharacterPage)
class CharacterPageAdmin(PageAdmin):
    """Every character that exists for this moderator."""

    kind = "character"
    list_display = ["title", "protection", "protected_until", "is_reviewed"]
    list_filter = ["protection", "is_reviewed"]
