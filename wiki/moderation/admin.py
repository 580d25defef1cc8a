"""Blocks, rules, reports and the log in the admin. The queue stands beside it, in views/queue.py."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse

from wiki.moderation import blocks, catches, filtering, log, reports
from wiki.moderation.blocks import BadNetwork
from wiki.moderation.filtering import BadPattern
from wiki.moderation.models import Block, Catch, LogEntry, Report, Rule
from wiki.pages import kinds
from wiki.pages.admin import LastOfThem
from wiki.pages.editing import MayNotEdit
from wiki.spoilers.dates import LAST_YEAR
from wiki.spoilers.lens import Lens


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

    def clean_ends_at(self) -> datetime.datetime | None:
        ends_at: datetime.datetime | None = self.cleaned_data["ends_at"]
        if ends_at and ends_at.year > LAST_YEAR:
            raise forms.ValidationError("This is too far away. Leave it empty for a block without end.")
        return ends_at

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
        try:
            obj.pk = blocks.block(by=request.user, covers=data["where"], **about).pk
        except MayNotEdit as error:
            raise PermissionDenied from error

    @admin.action(description="Lift the chosen blocks")
    def lift(self, request: HttpRequest, queryset: QuerySet[Block]) -> None:
        try:
            with transaction.atomic():
                for one in queryset.filter(lifted_at=None):
                    blocks.lift(one, by=request.user, reason="")
        except MayNotEdit as error:
            raise PermissionDenied from error
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


class CountedRules(ChangeList):
    """A list of rules with how many of the last edits that were caught each has, as far as the moderator sees them."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        counts = catches.counted(request.lens)  # type: ignore[attr-defined]
        for row in self.result_list:
            row.caught = counts[row.pk]


@admin.register(Rule)
class RuleAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Rules for edits. A new or changed one is off until it was tried on the last edits."""

    list_display = ["name", "is_on", "action", "catches", "most_share", "switched_off_at"]
    list_filter = ["is_on", "action"]
    search_fields = ["name", "pattern", "message"]
    form = RuleForm

    @admin.display(description="Caught")
    def catches(self, row: Any) -> str:
        return render_to_string("moderation/_caught.html", {"rule": row, "caught": row.caught})

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return CountedRules

    def save_model(self, request: HttpRequest, obj: Rule, form: Any, change: bool) -> None:
        obj.is_on = False
        super().save_model(request, obj, form, change)

    def response_add(self, request: HttpRequest, obj: Rule, post_url_continue: str | None = None) -> HttpResponse:
        return redirect("moderation:rule", obj.pk)

    def response_change(self, request: HttpRequest, obj: Rule) -> HttpResponse:
        return redirect("moderation:rule", obj.pk)


@admin.register(Catch)
class CatchAdmin(LastOfThem):
    """Every edit that met a rule, and was saved or waits, of which this moderator may know."""

    list_display = ["title", "by", "rule", "action", "at"]
    list_filter = ["rule", "rule__action", "at"]
    most = catches.LAST

    @admin.display(description="Page")
    def title(self, row: Any) -> str:
        return str(row.view.title)

    @admin.display(description="Author")
    def by(self, row: Any) -> str:
        return row.view.author or "somebody without an account"

    @admin.display(description="What the rule does")
    def action(self, row: Catch) -> str:
        return row.rule.get_action_display()

    def rows(self) -> QuerySet[Catch]:
        return catches.rows()

    def seen(self, rows: list[Catch], lens: Lens) -> dict[int, Any]:
        return dict(catches.seen(rows, lens))

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        is_of_rule = lookup in ("rule__id__exact", "rule__action__exact")
        return is_of_rule or super().lookup_allowed(lookup, value, request)

    def address(self, row: Any) -> str:
        return str(row.view.url)


@admin.register(Report)
class ReportAdmin(LastOfThem):
    """Every report of which this moderator may know; decided on in the queue."""

    list_display = ["title", "by", "what", "state", "sent_at", "decided_by", "decided_at", "reason"]
    list_filter = ["state", "what", "sent_at"]

    @admin.display(description="Page")
    def title(self, row: Any) -> str:
        return str(row.view.title)

    @admin.display(description="Reporter")
    def by(self, row: Any) -> str:
        return row.view.reporter or "somebody without an account"

    def rows(self) -> QuerySet[Report]:
        return Report.objects.select_related("reporter", "decided_by", "seal")

    def seen(self, rows: list[Report], lens: Lens) -> dict[int, Any]:
        return {view.row.pk: view for view in reports.seen(rows, lens) if view.is_open}

    def address(self, row: Any) -> str:
        if row.view.is_waiting:
            return reverse("moderation:queue_item", args=["report", row.public_id])
        return str(row.view.url)


@admin.register(LogEntry)
class LogAdmin(LastOfThem):
    """The whole log, as far as this moderator may know of it. Nobody changes it."""

    list_display = ["at", "who", "action", "what", "reason", "before", "after"]
    list_filter = ["action", "at"]
    search_fields = ["who__username", "person__username"]

    @admin.display(description="To what")
    def what(self, row: Any) -> str:
        return str(row.view.what)

    @admin.display(description="Why")
    def reason(self, row: Any) -> str:
        return str(row.view.why)

    def rows(self) -> QuerySet[LogEntry]:
        return log.rows()

    def seen(self, rows: list[LogEntry], lens: Lens) -> dict[int, Any]:
        views = {entry.id: entry for entry in log.described(rows, lens)}
        return {row.pk: views[row.public_id] for row in rows if row.public_id in views}

    def address(self, row: Any) -> str:
        return row.view.url or reverse("moderation:log")
