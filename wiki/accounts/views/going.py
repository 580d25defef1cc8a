"""Leaving for good."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from allauth.decorators import rate_limit
from django import forms
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from wiki.accounts import leaving, roles

GONE = "Your account is deleted. What you wrote stays, under the name {}."


class SureForm(forms.Form):
    """Asks once more."""

    sure = forms.BooleanField(
        label="Yes, delete my account for good",
        error_messages={"required": "Tick this box to delete your account."},
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limit(action="delete")
@reauthentication_required(app="wiki.accounts")
def delete(request: HttpRequest) -> HttpResponse:
    """Delete one's account, after showing once more who one is."""
    form = SureForm(request.POST if request.method == "POST" else None)
    is_last = roles.is_last_administrator(request.user)
    if request.method == "POST" and form.is_valid() and not is_last:
        name = leaving.close(person=request.user)
        logout(request)
        messages.info(request, GONE.format(name))
        return redirect("home")
    status = 409 if is_last and request.method == "POST" else 422 if form.errors else 200
    return render(request, "accounts/delete.html", {"form": form, "is_last_administrator": is_last}, status=status)
