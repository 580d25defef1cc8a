"""What besides pages is searched: the app with the talk tells where things said stand, and writes their passages."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple


class Source(NamedTuple):
    """`url` gives where something said stands, of its page’s slug and its public id; `rebuild` writes all anew."""

    url: Callable[[str, str], str]
    rebuild: Callable[[], int]


_sources: list[Source] = []


def register(source: Source) -> None:
    _sources[:] = [source]


def url(slug: str, public_id: str) -> str:
    """Give the address of something that was said about a page."""
    return _sources[0].url(slug, public_id)


def rebuild() -> int:
    """Write the passages of all that was said anew; return how much that is."""
    return sum(source.rebuild() for source in _sources)
