"""Writes and sends the mails of notices. All in them went through the receiver's lens just now."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse

from wiki.notifications import marking, stopping
from wiki.notifications.categories import Receiver
from wiki.notifications.reading import Line
from wiki.queue.mail import transport

SUBJECT_MAX = 150


def send(receiver: Receiver, lines: list[Line], *, is_digest: bool) -> None:
    """Send what somebody is told of. Raises what the transport raises, so that the job is tried again."""
    category = "" if is_digest else lines[0].category.name
    stop = settings.SITE_URL + stopping.path(marking.plan_of(receiver.person.pk), category)
    context = {
        "person": receiver.person.get_username(),
        "lines": lines,
        "sections": _sections(lines),
        "is_digest": is_digest,
        "site": settings.SITE_URL,
        "stop": stop,
        "preferences": settings.SITE_URL + reverse("notifications:preferences"),
    }
    message = EmailMultiAlternatives(
        subject=_subject(lines, is_digest=is_digest),
        body=render_to_string("notifications/mail.txt", context),
        to=[receiver.person.email],
        headers={"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
        connection=transport(),
    )
    message.attach_alternative(render_to_string("notifications/mail.html", context), "text/html")
    message.send()


def _sections(lines: list[Line]) -> list[tuple[str, list[Line]]]:
    ordered = sorted(lines, key=lambda line: line.category.name)
    return [(label, list(some)) for label, some in groupby(ordered, key=lambda line: line.category.label)]


def _subject(lines: list[Line], *, is_digest: bool) -> str:
    """Name the one thing that is told, or how many there are."""
    text = lines[0].text if len(lines) == 1 else f"{len(lines)} things to look at"
    return " ".join(("Alias: " + text).split())[:SUBJECT_MAX]


def may_be_mailed(person: Any) -> bool:
    """Be here, and have an address."""
    return bool(person.is_active and person.email)
