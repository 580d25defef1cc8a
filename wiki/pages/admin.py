"""Pages in the admin, through the moderator's lens; each is edited there by the forms of the site, so as a revision."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from taggit.models import Tag as UnusedTag

from wiki.markup import slugify
from wiki.pages import images, pending, reading, rules, synonyms
from wiki.pages.models import Image, Name, Page, Pending, Synonym
from wiki.pages.views import tags, writing
from wiki.spoilers.lens import Lens
from wiki.spoilers.models import Gate

admin.site.unregister(UnusedTag)  # taggit's own tags, which no page uses


class NamedRows(ChangeList):
    """A list whose rows are known by what their readers call them: a number would tell how many others there are."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list = self.model_admin.described(request, list(self.result_list))

    def url_for_result(self, result: Any) -> str:
        return str(self.model_admin.address(result))


class ThroughLens(admin.ModelAdmin):  # type: ignore[type-arg]
    """What moderators may look up as far as they see it. It is changed elsewhere, by the functions that may."""

    actions = None
    list_per_page = 50

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return NamedRows

    def described(self, request: HttpRequest, rows: list[Any]) -> list[Any]:
        """Give rows what the columns show, by few queries for all of them."""
        return rows

    def address(self, row: Any) -> str:
        """Give where a row is looked at."""
        raise NotImplementedError

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return rules.may_moderate(request.user)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return rules.may_moderate(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Answer the filters beside the list alone; others would ask about what is hidden."""
        fields = [one if isinstance(one, str) else one[0] for one in self.list_filter]
        return lookup.split("__")[0] in fields and lookup.count("__") <= 1

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect(reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist"))

    def history_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect("moderation:log")


class LastOfThem(ThroughLens):
    """The last rows of a table of which this moderator may know. Each is shown as the functions of the site show it:
    whether it is seen follows from texts, which no query can ask.
    """

    ordering = ["-pk"]
    most = 1000

    def rows(self) -> QuerySet[Any]:
        """Give all rows, with what looking them up asks for."""
        return self.model._default_manager.all()

    def seen(self, rows: list[Any], lens: Lens) -> dict[int, Any]:
        """Give what the columns show of those rows that somebody may know of, by their keys. Few queries."""
        raise NotImplementedError

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        last = list(self.rows().order_by("-pk")[: self.most])
        return self.rows().filter(pk__in=self.seen(last, request.lens))  # type: ignore[attr-defined]

    def described(self, request: HttpRequest, rows: list[Any]) -> list[Any]:
        views = self.seen(rows, request.lens)  # type: ignore[attr-defined]
        for row in rows:
            row.view = views[row.pk]
        return rows


@admin.register(Page)
class PageAdmin(ThroughLens):
    """Every page that exists for this moderator."""

    kind = ""
    list_display = ["title", "kind", "protection", "protected_until", "is_reviewed"]
    list_filter = ["kind", "protection", "is_reviewed"]
    search_fields = ["names"]
    ordering = ["-pk"]

    @admin.display(description="Title")
    def title(self, page: Any) -> str:
        return str(page.known.title)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Page]:
        names = Name.objects.visible_to(Gate.objects.open_to(request.lens)).filter(page=OuterRef("pk"))  # type: ignore[attr-defined]
        pages = super().get_queryset(request).filter(Exists(names))
        return pages.filter(kind=self.kind) if self.kind else pages

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Page], search_term: str
    ) -> tuple[QuerySet[Page], bool]:
        if not search_term:
            return queryset, False
        open_gates = Gate.objects.open_to(request.lens)  # type: ignore[attr-defined]
        named = Name.objects.visible_to(open_gates).filter(slug__contains=slugify(search_term) or "-")
        return queryset.filter(pk__in=named.values("page")), False

    def described(self, request: HttpRequest, rows: list[Any]) -> list[Any]:
        names = reading.known(Gate.objects.open_to(request.lens), {row.pk for row in rows})  # type: ignore[attr-defined]
        for row in rows:
            row.known = names[row.pk]
        return rows

    def address(self, row: Any) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[row.known.slug])

    def has_add_permission(self, request: HttpRequest) -> bool:
        return rules.may_moderate(request.user)

    def add_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect(f"{reverse('pages:new')}?kind={self.kind}") if self.kind else writing.new(request)

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        return writing.edit(request, slug=object_id)

    def history_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect("pages:history", slugify(object_id) or "-")


@admin.register(Image)
class ImageAdmin(ThroughLens):
    """Every picture that this moderator may see."""

    list_display = ["words", "by", "uploaded_at", "is_held"]
    list_filter = ["is_held", "uploaded_at"]
    list_select_related = ["uploader"]
    ordering = ["-pk"]

    @admin.display(description="What it shows")
    def words(self, image: Any) -> str:
        return str(image.view.words.alt)

    @admin.display(description="Sent by")
    def by(self, image: Any) -> str:
        return str(image.view.uploader)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Image]:
        return images.seen(request.lens)  # type: ignore[attr-defined]

    def described(self, request: HttpRequest, rows: list[Any]) -> list[Any]:
        for row in rows:
            row.view = images.described(row)
        return rows

    def address(self, row: Any) -> str:
        return reverse("pages:image", args=[row.name])


@admin.register(Pending)
class PendingAdmin(LastOfThem):
    """Every edit that waits or waited, as far as this moderator may know of it; decided on in the queue."""

    list_display = ["title", "by", "state", "sent_at", "decided_by", "decided_at", "reason"]
    list_filter = ["state", "kind", "sent_at"]
    most = 300  # whole texts

    @admin.display(description="Page")
    def title(self, row: Any) -> str:
        return str(row.view.title)

    @admin.display(description="Author")
    def by(self, row: Any) -> str:
        return row.view.author or "somebody without an account"

    def rows(self) -> QuerySet[Pending]:
        return Pending.objects.select_related("author", "decided_by")

    def seen(self, rows: list[Pending], lens: Lens) -> dict[int, Any]:
        return {view.row.pk: view for view in pending.visible(rows, lens)}

    def address(self, row: Any) -> str:
        return reverse("pages:waiting_edit", args=[row.public_id])


@admin.register(Synonym)
class SynonymAdmin(ThroughLens):
    """Every tag that is counted as another, as far as this moderator may know of it."""

    list_display = ["name", "counts_as", "known_from", "by", "made_at"]
    list_select_related = ["made_by", "gate"]
    ordering = ["-pk"]

    @admin.display(description="Tag")
    def name(self, synonym: Any) -> str:
        return str(synonym.view.tag)

    @admin.display(description="Counts as")
    def counts_as(self, synonym: Any) -> str:
        return str(synonym.view.into)

    @admin.display(description="For who has seen")
    def known_from(self, synonym: Any) -> str:
        return synonym.view.gate or "anything"

    @admin.display(description="Merged by")
    def by(self, synonym: Any) -> str:
        return str(synonym.made_by.get_username())

    def get_queryset(self, request: HttpRequest) -> QuerySet[Synonym]:
        return synonyms.seen(request.lens)  # type: ignore[attr-defined]

    def described(self, request: HttpRequest, rows: list[Any]) -> list[Any]:
        for view in synonyms.described(rows, request.lens):  # type: ignore[attr-defined]
            view.row.view = view
        return rows

    def address(self, row: Any) -> str:
        return reverse("admin:pages_synonym_change", args=[row.public_id])

    def has_add_permission(self, request: HttpRequest) -> bool:
        return rules.may_moderate(request.user)

    def add_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return tags.merge(request)

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        return tags.part(request, public_id=object_id)
