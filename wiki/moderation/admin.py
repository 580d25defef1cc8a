"""Blocks, rules, reports and the log in the admin. The queue stands beside it, in views/queue.py."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from wiki.moderation import blocks, filtering, log, reports
from wiki.moderation.blocks import BadNetwork
from wiki.moderation.filtering import BadPattern
from wiki.moderation.models import Block, LogEntry, Report, Rule
from wiki.pages import kinds
from wiki.pages.admin import ThroughLens


class BlockForm(forms.ModelForm):  # type: ignore[type-arg]
    """A new block. The account is typed by its name: a list of all would be long."""

    name = forms.CharField(max_length=150, required=False, label="Account")
    where = forms.MultipleChoiceField(
        required=False, label="Only", widget=forms.CheckboxSelectMultiple, help_text="Nothing chosen: everything."
    )

    class Meta:
        model = Block
        fields = ["network", "also_accounts", "reason", "ends_at"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = [(kind.name, f"Pages of the kind {kind.label}") for kind in kinds.all_kinds()]
        self.fields["where"].choices = [*places, (blocks.TALK, "Talk"), (blocks.IMAGES, "Pictures")]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        data["person"] = self._person(data.get("name", ""))
        if bool(data["person"]) == bool(data.get("network")) and not self.errors:
            raise forms.ValidationError("Name either an account or a range of addresses.")
        try:
            if data.get("network"):
                blocks.network_of(data["network"])
        except BadNetwork as error:
            self.add_error("network", str(error))
        return data

    def _person(self, name: str) -> Any:
        if not name or "\0" in name:
            return None
        found = get_user_model().objects.filter(username=name).first()
        if found is None:
            self.add_error("name", "There is no account of this name.")
        return found

    def _post_clean(self) -> None:
        """Leave the constraint to `clean`: the account is not on the row yet."""


@admin.register(Block)
class BlockAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Blocks are made and lifted here; what was once made stays, with what it said."""

    list_display = ["__str__", "reason", "covers", "made_by", "made_at", "ends_at", "lifted_at"]
    list_select_related = ["person", "made_by"]
    list_filter = ["made_at", "ends_at", ("lifted_at", admin.EmptyFieldListFilter)]
    search_fields = ["person__username", "network", "reason"]
    actions = ["lift"]
    form = BlockForm

    def get_fields(self, request: HttpRequest, obj: Block | None = None) -> list[str]:
        if obj is None:
            return ["name", "network", "also_accounts", "where", "reason", "ends_at"]
        return ["person", "network", "also_accounts", "covers", "reason", "ends_at", "made_by", "made_at", "lifted_at"]

    def get_readonly_fields(self, request: HttpRequest, obj: Block | None = None) -> list[str]:
        return self.get_fields(request, obj) if obj else []

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"name": request.GET.get("person", ""), "network": request.GET.get("network", "")}

    def has_delete_permission(self, request: HttpRequest, obj: Block | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Block, form: Any, change: bool) -> None:
        if change:
            return
        data = form.cleaned_data
        about = {name: data[name] for name in ("person", "network", "reason", "ends_at", "also_accounts")}
        obj.pk = blocks.block(by=request.user, covers=data["where"], **about).pk

    @admin.action(description="Lift the chosen blocks")
    def lift(self, request: HttpRequest, queryset: QuerySet[Block]) -> None:
        for one in queryset.filter(lifted_at=None):
            blocks.lift(one, by=request.user, reason="")
        self.message_user(request, "The blocks are lifted.", messages.SUCCESS)


class RuleForm(forms.ModelForm):  # type: ignore[type-arg]
    """A rule as plain fields."""

    kinds = forms.MultipleChoiceField(
        required=False, widget=forms.CheckboxSelectMultiple, help_text="None: of all kinds."
    )

    class Meta:
        model = Rule
        fields = [
            *("name", "pattern", "least_links", "younger_than", "kinds", "least_growth", "least_loss"),
            *("action", "message", "most_share"),
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kinds"].choices = [(kind.name, kind.label) for kind in kinds.all_kinds()]

    def clean_pattern(self) -> str:
        pattern = str(self.cleaned_data["pattern"])
        try:
            filtering.compiled(pattern)
        except BadPattern as error:
            raise forms.ValidationError(str(error)) from error
        return pattern

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        asked = ("pattern", "least_links", "younger_than", "kinds", "least_growth", "least_loss")
        if not self.errors and not any(data.get(name) for name in asked):
            raise forms.ValidationError("Name at least one thing that an edit has to meet.")
        return data


@admin.register(Rule)
class RuleAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Rules for edits. A new or changed one is off until it was tried on the last edits."""

    list_display = ["name", "is_on", "action", "most_share", "switched_off_at"]
    list_filter = ["is_on", "action"]
    search_fields = ["name", "pattern", "message"]
    form = RuleForm

    def save_model(self, request: HttpRequest, obj: Rule, form: Any, change: bool) -> None:
        obj.is_on = False
        super().save_model(request, obj, form, change)

    def response_add(self, request: HttpRequest, obj: Rule, post_url_continue: str | None = None) -> HttpResponse:
        return redirect("moderation:rule", obj.pk)

    def response_change(self, request: HttpRequest, obj: Rule) -> HttpResponse:
        return redirect("moderation:rule", obj.pk)


@admin.register(Report)
class ReportAdmin(ThroughLens):
    """Every report of which this moderator may know; decided on in the queue."""

    list_display = ["title", "by", "what", "state", "sent_at", "decided_by", "decided_at", "reason"]
    list_filter = ["state", "what", "sent_at"]
    list_select_related = ["reporter", "decided_by", "seal"]
    ordering = ["-pk"]
    most = 1000  # the last ones

    @admin.display(description="Page")
    def title(self, row: Any) -> str:
        return str(row.view.title)

    @admin.display(description="Reporter")
    def by(self, row: Any) -> str:
        return row.view.reporter or "somebody without an account"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Report]:
        rows = Report.objects.select_related("reporter").order_by("-pk")[: self.most]
        seen = [view for view in reports.seen(rows, request.lens) if view.is_open]  # type: ignore[attr-defined]
        return super().get_queryset(request).filter(pk__in=[view.row.pk for view in seen])

    def described(self, request: HttpRequest, rows: list[Any]) -> list[Any]:
        for view in reports.seen(rows, request.lens):  # type: ignore[attr-defined]
            view.row.view = view
        return rows

    def address(self, row: Any) -> str:
        if row.view.is_waiting:
            return reverse("moderation:queue_item", args=["report", row.public_id])
        return str(row.view.url)


@admin.register(LogEntry)
class LogAdmin(ThroughLens):
    """The whole log, as far as this moderator may know of it. Nobody changes it."""

    list_display = ["at", "who", "action", "what", "reason", "before", "after"]
    list_filter = ["action", "at"]
    list_select_related = ["who"]
    search_fields = ["who__username", "person__username"]
    ordering = ["-pk"]
    most = 1000  # the last ones

    @admin.display(description="To what")
    def what(self, row: Any) -> str:
        return str(row.view.what)

    @admin.display(description="Why")
    def reason(self, row: Any) -> str:
        return str(row.view.why)

    def get_queryset(self, request: HttpRequest) -> QuerySet[LogEntry]:
        rows = log.rows().order_by("-pk")[: self.most]
        seen = {entry.id for entry in log.described(list(rows), request.lens)}  # type: ignore[attr-defined]
        return super().get_queryset(request).filter(public_id__in=seen)

    def described(self, request: HttpRequest, rows: list[Any]) -> list[Any]:
        again = list(log.rows().filter(pk__in=[row.pk for row in rows]))
        views = {entry.id: entry for entry in log.described(again, request.lens)}  # type: ignore[attr-defined]
        for row in rows:
            row.view = views[row.public_id]
        return rows

    def address(self, row: Any) -> str:
        return row.view.url or reverse("moderation:log")
