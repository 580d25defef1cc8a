"""By what a reader knows of a person besides their edits. Apps above pages add theirs."""

from __future__ import annotations

from collections.abc import Callable

from wiki.spoilers.lens import Lens

_signs: list[Callable[[int, Lens], bool]] = []


def register(sign: Callable[[int, Lens], bool]) -> None:
    """Add a function that tells whether a lens sees something of somebody’s (called from `AppConfig.ready`)."""
    if sign not in _signs:
        _signs.append(sign)


def is_known(person: int, lens: Lens) -> bool:
    """Tell whether anything besides edits shows a reader that somebody is here."""
    return any(sign(person, lens) for sign in _signs)
