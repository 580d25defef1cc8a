"""Pages of other apps that belong to somebody's preferences. An app adds its own in its `AppConfig.ready`."""

from __future__ import annotations

from typing import NamedTuple


class Link(NamedTuple):
    """A page that an account and its preferences lead to: what it is called, its route, and what one finds there."""

    title: str
    url_name: str
    about: str


_links: list[Link] = []


def register(link: Link) -> None:
    """Add a page."""
    if link not in _links:
        _links.append(link)


def all_links() -> list[Link]:
    return list(_links)
