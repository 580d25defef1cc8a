"""Accounts as moderators look after them. They are closed, never deleted: what people wrote stands under them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from wiki.accounts import leaving, naming, profiles, roles
from wiki.accounts.models import Profile, User
from wiki.accounts.second_factors import KINDS

# The library shows secrets and sessions to whoever may look; nobody needs to. What a group may do stands in roles.py.
for model in (EmailAddress, Authenticator, UserSession, Group):
    admin.site.unregister(model)

CLOSED = "Closed: {}."
LAST = "The last administrator stays; make somebody else one first."
WHY = "Say why: everybody may read it in the log."


class _NameCheck:
    """Refuses new names that are taken for others, as the site does."""

    def clean_username(self) -> str:
        name: str = self.cleaned_data["username"]  # type: ignore[attr-defined]
        if name != self.instance.username:  # type: ignore[attr-defined]
            naming.check(name, self.instance if self.instance.pk else None)  # type: ignore[attr-defined]
        return name


class AccountForm(_NameCheck, UserChangeForm):  # type: ignore[type-arg]
    """An account as it is changed, by somebody who may give it some roles or none."""

    by: Any = None
    role = forms.ChoiceField(choices=roles.Role.choices)
    why = forms.CharField(max_length=500, required=False, label="Reason", help_text=f"For a new role. {WHY}")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = roles.choices_for(self.by, self.instance)
        self.fields["role"].choices = [(one.value, one.label) for one in choices]  # type: ignore[attr-defined]
        self.fields["role"].initial = roles.role_of(self.instance)
        if not choices:
            del self.fields["role"], self.fields["why"]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if "role" in self.changed_data and not data.get("why"):
            self.add_error("why", WHY)
        return data


class NewAccountForm(_NameCheck, AdminUserCreationForm):  # type: ignore[type-arg]
    """An account as it is made."""


def _without_role(fields: Sequence[Any]) -> list[Any]:
    return ["role_now" if name == "role" else name for name in fields if name != "why"]


@admin.register(User)
class AccountAdmin(UserAdmin):  # type: ignore[type-arg]
    """Django's own, which lets any pattern be asked of any column; here it is the filters beside the list."""

    form, add_form = AccountForm, NewAccountForm
    list_display = ("username", "email", "date_joined", "last_login", "second_step", "is_active", "role_now")
    list_filter = ("is_staff", "is_superuser", "is_active", "groups")
    search_fields = ("username", "email")
    ordering = ("-date_joined", "-pk")
    readonly_fields = ("date_joined", "last_login", "renamed_at", "closed_at", "second_step", "role_now")
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        ("Person", {"fields": ("email", "second_step")}),
        ("What they may do", {"fields": ("is_active", "role", "why")}),
        ("When", {"fields": ("date_joined", "last_login", "renamed_at", "closed_at")}),
    )
    actions = ("close",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        factors = Authenticator.objects.filter(user=OuterRef("pk"), type__in=KINDS)
        people: QuerySet[User] = super().get_queryset(request).annotate(has_second_step=Exists(factors))
        return people.prefetch_related("groups")

    @admin.display(boolean=True, description="second step")
    def second_step(self, person: User) -> bool:
        return bool(getattr(person, "has_second_step", False))

    @admin.display(description="role")
    def role_now(self, person: User) -> str:
        return roles.role_of(person).label

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        """Ask for a role only who may give this account one."""
        found = super().get_fieldsets(request, obj)
        if obj is None or roles.choices_for(request.user, obj):
            return found
        return [(title, more | {"fields": _without_role(more["fields"])}) for title, more in found]

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        """Shut nobody out who is staff: they are first made something else, which the log tells.

        Moderators look at what opens an account, and change none of it.
        """
        more = ["is_active"] if obj is not None and roles.is_staff(obj) else []
        more += [] if roles.is_administrator(request.user) else ["email"]
        return [*super().get_readonly_fields(request, obj), *more]

    def get_form(self, request: HttpRequest, obj: User | None = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        return type(form.__name__, (form,), {"by": request.user})

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Leave accounts of staff to administrators: who sets a password there is soon what its owner is."""
        may: bool = super().has_change_permission(request, obj)
        return may and (obj is None or not roles.is_staff(obj) or roles.is_administrator(request.user))

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if not change or "role" not in form.changed_data:
            return
        data = form.cleaned_data
        try:
            roles.change(person=obj, role=data["role"], by=request.user, why=data["why"])
        except roles.MayNotGive as error:
            raise PermissionDenied from error

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:
        if not roles.is_administrator(request.user):
            raise PermissionDenied
        return super().user_change_password(request, id, form_url)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False

    def has_close_permission(self, request: HttpRequest) -> bool:
        """Closing needs what deleting would: the permission to."""
        return bool(request.user.has_perm("accounts.delete_user"))

    @admin.action(description="Close the chosen accounts for good", permissions=["close"])
    def close(self, request: HttpRequest, queryset: QuerySet[User]) -> HttpResponse | None:
        """Ask once more, then strip the accounts of everything but what was written under them."""
        people = list(queryset)
        if not roles.is_administrator(request.user) and any(map(roles.is_staff, people)):
            self.message_user(request, "Only an administrator closes accounts of staff.", messages.ERROR)
            return None
        if request.POST.get("sure") != "yes":
            context = {**self.admin_site.each_context(request), "people": people, "title": "Close accounts"}
            return TemplateResponse(request, "accounts/admin_close.html", context)
        for one in people:
            self._close(request, one)
        return None

    def _close(self, request: HttpRequest, person: User) -> None:
        try:
            name = leaving.close(person=person)
        except roles.LastAdministrator:
            self.message_user(request, LAST, messages.ERROR)
            return
        self.log_change(request, User.objects.get(pk=person.pk), "Closed the account.")
        self.message_user(request, CLOSED.format(name), messages.SUCCESS)

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        return lookup in {"is_staff__exact", "is_superuser__exact", "is_active__exact", "groups__id__exact"}


@admin.register(Profile)
class ProfileAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """What people say of themselves, as far as the moderator has come. Here it is emptied, and never written."""

    list_display = ("person", "pronouns", "changed_at")
    list_select_related = ("person",)
    search_fields = ("person__username",)
    ordering = ("-changed_at", "-pk")
    fields = readonly_fields = ("person", "pronouns", "about_seen", "changed_at")
    actions = ("empty",)

    @admin.display(description="about, as far as you see it")
    def about_seen(self, profile: Profile) -> str:
        return str(getattr(profile, "seen", ""))

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Profile | None:
        found: Profile | None = super().get_object(request, object_id, from_field)
        if found is not None:
            found.seen = profiles.seen(found.person, request.lens).about  # type: ignore[attr-defined]
        return found

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Profile | None = None) -> bool:
        return False

    @admin.action(description="Empty the chosen profiles", permissions=["change"])
    def empty(self, request: HttpRequest, queryset: QuerySet[Profile]) -> None:
        """Take away what stands in profiles."""
        for profile in queryset.select_related("person"):
            profiles.save(person=profile.person, pronouns="", about="", works=())
            self.log_change(request, profile, "Emptied.")
