"""The forms of accounts. They check shape; what writes stands in naming.py, profiles.py and leaving.py."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as allauth
from django import forms
from django.contrib import messages
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from wiki.accounts import puzzles
from wiki.accounts.models import ZONES, DiffStyle, Theme, User
from wiki.accounts.profiles import ABOUT_MAX, PRONOUNS_MAX
from wiki.spoilers.models import Work

LOGIN_MAX = 254
TOO_LATE = "Somebody else took this name a moment ago; please choose another one."


class SignInForm(allauth.LoginForm):  # type: ignore[misc]
    """By name or e-mail address."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        login = self.fields["login"]
        login.label, login.max_length = "Name or e-mail address", LOGIN_MAX
        login.widget.attrs = {"autocomplete": "username", "maxlength": str(LOGIN_MAX), "autocapitalize": "none"}
        self.fields["password"].help_text = ""
        self.fields["password"].widget.attrs.pop("placeholder", None)
        self.fields["remember"].label = "Stay signed in on this device"


class SignUpForm(allauth.SignupForm):  # type: ignore[misc]
    """A name, an address that gets a code, a password, and a puzzle that the browser solves."""

    work = forms.CharField(required=False, widget=forms.HiddenInput(attrs={"data-work": ""}))
    ticket = forms.CharField(required=False, widget=forms.HiddenInput)
    field_order = ["username", "email", "password1", "work", "ticket"]
    data: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "Name"
        self.fields["username"].help_text = "Letters and digits, no spaces. Everybody sees it beside what you write."
        self.fields["email"].label = "E-mail address"
        self.fields["email"].help_text = "Nobody sees it. A code comes there."
        self.fields["password1"].help_text = "At least eight characters, and none that everybody uses."
        for name in ("username", "email", "password1"):
            self.fields[name].widget.attrs.pop("placeholder", None)
        self.fields["ticket"].initial = puzzles.ticket

    def clean(self) -> dict[str, Any]:
        """Check everything else first: a puzzle is good for one account, and not for one try."""
        data: dict[str, Any] = super().clean()
        if self.errors:
            return data
        if message := puzzles.refusal(data.get("work", ""), data.get("ticket", "")):
            self._begin_anew(keep_ticket=message != puzzles.AGAIN)
            raise forms.ValidationError(message)
        return data

    def _begin_anew(self, *, keep_ticket: bool) -> None:
        """Have the browser solve another puzzle, or wait anew; who is waiting goes on waiting."""
        ticket = self.data.get("ticket", "") if keep_ticket else puzzles.ticket()
        self.data = {**self.data.dict(), "work": "", "ticket": ticket}

    def try_save(self, request: HttpRequest) -> tuple[Any, HttpResponse | None]:
        """Take as long for an address that has an account as for one that has none."""
        if self.account_already_exists:
            make_password(self.cleaned_data["password1"])
        try:
            with transaction.atomic():
                return super().try_save(request)  # type: ignore[no-any-return]
        except IntegrityError:
            messages.error(request, TOO_LATE)
            return None, redirect("account_signup")


class NameForm(forms.Form):
    name = forms.CharField(label="Name", max_length=150)


class ProfileForm(forms.Form):
    """What somebody says of themselves."""

    pronouns = forms.CharField(label="Pronouns", max_length=PRONOUNS_MAX, required=False)
    about = forms.CharField(
        label="About you",
        max_length=ABOUT_MAX,
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text="Markdown, with gates as in a page: [words]{JJ 1x05}.",
    )
    works = forms.ModelMultipleChoiceField(
        queryset=Work.objects.all(),
        to_field_name="code",
        required=False,
        label="Works that you follow",
        widget=forms.CheckboxSelectMultiple,
    )


class PreferencesForm(forms.ModelForm):  # type: ignore[type-arg]
    """How the site looks to somebody."""

    theme = forms.ChoiceField(label="Colours", choices=Theme.choices, widget=forms.RadioSelect)
    diff_style = forms.ChoiceField(label="Changes", choices=DiffStyle.choices, widget=forms.RadioSelect)
    time_zone = forms.ChoiceField(
        label="Time zone",
        required=False,
        choices=[("", "the site’s"), *((zone, zone.replace("_", " ")) for zone in ZONES)],
        help_text="Times on pages are shown in it. Days of releases stay as the site has them.",
    )

    class Meta:
        model = User
        fields = ["theme", "diff_style", "time_zone"]
