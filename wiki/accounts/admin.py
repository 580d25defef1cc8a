"""Accounts as moderators look after them. They are closed, never deleted: what people wrote stands under them."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from wiki.accounts import leaving, naming, profiles
from wiki.accounts.models import Profile, User
from wiki.accounts.second_factors import KINDS

# The library shows secrets and sessions to whoever may look; nobody needs to.
for model in (EmailAddress, Authenticator, UserSession):
    admin.site.unregister(model)

CLOSED = "Closed: {}."
LAST = "The last administrator stays; make somebody else one first."


class _NameCheck:
    """Refuses new names that are taken for others, as the site does."""

    def clean_username(self) -> str:
        name: str = self.cleaned_data["username"]  # type: ignore[attr-defined]
        if name != self.instance.username:  # type: ignore[attr-defined]
            naming.check(name, self.instance if self.instance.pk else None)  # type: ignore[attr-defined]
        return name


class AccountForm(_NameCheck, UserChangeForm):  # type: ignore[type-arg]
    """An account as it is changed."""


class NewAccountForm(_NameCheck, AdminUserCreationForm):  # type: ignore[type-arg]
    """An account as it is made."""


@admin.register(User)
class AccountAdmin(UserAdmin):  # type: ignore[type-arg]
    """Django's own, which lets any pattern be asked of any column; here it is the filters beside the list."""

    form, add_form = AccountForm, NewAccountForm
    list_display = ("username", "email", "date_joined", "last_login", "second_step", "is_active", "is_staff")
    list_filter = ("is_staff", "is_superuser", "is_active", "groups")
    search_fields = ("username", "email")
    ordering = ("-date_joined", "-pk")
    readonly_fields = ("date_joined", "last_login", "renamed_at", "closed_at", "second_step")
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        ("Person", {"fields": ("email", "second_step")}),
        ("What they may do", {"fields": ("is_active", "is_staff", "is_superuser", "groups", "user_permissions")}),
        ("When", {"fields": ("date_joined", "last_login", "renamed_at", "closed_at")}),
    )
    actions = ("close",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        factors = Authenticator.objects.filter(user=OuterRef("pk"), type__in=KINDS)
        people: QuerySet[User] = super().get_queryset(request).annotate(has_second_step=Exists(factors))
        return people

    @admin.display(boolean=True, description="second step")
    def second_step(self, person: User) -> bool:
        return bool(getattr(person, "has_second_step", False))

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False

    def has_close_permission(self, request: HttpRequest) -> bool:
        """Closing needs what deleting would: the permission to."""
        return bool(request.user.has_perm("accounts.delete_user"))

    @admin.action(description="Close the chosen accounts for good", permissions=["close"])
    def close(self, request: HttpRequest, queryset: QuerySet[User]) -> HttpResponse | None:
        """Ask once more, then strip the accounts of everything but what was written under them."""
        people = list(queryset)
        if not request.user.is_superuser and any(one.is_staff for one in people):
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
        except leaving.LastAdministrator:
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
