"""What a value of a sheet can be: how each type is written, checked, found by, asked for in a form, and shown."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.urls import NoReverseMatch, reverse
from django.utils.formats import date_format

from wiki.markup import slugify
from wiki.markup.links import Resolve
from wiki.pages import pictures
from wiki.spoilers import dates
from wiki.spoilers.calendar import Calendar

TEXT_MAX = 300
UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
# These would end a wiki link.
NOT_IN_NAMES = re.compile(r"[\[\]|#{}<>]")
LINKED = re.compile(r"\[\[(?P<name>[^\[\]]+)\]\]")
PICTURE = re.compile(rf"(?:.*/images/)?(?P<name>{pictures.NAME})")


class BadValue(ValueError):
    """A value that does not fit its type; the message is a sentence for who wrote it."""


class Shown(NamedTuple):
    """A value as it is printed. `url` is "" where it leads nowhere, `picture` the address of one that is an image."""

    text: str
    url: str = ""
    is_missing: bool = False
    is_outside: bool = False
    picture: str = ""


@dataclass(frozen=True)
class Text:
    """A few words. The base of all types; `url_name` is a route that takes the value's slug, to link it to."""

    most: int = TEXT_MAX
    url_name: str = ""
    must_exist: bool = False
    help = ""
    offers = ""  # the id of a datalist

    def clean(self, text: str, calendar: Calendar) -> str:
        """Give the value in its one form. Raises BadValue."""
        if len(text) > self.most:
            raise BadValue(f"This has at most {self.most} characters.")
        if UNSEEN.search(text):
            raise BadValue("This holds a character that cannot be seen; type it anew.")
        return text

    def slug(self, text: str) -> str:
        """What the value is found and compared by."""
        return slugify(text) if text else ""

    def target(self, text: str) -> str:
        """The slug of the page that the value leads to, "" for none."""
        return ""

    def shown(self, text: str, resolve: Resolve) -> Shown:
        return Shown(text, reverse(self.url_name, args=[self.slug(text)]) if self.url_name else "")

    def form_field(self, **options: Any) -> forms.Field:
        attributes = {"autocomplete": "off", "placeholder": self.help} | ({"list": self.offers} if self.offers else {})
        return forms.CharField(required=False, widget=forms.TextInput(attrs=attributes), **options)


@dataclass(frozen=True)
class Choice(Text):
    """One of a list."""

    choices: tuple[str, ...] = ()

    def clean(self, text: str, calendar: Calendar) -> str:
        found = next((one for one in self.choices if one.casefold() == text.casefold()), None)
        if found is None:
            raise BadValue(f"“{text[:50]}” is none of {', '.join(self.choices)}.")
        return found

    def form_field(self, **options: Any) -> forms.Field:
        listed = [("", "—"), *((one, one) for one in self.choices)]
        return _Choice(required=False, choices=listed, **options)


class _Choice(forms.ChoiceField):
    """Leaves the check to `Choice.clean`, so that there is one message wherever a value comes from."""

    def validate(self, value: Any) -> None:
        return None


@dataclass(frozen=True)
class Date(Text):
    """A day, a month, a season or a year: 2015-11-20, 2015-11, 2015-autumn or 2015."""

    help = dates.HOW

    def clean(self, text: str, calendar: Calendar) -> str:
        try:
            dates.read(text)
        except ValueError as error:
            raise BadValue(f"“{text[:50]}” is no date; write {self.help}.") from error
        return text

    def shown(self, text: str, resolve: Resolve) -> Shown:
        return Shown(dates.written(*dates.read(text)))


@dataclass(frozen=True)
class PageName(Text):
    """The name of a page. With `must_exist`, a new value has to be a page that its author knows (see refusing.py)."""

    help = "The name of a page"
    offers = "page-names"

    def clean(self, text: str, calendar: Calendar) -> str:
        if match := NOT_IN_NAMES.search(text):
            raise BadValue(f"The name of a page cannot hold the character {match[0]}.")
        return super().clean(text, calendar)

    def target(self, text: str) -> str:
        return slugify(text)

    def shown(self, text: str, resolve: Resolve) -> Shown:
        target = resolve(self.target(text))
        return Shown(text, target.url, is_missing=not target.exists)


@dataclass(frozen=True)
class ReleaseLabel(Text):
    """A release, as gates write it: JJ 1x05."""

    help = "JJ 1x05"

    def clean(self, text: str, calendar: Calendar) -> str:
        work, release = calendar.release(text)
        if work is None or release is None:
            raise BadValue(f"“{text[:50]}” is no release; write one such as JJ 1x05 or ALIAS #24.")
        return f"{work.code} {release.label}"

    def shown(self, text: str, resolve: Resolve) -> Shown:
        code, _, label = text.partition(" ")
        try:
            return Shown(text, reverse("spoilers:release", args=[code, label]))
        except NoReverseMatch:  # a label of an odd form leads nowhere
            return Shown(text)


@dataclass(frozen=True)
class WorkCode(Text):
    """A work, by its code."""

    help = "JJ"

    def clean(self, text: str, calendar: Calendar) -> str:
        if text.upper() not in calendar.by_code:
            raise BadValue(f"“{text[:50]}” is no work; there are {', '.join(calendar.by_code)}.")
        return text.upper()

    def shown(self, text: str, resolve: Resolve) -> Shown:
        return Shown(text, reverse("spoilers:work", args=[text]))


@dataclass(frozen=True)
class Moment(Text):
    """A minute, kept in UTC: 2016-01-18T09:00Z."""

    help = "2016-01-18T09:00Z"

    def clean(self, text: str, calendar: Calendar) -> str:
        return written_moment(moment(text))

    def shown(self, text: str, resolve: Resolve) -> Shown:
        return Shown(date_format(dates.site_time(moment(text)), "j F Y, H:i"))


def moment(text: str) -> datetime.datetime:
    """Read a minute. Raises BadValue."""
    try:
        found = datetime.datetime.fromisoformat(text)
        if found.tzinfo and dates.FIRST_YEAR <= found.year <= dates.LAST_YEAR:
            return found.astimezone(datetime.UTC)
    except (ValueError, OverflowError):
        pass
    raise BadValue(f"“{text[:50]}” is no time; write {Moment.help}.")


def written_moment(at: datetime.datetime) -> str:
    return at.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%MZ")


@dataclass(frozen=True)
class Url(Text):
    """An address on the web."""

    most: int = 500
    help = "https://…"

    def clean(self, text: str, calendar: Calendar) -> str:
        try:
            URLValidator(schemes=["http", "https"])(super().clean(text, calendar))
        except ValidationError as error:
            raise BadValue("This is no address; write one that starts with https://.") from error
        return text

    def shown(self, text: str, resolve: Resolve) -> Shown:
        return Shown(urlsplit(text).hostname or text, text, is_outside=True)


@dataclass(frozen=True)
class Picture(Text):
    """A picture that was sent to the wiki, by its file name or address."""

    help = "/images/….png"

    def clean(self, text: str, calendar: Calendar) -> str:
        match = PICTURE.fullmatch(text)
        if match is None:
            raise BadValue("This is no picture of this wiki; send one under “Pictures” and copy its address.")
        return f"/images/{match['name']}"

    def shown(self, text: str, resolve: Resolve) -> Shown:
        return Shown("", picture=text)


@dataclass(frozen=True)
class Source(Text):
    """Where a value is from: a release, an address on the web, or a page, which is kept as [[Name]]."""

    most: int = 500
    help = "JJ 1x13, https://… or a page"

    def clean(self, text: str, calendar: Calendar) -> str:
        if "://" in text:
            return Url().clean(text, calendar)
        if all(calendar.release(text)):
            return ReleaseLabel().clean(text, calendar)
        match = LINKED.fullmatch(text)
        return f"[[{PageName().clean(match['name'] if match else text, calendar)}]]"

    def target(self, text: str) -> str:
        match = LINKED.fullmatch(text)
        return slugify(match["name"]) if match else ""

    def shown(self, text: str, resolve: Resolve) -> Shown:
        if match := LINKED.fullmatch(text):
            return PageName().shown(match["name"], resolve)
        return (Url() if "://" in text else ReleaseLabel()).shown(text, resolve)
