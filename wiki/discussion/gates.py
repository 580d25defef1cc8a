"""For whom a comment is: its author's own place in the works that the page is about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wiki.markup import GateError
from wiki.pages.looking import Editable
from wiki.pages.sheets.types import ReleaseLabel, WorkCode
from wiki.spoilers.calendar import Calendar, WorkEntry
from wiki.spoilers.grammar import parse
from wiki.spoilers.places import Place, Places


def offered(found: Editable, places: Places, calendar: Calendar) -> str:
    """Write the gate that a comment on a page gets, "" for one that is for everybody.

    It follows from what the author sees of the page and from where they are, so it tells of nothing else.
    """
    about = works_about(found, calendar)
    mine = [place for place in places if place.seen and (not about or place.work.id in about)]
    return " and ".join(term for place in mine for term in _terms(place))


def works_about(found: Editable, calendar: Calendar) -> set[int]:
    """Give the works that a page is about, as far as its reader sees: those of its sheet and of the gates in it.

    None at all means that nothing tells; a comment then counts as one about every work that its author has begun.
    """
    written = {release: work.id for work in calendar.works for release in work.by_id}
    releases = {pk for gate in found.state.gates for pk in _releases(gate, calendar)}
    works = {written[pk] for pk in releases if pk in written}
    return works | {work.id for work in _of_sheet(found, calendar)}


def _releases(gate: str, calendar: Calendar) -> Iterator[int]:
    try:
        yield from (pk for alternative in parse(gate, calendar).alternatives for pk in alternative)
    except GateError:
        return


def _of_sheet(found: Editable, calendar: Calendar) -> Iterator[WorkEntry]:
    fields = found.kind.sheet.by_name
    for entry in found.state.sheet:
        columns = fields[entry.field].columns if entry.field in fields else ()
        for column, text in zip(columns, entry.values, strict=False):
            if isinstance(column.type, WorkCode | ReleaseLabel) and (work := _work(text, calendar)):
                yield work


def _work(text: str, calendar: Calendar) -> WorkEntry | None:
    return calendar.by_code.get(text.partition(" ")[0])


def _terms(place: Place) -> Iterable[str]:
    """Name the furthest release of the run, and each that was seen besides it."""
    last = place.last
    run = [one for one in place.work.out if last and one.position <= last.position and one.id in place.seen]
    beyond = [one for one in place.work.out if one.id in place.seen and one not in run]
    return (f"{place.work.code} {one.label}" for one in [*run[-1:], *beyond])
