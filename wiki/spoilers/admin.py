"""Works and releases are edited here and nowhere else. Moderators see titles through their own lens, as anyone does."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from wiki.markup import GateError
from wiki.spoilers import calendar, editing
from wiki.spoilers.condition import Condition
from wiki.spoilers.dates import FIRST_YEAR, LAST_YEAR, first_day, is_out
from wiki.spoilers.grammar import parse
from wiki.spoilers.lens import Lens
from wiki.spoilers.models import SOURCE, Part, Release, Work
from wiki.spoilers.sealed import unseal

UNLOGGED = ("new_title", "new_gate", "new_source")


class ReleaseForm(forms.ModelForm):  # type: ignore[type-arg]
    """A release, with its title and the title's gate as far as the moderator sees them."""

    lens = Lens.empty  # replaced for each request

    new_title = forms.CharField(
        label="Title",
        max_length=200,
        required=False,
        help_text="Empty keeps the title that is there, which you may not have seen yet.",
    )
    new_gate = forms.CharField(
        label="Title’s gate",
        required=False,
        help_text="Such as JJ 1x12. Empty keeps the gate that is there; a new release gets the release before it.",
    )

    new_source = forms.CharField(
        label="Who says so",
        max_length=500,
        required=False,
        help_text="Where the date is from: https://… or [[the name of an article]]. Empty keeps what is there, unless "
        "the date changes; the old date is kept with its source.",
    )

    class Meta:
        model = Release
        fields = ["work", "part", "position", "label", "date", "date_precision", "certainty"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["position"].required = False
        self.fields["position"].help_text = "Order in its work; empty puts it last."
        release = self.instance
        if release.pk and self.lens.sees(release.title_gate):
            self.fields["new_title"].initial = unseal(release.title)

    def clean_label(self) -> str:
        return calendar.canonical_label(self.cleaned_data["label"])

    def clean_position(self) -> int:
        given = self.cleaned_data["position"] or (self.instance.pk and self.instance.position)
        return given or editing.next_position(self.cleaned_data.get("work"))

    def clean_new_gate(self) -> Condition | None:
        try:
            return parse(self.cleaned_data["new_gate"], calendar.current()) if self.cleaned_data["new_gate"] else None
        except GateError as error:
            raise forms.ValidationError(error.message) from error

    def clean_new_source(self) -> str:
        text = " ".join(self.cleaned_data["new_source"].split())
        if text and not SOURCE.fullmatch(text):
            raise forms.ValidationError("Write an address that starts with https://, or [[the name of an article]].")
        return str(text)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("date") and not FIRST_YEAR <= cleaned["date"].year <= LAST_YEAR:
            self.add_error("date", "This is no year in which anything comes out.")
        elif cleaned.get("date"):
            cleaned["date"] = first_day(cleaned["date"], cleaned.get("date_precision", ""))
        part, work = cleaned.get("part"), cleaned.get("work") or (self.instance.work if self.instance.pk else None)
        if part and work and part.work_id != work.pk:
            self.add_error("part", "This part belongs to another work.")
        # The form leaves this constraint out where the work cannot be changed.
        others = Release.objects.filter(work=work, position=cleaned.get("position") or 0).exclude(pk=self.instance.pk)
        if work and others.exists():
            self.add_error("position", "Another release of this work stands at this position.")
        if work and "label" in cleaned and not calendar.is_label(cleaned["label"], work.kind):
            self.add_error("label", "An episode is labelled like 1x13, an issue like #24.")
        return cleaned


class PartInline(admin.TabularInline):  # type: ignore[type-arg]
    model = Part
    extra = 0
    can_delete = False  # gates such as “JJ s1” name it


class OnlyListedLookups:
    """Answers no query but the filters beside the list: others would ask about titles and their gates."""

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        return lookup in self.lookups  # type: ignore[attr-defined]


class KeepsWhatIsOut:
    """Refuses to delete what is out. That is public; whether a gate names it is not, and so cannot be the reason."""

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        found, counts, missing, protected = super().get_deleted_objects(objs, request)  # type: ignore[misc]
        kept = [f"{release} is out; take its date away first" for release in editing.releases_out(objs)]
        return found, counts, missing, [*protected, *kept]


@admin.register(Work)
class WorkAdmin(OnlyListedLookups, KeepsWhatIsOut, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["code", "title", "kind", "position"]
    list_filter = ["kind"]
    lookups = {"kind__exact"}
    search_fields = ["code", "title"]
    inlines = [PartInline]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["code"] if obj else []

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        editing.touch([form.instance])

    def delete_model(self, request: HttpRequest, obj: Work) -> None:
        editing.remove_works(Work.objects.filter(pk=obj.pk))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Work]) -> None:
        editing.remove_works(queryset)


@admin.register(Release)
class ReleaseAdmin(OnlyListedLookups, KeepsWhatIsOut, admin.ModelAdmin):  # type: ignore[type-arg]
    form = ReleaseForm
    list_display = ["__str__", "part", "date", "date_precision", "certainty"]
    list_filter = ["work"]
    lookups = {"work__id__exact"}
    list_select_related = ["work", "part__work"]
    search_fields = ["label", "work__code"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["work", "label"] if obj and is_out(obj.date, obj.date_precision) else []

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        form.lens = request.lens  # type: ignore[attr-defined]
        return form

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "part":
            kwargs["queryset"] = Part.objects.select_related("work")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def construct_change_message(self, request: HttpRequest, form: Any, formsets: Any, add: bool = False) -> Any:
        """Leave titles and their gates out of the history, which is not read through a lens."""
        form.changed_data = [name for name in form.changed_data if name not in UNLOGGED]
        return super().construct_change_message(request, form, formsets, add)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        return super().log_change(request, obj, message) if message else None

    def save_model(self, request: HttpRequest, obj: Release, form: Any, change: bool) -> None:
        title, gate, source = (form.cleaned_data[name] for name in UNLOGGED)
        editing.save_release(obj, title=title, gate=gate, source=source)

    def delete_model(self, request: HttpRequest, obj: Release) -> None:
        editing.remove_releases(Release.objects.filter(pk=obj.pk))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Release]) -> None:
        editing.remove_releases(queryset)
