"""What people are told of. An app registers each of its categories with a function that looks through a lens."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from wiki.notifications.models import How
from wiki.spoilers.lens import Lens
from wiki.spoilers.models import Gate


@dataclass(frozen=True)
class Receiver:
    """Who is told, and through which lens. All categories share its open gates."""

    person: Any
    lens: Lens

    @cached_property
    def open_gates(self) -> list[int]:
        return Gate.objects.open_to(self.lens)


class Told(NamedTuple):
    """What a notice says to one receiver: a sentence, what it is about, a path of this site, and perhaps a text."""

    line: str
    title: str
    url: str
    text: str = ""


# What is there for a receiver is judged at once; the words are made when they are asked for: most often only how many
# there are is.
Words = Callable[[], Told]
Look = Callable[[Collection[str], Receiver], Mapping[str, Words]]


@dataclass(frozen=True)
class Category:
    """A kind of notice. `one` and `many` count what is told of in a line for several: 3 comments on Trish Walker.

    With `folds`, all unread notices of one group stand in one line, and are mailed once until somebody has looked.
    """

    name: str
    label: str
    one: str
    many: str
    preposition: str = "on"
    default: How = How.INSTANT
    folds: bool = False

    def counted(self, count: int, title: str) -> str:
        """Say how many there are: 3 comments on Trish Walker."""
        return f"{count} {self.one if count == 1 else self.many} {self.preposition} {title}"


# For who judges edits and reports, to be registered with a function that looks them up.
REVIEW = Category("review", "What became of your waiting edits", "waiting edit judged", "waiting edits judged")
REPORT = Category("report", "What became of your reports", "report settled", "reports settled")

_looks: dict[str, tuple[Category, Look]] = {}


def register(category: Category, look: Look) -> None:
    """Add a category (from `AppConfig.ready`).

    `look` takes subjects and gives those that the receiver may know of, each with a function that puts it into words.
    """
    _looks[category.name] = (category, look)


def all_categories() -> list[Category]:
    """Give the categories in the order in which apps registered them."""
    return [category for category, _ in _looks.values()]


def get(name: str) -> Category | None:
    """Give a category by its name, None where no app registers it."""
    found = _looks.get(name)
    return found[0] if found else None


def look(name: str, subjects: Collection[str], receiver: Receiver) -> Mapping[str, Words]:
    """Ask a category what it says of these subjects; nothing of one that no app registers any more."""
    found = _looks.get(name)
    return found[1](subjects, receiver) if found and subjects else {}
