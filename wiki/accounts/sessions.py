"""Where somebody is signed in. Sessions are told apart by a digest: neither a key of a row nor that of a session."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.crypto import salted_hmac

MOST = 100


@dataclass(frozen=True)
class SessionLine:
    """A browser in which somebody is signed in."""

    token: str
    since: datetime.datetime
    browser: str
    address: str
    is_current: bool


def open_sessions(person: Any, current: str | None) -> list[SessionLine]:
    """List the sessions of somebody that have not ended, the last first. Two queries."""
    return [
        SessionLine(token(row), row.created_at, row.user_agent, row.ip, row.session_key == current)
        for row in _open(person)
    ]


def token(row: UserSession) -> str:
    """Give the word that stands for a session on the pages of its owner."""
    return salted_hmac("wiki.accounts.sessions", row.session_key, algorithm="sha256").hexdigest()[:24]


def _open(person: Any) -> Iterator[UserSession]:
    rows = list(UserSession.objects.filter(user=person).order_by("-created_at", "-pk")[:MOST])
    keys = {row.session_key for row in rows}
    alive = Session.objects.filter(session_key__in=keys, expire_date__gt=timezone.now())
    known = set(alive.values_list("session_key", flat=True))
    return (row for row in rows if row.session_key in known)


def end(person: Any, wanted: str, current: str | None) -> bool:
    """Sign somebody out in one other browser; False for a session that is not theirs."""
    for row in UserSession.objects.filter(user=person).exclude(session_key=current):
        if token(row) == wanted:
            row.end()
            return True
    return False


def end_others(person: Any, current: str | None = None) -> None:
    """Sign somebody out everywhere, but here."""
    for row in UserSession.objects.filter(user=person).exclude(session_key=current):
        row.end()
