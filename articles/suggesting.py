"""Suggests a gate for an article: what was out of the works it is about when it was published."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator

from articles.states import published_at
from wiki.pages.state import PageState, by_field
from wiki.spoilers import dates
from wiki.spoilers.calendar import Calendar, ReleaseEntry, WorkEntry, current
from wiki.spoilers.grammar import part_letter


def offer(state: PageState) -> str:
    """Suggest a gate for an article as it is being written; one without a date is of today."""
    codes = [entry.values[0].upper() for entry in by_field(state.sheet).get("works", ()) if entry.values[0]]
    at = published_at(state)
    return suggested(codes, dates.day_of(at) if at else dates.today(), current()) if codes else ""


def suggested(codes: Iterable[str], day: datetime.date, calendar: Calendar) -> str:
    """Write the gate: what was out of each work by a day, joined by `and`; "" where nothing was."""
    works = (calendar.by_code[code] for code in dict.fromkeys(codes) if code in calendar.by_code)
    return " and ".join(gate for work in works if (gate := _of_work(work, day)))


def _of_work(work: WorkEntry, day: datetime.date) -> str:
    out = [release for release in work.releases if release.day <= day]
    if not out:
        return ""
    if len(out) == len(work.releases):
        return f"{work.code} all"
    return " and ".join(_parts(work, out))


def _parts(work: WorkEntry, out: list[ReleaseEntry]) -> Iterator[str]:
    """Name whole seasons or volumes that were out, and the last single release beside them."""
    ids = {release.id for release in out}
    whole = [number for number, _ in work.parts if {one.id for one in work.part(number)} <= ids and work.part(number)]
    yield from (f"{work.code} {part_letter(work.kind)}{number}" for number in whole)
    single = [release for release in out if release.part not in whole]
    if single:
        yield f"{work.code} {single[-1].label}"
