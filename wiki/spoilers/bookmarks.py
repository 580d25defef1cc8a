"""Keeps a reader's places: in rows for an account, in a signed cookie for anyone else."""

from __future__ import annotations

import zlib
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core import signing
from django.http import HttpRequest, HttpResponse

from wiki.spoilers.calendar import Calendar, WorkEntry, canonical_label, current
from wiki.spoilers.dates import today
from wiki.spoilers.models import Bookmark
from wiki.spoilers.passes import with_passes
from wiki.spoilers.places import Place, Places, Reader, nobody, reader_at, reader_of, refreshed, seeing_everything

COOKIE = "bookmarks"
EVERYTHING = "sees_everything"
COOKIE_AGE = 365 * 24 * 3600
COOKIE_MAX = 3800  # bytes; browsers drop cookies of more than 4096
# Without a time stamp: equal bookmarks make equal cookies, so that two like worlds answer alike.
SIGNER = signing.Signer(salt="wiki.spoilers.bookmarks")


class CookieTooLong(ValueError):
    """More places than a cookie can hold."""


def reader(request: HttpRequest) -> Reader:
    """Read the places of whoever asks; nobody's if they cannot be read."""
    if request.user.is_authenticated:
        return seeing_everything(account(request.user)) if sees_everything(request) else account(request.user)
    raw = read_cookie(request)
    return reader_of(from_labels(raw, current())) if raw else nobody()


def sees_everything(request: HttpRequest) -> bool:
    """Tell whether somebody of the staff has chosen, for this session, to see what lies beyond their bookmarks."""
    return bool(request.user.is_authenticated and request.user.is_staff and request.session.get(EVERYTHING))


def see_everything(request: HttpRequest, *, is_on: bool) -> None:
    """Begin or end to see everything. It ends with the session."""
    request.session[EVERYTHING] = is_on


def account(user: Any) -> Reader:
    """Read the places of a person as `ReaderBackend` loads them, and what they may see before it is out."""
    rows = getattr(user, "bookmark_rows", ())
    key = tuple((work, stamp, until, frozenset(plus), frozenset(minus)) for work, stamp, until, plus, minus in rows)
    return with_passes(refreshed(reader_at(key, today())) if key else nobody(), user)


def keep(request: HttpRequest, response: HttpResponse, place: Place) -> None:
    """Remember a place. Raises CookieTooLong for an anonymous reader of very many works."""
    if request.user.is_authenticated:
        write_row(request.user, place)
        return
    others = [other for other in reader(request).places if other.work.id != place.work.id]
    _set_cookie(response, (*others, place))


def write_row(user: AbstractBaseUser, place: Place) -> None:
    values = {"until_id": place.until, "plus": sorted(place.plus), "minus": sorted(place.minus)}
    Bookmark.objects.update_or_create(user_id=user.pk, work_id=place.work.id, defaults=values)


def read_cookie(request: HttpRequest) -> dict[str, list[Any]]:
    """Give what the cookie says, by work code; nothing when it is malformed, forged or absent."""
    try:
        raw = SIGNER.unsign_object(request.COOKIES.get(COOKIE, ""))
    except (signing.BadSignature, ValueError, zlib.error):
        return {}
    return raw if isinstance(raw, dict) else {}


def from_labels(raw: dict[str, Any], calendar: Calendar) -> Places:
    """Read places; what has another shape, as the cookie of another version may have, is none."""
    values = ((work, raw.get(work.code)) for work in calendar.works)
    return tuple(_place(work, *value) for work, value in values if isinstance(value, list) and _has_shape(value))


def _has_shape(value: list[Any]) -> bool:
    return len(value) == 3 and all(isinstance(labels, list) for labels in value[1:])


def _place(work: WorkEntry, until: Any, plus: Any, minus: Any) -> Place:
    last = work.by_label.get(canonical_label(str(until)))
    return Place(work, last.id if last else None, _ids(work, plus), _ids(work, minus))


def _ids(work: WorkEntry, labels: Any) -> frozenset[int]:
    known = (work.by_label.get(canonical_label(str(label))) for label in labels)
    return frozenset(release.id for release in known if release)


def _labels(place: Place) -> list[Any]:
    """Write a place by labels, which mean the same in a database that was loaded anew."""
    names = place.work.by_id
    last = place.last
    return [
        last.label if last else "",
        *([names[pk].label for pk in sorted(ids)] for ids in (place.plus, place.minus)),
    ]


def _set_cookie(response: HttpResponse, places: Places) -> None:
    raw = {place.work.code: _labels(place) for place in sorted(places, key=lambda place: place.work.code) if place.seen}
    if not raw:
        response.delete_cookie(COOKIE, samesite="Lax")
        return
    value = SIGNER.sign_object(raw, compress=True)
    if len(value) > COOKIE_MAX:
        raise CookieTooLong
    response.set_cookie(COOKIE, value, COOKIE_AGE, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax")
