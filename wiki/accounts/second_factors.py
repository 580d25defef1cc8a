"""Who has a second factor, and who needs one."""

from __future__ import annotations

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.conf import settings

KINDS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def has_one(person: Any) -> bool:
    """Tell whether somebody signs in with more than a password. Recovery codes alone do not count."""
    return bool(get_adapter().is_mfa_enabled(person, KINDS))


def is_missing(person: Any) -> bool:
    """Tell whether somebody has to set one up before the admin opens."""
    return bool(settings.STAFF_NEED_MFA and person.is_staff and not has_one(person))
