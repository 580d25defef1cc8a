"""What mails of accounts are made of. Their links start with the site's own address, never with the request's."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse

SITE_NAME = "Alias"


def context(email: str, given: dict[str, Any]) -> dict[str, Any]:
    """Give what a mail's template gets: what the library gives but for the request, with addresses of our own."""
    ours = {
        "email": email,
        "site_name": SITE_NAME,
        "site_address": settings.SITE_URL,
        "signup_url": settings.SITE_URL + reverse("account_signup"),
        "password_reset_url": settings.SITE_URL + reverse("account_reset_password"),
    }
    return {name: value for name, value in given.items() if name != "request"} | ours
