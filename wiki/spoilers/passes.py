"""Who may see what is not out yet. An app tells of its pages in its `AppConfig.ready`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace
from functools import cached_property
from typing import Any

from wiki.spoilers.places import Reader

_issuers: list[Callable[[Any], Iterable[int]]] = []


def register(issuer: Callable[[Any], Iterable[int]]) -> None:
    """Add a function that gives the ids of the pages that a person may see before they are out."""
    if issuer not in _issuers:
        _issuers.append(issuer)


class Passes(Collection[int]):
    """The passes of a person, looked up when something that is not out is met: most requests meet nothing."""

    def __init__(self, person: Any) -> None:
        self.person = person

    @cached_property
    def held(self) -> frozenset[int]:
        return frozenset(page for issuer in _issuers for page in issuer(self.person))

    def __contains__(self, page: object) -> bool:
        return page in self.held

    def __iter__(self) -> Iterator[int]:
        return iter(self.held)

    def __len__(self) -> int:
        return len(self.held)


def with_passes(reader: Reader, person: Any) -> Reader:
    """Give a reader what they may see as somebody who works on it."""
    return replace(reader, lens=replace(reader.lens, passes=Passes(person)))
