"""The kinds of page. An app adds its own with `register` in its `AppConfig.ready`."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse


@dataclass(frozen=True)
class Kind:
    """What the engine has to know of a kind. `record` writes the kind's own rows after each save."""

    name: str
    label: str
    url_name: str
    template: str
    record: Callable[..., None] | None = None

    def url(self, slug: str) -> str:
        return reverse(self.url_name, args=[slug])


PAGE = Kind(name="page", label="Page", url_name="pages:page", template="pages/page.html")

_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    _kinds[kind.name] = kind


def get(name: str) -> Kind:
    """Give a kind. Raises KeyError for one that no app registered."""
    return _kinds[name]


def names() -> list[str]:
    return list(_kinds)


def all_kinds() -> list[Kind]:
    return list(_kinds.values())


def url(kind: str, slug: str) -> str:
    return _kinds.get(kind, PAGE).url(slug)
