"""Lets rules that moderators write look at an edit before it is saved. Who keeps the rules registers here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from wiki.pages.cleaning import Refusal, Refused
from wiki.pages.kinds import Kind
from wiki.pages.models import Pending, Revision
from wiki.pages.state import PageState

if TYPE_CHECKING:
    from wiki.pages.editing import Edit

TAG, WARN, HOLD, REFUSE = "tag", "warn", "hold", "refuse"


@dataclass(frozen=True)
class Hit:
    """A rule that an edit meets: what is to be done, and a sentence for its author."""

    rule: int
    action: str
    message: str


class Warned(Refused):
    """The author has not been warned yet; sent once more, the edit is saved."""


class Screen(Protocol):
    """Looks at edits, and is told which of those that met a rule were saved or wait."""

    def look(self, edit: Edit, kind: Kind, before: PageState, after: PageState) -> Sequence[Hit]: ...

    def keep(self, hits: Sequence[Hit], revision: Revision | None, pending: Pending | None) -> None: ...


_screens: list[Any] = []


def register(screen: Any) -> None:
    """Add a `Screen`. An app calls this in its `AppConfig.ready`."""
    if screen not in _screens:
        _screens.append(screen)


def screened(edit: Edit, kind: Kind, before: PageState, after: PageState) -> list[Hit]:
    """Give the rules that an edit meets. Raises Refused where one forbids it, Warned where one warns of it first."""
    if edit.is_approved or before == after:
        return []
    hits = [hit for screen in _screens for hit in screen.look(edit, kind, before, after)]
    for action, refused in ((REFUSE, Refused), (WARN, Warned)):
        said = [Refusal("page", 0, hit.message) for hit in hits if hit.action == action]
        if said and not (action == WARN and edit.was_warned):
            raise refused(said)
    return hits


def held_for(hits: Sequence[Hit]) -> str:
    """Say why an edit waits because of the rules that it meets, "" where it does not."""
    return next((hit.message for hit in hits if hit.action == HOLD), "")


def keep(hits: Sequence[Hit], *, revision: Revision | None = None, pending: Pending | None = None) -> None:
    """Remember which rules a saved or waiting edit met."""
    for screen in _screens if hits else ():
        screen.keep(hits, revision, pending)
