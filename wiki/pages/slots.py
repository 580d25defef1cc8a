"""What apps above pages show on every page: a tab with a count, and something below the text.

Pages are kept whole (see documents.py), so both are filled in for each request.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from django.template.loader import render_to_string

from wiki.spoilers.lens import Lens


class PageRef(NamedTuple):
    """A page as its reader has it. With the stamp, what is told of it can be kept as long as nothing changes.

    With `state` so can what depends on other pages, too; it is "" where it was not asked for.
    """

    id: int
    slug: str
    stamp: int
    state: str = ""


class Tab(NamedTuple):
    name: str
    label: str
    url: str
    count: int


class Extra(NamedTuple):
    """What an app adds. `below` gives what its template shows as `extra`, or nothing; not every app has a tab."""

    tab: Callable[[PageRef, Lens], Tab] | None
    template: str
    below: Callable[[PageRef, Lens], Any]


_extras: list[Extra] = []


def register(extra: Extra) -> None:
    """Add something to every page (called from `AppConfig.ready`)."""
    if extra not in _extras:
        _extras.append(extra)


def ref(page: Any) -> PageRef:
    """Describe a page by what a template has: a `PageView` or an `Editable`."""
    found = getattr(page, "page", None)
    return PageRef(found.pk, page.slug, found.stamp) if found else PageRef(page.id, page.slug, page.stamp, page.state)


def tabs(page: PageRef, lens: Lens, current: str = "") -> str:
    """Render the tabs beside a page’s own."""
    found = [extra.tab(page, lens) for extra in _extras if extra.tab]
    return render_to_string("pages/_more_tabs.html", {"tabs": found, "current": current}) if found else ""


def below(page: PageRef, lens: Lens) -> str:
    """Render what stands below a page’s text."""
    found = [(extra.template, extra.below(page, lens)) for extra in _extras]
    shown = [(template, what) for template, what in found if what]
    return render_to_string("pages/_below.html", {"extras": shown}) if shown else ""
