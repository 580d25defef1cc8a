"""What somebody says of themselves, what they are called, and how the site looks to them."""

from __future__ import annotations

from typing import Any

from allauth.decorators import rate_limit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from wiki.accounts import links, naming, profiles
from wiki.accounts.forms import NameForm, PreferencesForm, ProfileForm

SAVED = "Your profile is saved."
RENAMED = "You are called {} now. Your old address leads here."
KEPT = "Your preferences are saved."
NOT_SAVED = "This was not saved. Your text is kept below."


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limit(action="profile")
def profile(request: HttpRequest) -> HttpResponse:
    """Say something of oneself."""
    if request.method != "POST":
        return _profile(request, ProfileForm(initial=profiles.whole(request.user)))
    form = ProfileForm(request.POST)
    if form.is_valid():
        try:
            profiles.save(person=request.user, **form.cleaned_data)
            messages.success(request, SAVED)
            return redirect("pages:person", request.user.get_username())
        except profiles.Unfit as error:
            form.add_error("about", [f"Line {one.line}, column {one.column}: {one.message}" for one in error.problems])
    return _profile(request, form, status=422)


def _profile(request: HttpRequest, form: ProfileForm, status: int = 200) -> HttpResponse:
    return render(request, "accounts/profile.html", {"form": form}, status=status)


def _sent(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limit(action="profile")
def name(request: HttpRequest) -> HttpResponse:
    """Take another name."""
    form = NameForm(_sent(request), initial={"name": request.user.get_username()})
    if request.method == "POST" and form.is_valid():
        try:
            naming.rename(person=request.user, name=form.cleaned_data["name"])
            messages.success(request, RENAMED.format(form.cleaned_data["name"]))
            return redirect("accounts:account")
        except ValidationError as error:
            form.add_error("name", error)
    context: dict[str, Any] = {"form": form, "free_from": naming.free_from(request.user)}
    return render(request, "accounts/name.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """Say how the site should look."""
    form = PreferencesForm(_sent(request), instance=request.user)
    if request.method == "POST" and form.is_valid():
        profiles.prefer(person=request.user, **form.cleaned_data)
        messages.success(request, KEPT)
        return redirect("accounts:preferences")
    context = {"form": form, "links": links.all_links()}
    return render(request, "accounts/preferences.html", context, status=422 if form.errors else 200)
