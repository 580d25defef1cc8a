"""The admin's way in: the same as everybody's, so that its limits and second factors hold there too."""

from __future__ import annotations

from typing import Any

from allauth.account.decorators import secure_admin_login
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from wiki.accounts import second_factors

SET_UP = "Set up a second way to show who you are first: an authenticator app or a passkey. Then the admin opens."


class Site(AdminSite):
    """Opens for staff, and where the site says so only for those with a second factor."""

    def has_permission(self, request: HttpRequest) -> bool:
        return super().has_permission(request) and not second_factors.is_missing(request.user)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if request.user.is_authenticated and request.user.is_staff and second_factors.is_missing(request.user):
            messages.warning(request, SET_UP)
            return redirect("mfa_index")
        if request.user.is_authenticated and self.has_permission(request):
            return redirect("admin:index")
        return secure_admin_login(super().login)(request, extra_context)  # type: ignore[no-any-return]
