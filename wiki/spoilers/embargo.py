"""What a page waits for that is no release: to be out. It stands in conditions as an id of its own, below zero.

So it goes wherever a gate goes: into records, links, caches and lists, and opens there by itself at its second.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection

from wiki.spoilers.condition import Condition

SHIFT = 40  # bits for the id of a page
LAST = 2**40  # a second that nobody lives to see


def until(page: int, moment: datetime.datetime | None) -> Condition:
    """Give the condition that opens at a moment, or never, and before only to who holds a pass for the page."""
    second = int(moment.timestamp()) if moment else LAST
    return Condition.any_of([[-((max(second, 1) << SHIFT) + page)]])


def is_over(identifier: int, passes: Collection[int], now: float) -> bool:
    """Tell whether an embargo, by its id in a condition, holds nobody with these passes back any more."""
    second, page = divmod(-identifier, 1 << SHIFT)
    return page in passes or second <= now
