"""The link in each mail by which its receiver stops such mails, signed in or not (RFC 8058)."""

from __future__ import annotations

from django.core import signing
from django.urls import reverse

from wiki.notifications import marking
from wiki.notifications.categories import all_categories
from wiki.notifications.models import How, MailPlan

SIGNER = signing.Signer(salt="wiki.notifications.stop")
ALL = ""


def path(plan: MailPlan, category: str = ALL) -> str:
    """Give the address that stops the mails about one category, or all of them."""
    return reverse("notifications:stop", args=[SIGNER.sign_object([plan.key, category])])


def opened(token: str) -> tuple[MailPlan, str] | None:
    """Give whose mails a link stops, and about what; None for one that is forged."""
    try:
        key, category = SIGNER.unsign_object(token)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    plan = MailPlan.objects.filter(key=key).first()
    return (plan, category) if plan else None


def stop(plan: MailPlan, category: str) -> None:
    """Stop the mails that a link is about."""
    names = [one.name for one in all_categories() if category in (ALL, one.name)]
    marking.choose(plan.person_id, ways=dict.fromkeys(names, How.OFF))
