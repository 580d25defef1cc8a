"""What stands on the front page: panels, each of which an app adds in its `AppConfig.ready`.

To add one, for example “On this day”: a template that shows `panel`, and a function that gives what it shows.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from wiki.spoilers.lens import Lens
from wiki.spoilers.models import Gate


class Panel(NamedTuple):
    """A template and the function that makes its `panel`, of a lens and the ids of the gates that it sees.

    A panel of which the function gives nothing is not shown. `place` orders them; `is_wide` ones fill a row.
    """

    template: str
    show: Callable[[Lens, list[int]], Any]
    place: int
    is_wide: bool = False


class Shown(NamedTuple):
    template: str
    panel: Any
    is_wide: bool


_panels: list[Panel] = []


def register(panel: Panel) -> None:
    """Put something on the front page (called from `AppConfig.ready`)."""
    if panel not in _panels:
        _panels.append(panel)


def panels(lens: Lens) -> list[Shown]:
    """Give what the front page shows through a lens, in order. The gates are asked for once, for all of them."""
    open_gates = Gate.objects.open_to(lens)
    made = [(one, one.show(lens, open_gates)) for one in sorted(_panels, key=lambda one: (one.place, one.template))]
    return [Shown(one.template, what, one.is_wide) for one, what in made if what]
