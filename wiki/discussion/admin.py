"""Comments, as far as a moderator's lens sees them. They are hidden and deleted by way of writing.py."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from wiki.discussion import texts, writing
from wiki.discussion.models import Comment
from wiki.pages import reading
from wiki.spoilers.models import Gate

BY_ADMIN = "Hidden from the list of comments in the admin."


@admin.register(Comment)
class CommentAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """What it says is shown through the lens; what was deleted stays readable for moderators."""

    list_display = ("public_id", "page_title", "author", "said_at", "state", "gate_text")
    list_filter = ("state", "said_at")
    list_select_related = ("author",)
    search_fields = ("author__username", "public_id")
    ordering = ("-said_at", "-public_id")
    fields = readonly_fields = (
        "page_title",
        "author",
        "said_at",
        "changed_at",
        "gate_text",
        "what_it_says",
        "state",
        "why",
        "removed_by",
    )
    actions = ("hide", "show_again")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Keep what the moderator's lens sees."""
        known = Comment.objects.visible_to(request.lens)  # type: ignore[attr-defined]
        return super().get_queryset(request).filter(pk__in=known.values("pk"))

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        changelist = super().get_changelist_instance(request)
        self._describe(request, changelist.result_list)
        return changelist

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        found = super().get_object(request, object_id, from_field)
        self._describe(request, [found] if found else [])
        return found

    def _describe(self, request: Any, comments: Iterable[Any]) -> None:
        """Put beside each comment what it says through the moderator's lens, and what its page is called. Two queries.

        Not on this object, which all requests share.
        """
        names = reading.known(Gate.objects.open_to(request.lens), {one.page_id for one in comments})
        for one in comments:
            name = names.get(one.page_id)
            one.shown = (name.title if name else "", texts.through(one, request.lens))

    @admin.display(description="page")
    def page_title(self, comment: Any) -> str:
        return str(comment.shown[0])

    @admin.display(description="text")
    def what_it_says(self, comment: Any) -> str:
        return str(comment.shown[1])

    @admin.display(description="reason")
    def why(self, comment: Comment) -> str:
        return texts.reason(comment)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nothing is lost here: what goes is hidden or deleted with a reason."""
        return False

    @admin.action(description="Hide the chosen comments", permissions=["change"])
    def hide(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        for comment in (found := list(queryset.filter(state=Comment.State.SHOWN))):
            writing.hide(comment, person=request.user, reason=BY_ADMIN)
        messages.success(request, f"{len(found)} comments are hidden.")

    @admin.action(description="Show the chosen comments again", permissions=["change"])
    def show_again(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        for comment in (found := list(queryset.filter(state=Comment.State.HIDDEN))):
            writing.show_again(comment, person=request.user)
        messages.success(request, f"{len(found)} comments are shown again.")
