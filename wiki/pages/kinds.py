"""The kinds of page. An app adds its own with `register` in its `AppConfig.ready`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from wiki.pages.sheets.declaration import NO_SHEET, Sheet


@dataclass(frozen=True)
class Kind:
    """What the engine has to know of a kind. `record` writes its own rows after each save, in the same transaction."""

    name: str
    label: str
    url_name: str
    template: str
    record: Callable[..., None] | None = None
    sheet: Sheet = NO_SHEET
    # Slugs that no page of this kind can have, because an address of the kind's own stands there.
    reserved: frozenset[str] = frozenset()

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
    """Give the kind of a page; a plain one where its app is not installed any more."""
    return _kinds.get(page.kind, PAGE)


def named(name: str) -> Kind:
    """Give a kind by a name that somebody sent; a plain page for one that there is not."""
    return _kinds.get(name, PAGE)


def names() -> list[str]:
    return list(_kinds)


def all_kinds() -> list[Kind]:
    return list(_kinds.values())


def url(kind: str, slug: str) -> str:
    return _kinds.get(kind, PAGE).url(slug)
