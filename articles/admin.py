"""Articles and claims in the admin: pages of their kinds."""

from django.contrib import admin

from articles.models import ArticlePage, ClaimPage
from wiki.pages.admin import PageAdmin


@admin.register(ArticlePage)
class ArticlePageAdmin(PageAdmin):
    """Every article that exists for this moderator."""

    kind = "article"
    list_display = ["title", "protection", "protected_until", "is_reviewed"]
    list_filter = ["protection", "is_reviewed"]


@admin.register(ClaimPage)
class ClaimPageAdmin(PageAdmin):
    """Every claim that exists for this moderator."""

    kind = "claim"
    list_display = ["title", "protection", "protected_until", "is_reviewed"]
    list_filter = ["protection", "is_reviewed"]
