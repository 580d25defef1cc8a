"""The engine’s own panels on the front page: what changed lately, and what wants a hand."""

from __future__ import annotations

from wiki.pages import changes, needing
from wiki.pages.changes import Lately
from wiki.pages.home import Panel
from wiki.spoilers.anniversaries import OnThisDay, on_this_day
from wiki.spoilers.dates import today
from wiki.spoilers.lens import Lens

COUNT = 6


def lately(lens: Lens, open_gates: list[int]) -> list[Lately]:
    return changes.lately(lens, open_gates, COUNT)


def day(lens: Lens, open_gates: list[int]) -> OnThisDay | None:
    """Give what came out on this day of earlier years; nothing on a day without."""
    found = on_this_day(lens, today())
    return found if found.anniversaries else None


PANELS = (
    Panel("pages/_anniversary.html", day, 25),
    Panel("pages/_lately.html", lately, 50, is_wide=True),
    Panel("pages/_needing.html", needing.needing, 60, is_wide=True),
)
