"""What other apps show on the pages of works and releases. An app adds its own in its `AppConfig.ready`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from wiki.spoilers.lens import Lens


class Panel(NamedTuple):
    """A template, and what it shows as `panel` of a work (by its code) and of a release (by its id)."""

    template: str
    of_work: Callable[[str, Lens], Any]
    of_release: Callable[[int, Lens], Any]


_panels: list[Panel] = []


def register(panel: Panel) -> None:
    if panel not in _panels:
        _panels.append(panel)


def of_work(code: str, lens: Lens) -> list[tuple[str, Any]]:
    """Give each template with what it shows."""
    return [(panel.template, panel.of_work(code, lens)) for panel in _panels]


def of_release(release: int, lens: Lens) -> list[tuple[str, Any]]:
    return [(panel.template, panel.of_release(release, lens)) for panel in _panels]
