"""What this app and the two beside it keep of a person: to take along, and to forget."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession

from wiki.accounts import profiles, sessions
from wiki.accounts.belongings import as_json, as_text
from wiki.accounts.models import Profile
from wiki.spoilers.lens import Lens
from wiki.spoilers.models import Bookmark, Release, Trail


def account(person: Any, lens: Lens) -> Iterator[tuple[str, bytes]]:
    """Give the account itself, with its addresses and sessions."""
    columns = ("username", "date_joined", "theme", "time_zone", "diff_style")
    told = {column: getattr(person, column) for column in columns}
    told["addresses"] = list(EmailAddress.objects.filter(user=person).values("email", "verified", "primary"))
    told["sessions"] = [
        {"since": line.since, "browser": line.browser, "address": line.address}
        for line in sessions.open_sessions(person, None)
    ]
    yield "account.json", as_json(told)


def profile(person: Any, lens: Lens) -> Iterator[tuple[str, bytes]]:
    """Give what somebody says of themselves, whole: it is theirs."""
    told = profiles.whole(person)
    if about := told.pop("about"):
        yield "about.md", as_text(about)
    yield "profile.json", as_json(told)


def bookmarks(person: Any, lens: Lens) -> Iterator[tuple[str, bytes]]:
    """Give how far somebody is, by labels."""
    rows = list(Bookmark.objects.filter(user=person).select_related("work", "until").order_by("work__position"))
    ids = {pk for row in rows for pk in (*row.plus, *row.minus)}
    labels = dict(Release.objects.filter(pk__in=ids).values_list("pk", "label"))
    told = [
        {
            "work": row.work.code,
            "until": row.until.label if row.until else None,
            "also": [labels[pk] for pk in row.plus if pk in labels],
            "not": [labels[pk] for pk in row.minus if pk in labels],
        }
        for row in rows
    ]
    yield "bookmarks.json", as_json(told)


BELONGINGS = (account, profile, bookmarks)


def forget(person: Any) -> None:
    """Delete addresses, second factors, sessions, profile, bookmarks and last steps."""
    sessions.end_others(person)
    for model, column in (
        (EmailAddress, "user"),
        (Authenticator, "user"),
        (UserSession, "user"),
        (Profile, "person"),
        (Bookmark, "user"),
        (Trail, "user"),
    ):
        model._default_manager.filter(**{column: person}).delete()
