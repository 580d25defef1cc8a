"""The kinds of page. An app adds its own with `register` in its `AppConfig.ready`."""

import datetime
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from wiki.pages.sheets.declaration import NO_SHEET, Sheet
from wiki.spoilers.condition import Condition


@dataclass(frozen=True)
class Kind:
    """What the engine has to know of a kind.

    `record` writes its own rows after each save, in the same transaction. `embargo` gives, of a page and its state,
    what its names wait for at a moment besides their own gates: as long as that is shut the page is there for nobody.
    `offer` suggests a gate to who writes one, from what they have filled in; "" for none.
    """

    name: str
    label: str
    url_name: str
    template: str
    record: Callable[..., None] | None = None
    sheet: Sheet = NO_SHEET
    # Slugs that no page of this kind can have, because an address of the kind's own stands there.
    reserved: frozenset[str] = frozenset()
    embargo: Callable[[int, Any, datetime.datetime], Condition | None] | None = None
    offer: Callable[[Any], str] | None = None
    is_in_front: bool = True  # shown among the pages on the front page
    # Where its pages are listed, for the way back from one of them: the name of the list, and its route.
    listed_as: str = "Pages"
    list_url_name: str = "pages:all_pages"
    # The section of the map for search engines that its pages stand in, and when those of some ids were first there.
    section: str = "pages"
    out_since: Callable[[Collection[int]], dict[int, datetime.datetime]] | None = None
    shows_earlier: bool = False  # its address takes `?before=`, the number of a step, and shows the page as it was then

    def waits_for(self, page: int, state: Any, now: datetime.datetime) -> Condition | None:
        """Give what the names of a page in a state wait for at a moment, besides their gates."""
        return self.embargo(page, state, now) if self.embargo else None

    def url(self, slug: str) -> str:
        return reverse(self.url_name, args=[slug])


PAGE = Kind(name="page", label="Page", url_name="pages:page", template="pages/page.html")

_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    _kinds[kind.name] = kind


def get(name: str) -> Kind:
    """Give a kind. Raises KeyError for one that no app registered."""
    return _kinds[name]


def of(page: Any) -> Kind:
    """Give the kind of a page."""
    return named(page.kind)


def named(name: str) -> Kind:
    """Give a kind by its name; a plain page for one that there is not, or not any more."""
    return _kinds.get(name, PAGE)


def names() -> list[str]:
    return list(_kinds)


def all_kinds() -> list[Kind]:
    return list(_kinds.values())


def in_front() -> list[str]:
    """Name the kinds whose pages stand on the front page."""
    return [kind.name for kind in _kinds.values() if kind.is_in_front]


def sections() -> list[str]:
    """Name the sections of the map for search engines."""
    return sorted({kind.section for kind in _kinds.values()})


def in_section(section: str) -> list[str]:
    """Name the kinds whose pages stand in a section."""
    return [kind.name for kind in _kinds.values() if kind.section == section]


def url(kind: str, slug: str) -> str:
    return named(kind).url(slug)
