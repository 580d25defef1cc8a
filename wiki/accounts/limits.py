"""Answers whoever comes too often, with how long to wait. How often is too often stands in the settings."""

from __future__ import annotations

from allauth.account import app_settings
from allauth.core.internal.ratelimit import parse_rates
from django.http import HttpRequest, HttpResponse

from wiki.errors import MINUTE, too_many_requests

# Routes whose limit is not one of minutes, with its name in ACCOUNT_RATE_LIMITS.
ACTIONS = {
    "account_signup": "signup",
    "accounts:challenge": "challenge",
    "accounts:download": "download",
    "accounts:delete": "delete",
    "accounts:name": "profile",
    "accounts:profile": "profile",
}


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Ask somebody to wait for as long as the limit of this route lasts."""
    match = request.resolver_match
    rates = parse_rates(app_settings.RATE_LIMITS.get(ACTIONS.get(match.view_name, ""))) if match else []
    return too_many_requests(request, wait=int(max((rate.duration for rate in rates), default=MINUTE)))
