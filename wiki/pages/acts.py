"""Tells whoever keeps the log what moderators did, in the transaction in which they did it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any

from wiki.pages.models import Page, Revision, Synonym


@dataclass(frozen=True)
class Act:
    """What somebody did, to what, and why. `before` and `after` are for moderators and hold nothing that has a gate."""

    what: str
    who: Any
    why: str = ""
    page: Page | int | None = None
    revision: Revision | None = None
    person: Any = None
    # The text of each gate that one has to see to know of it, besides the page.
    touched: Collection[str] = ()
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    synonym: Synonym | None = None


_listeners: list[Callable[[Act], None]] = []


def register(listener: Callable[[Act], None]) -> None:
    """Have a function told of every act. An app calls this in its `AppConfig.ready`."""
    if listener not in _listeners:
        _listeners.append(listener)


def tell(act: Act) -> None:
    for listener in _listeners:
        listener(act)
