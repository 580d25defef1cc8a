"""The last steps that a reader took, so that each can be taken back and what it opened is marked until it is read.

Of an account they stand in a row, of a visitor in the session; both hold the same. Each step has a number of its own,
and a page was read at the number that the last step had then: what later steps opened on it is still new.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from wiki.spoilers import bookmarks
from wiki.spoilers.calendar import WorkEntry
from wiki.spoilers.lens import Lens
from wiki.spoilers.models import Trail as TrailRow
from wiki.spoilers.places import Place, Reader, lens_of

KEY = "trail"
MOST_STEPS = 12
MOST_READ = 300

# A place without its work: until, plus, minus. Ids of releases.
Spot = tuple[int | None, list[int], list[int]]


@dataclass(frozen=True)
class Step:
    """A reader was here in a work, and is there now.

    One that begins a work says where somebody is, not what they have just seen: it can be taken back and its list be
    read, but pages are not marked for it.
    """

    number: int
    work: int
    was: Spot
    now: Spot
    begins: bool = False

    def place_before(self, work: WorkEntry) -> Place:
        """Give where the reader was, in the work that this is about."""
        return _place_at(work, self.was)

    def place_after(self, work: WorkEntry) -> Place:
        """Give where the reader went."""
        return _place_at(work, self.now)

    def leads_back(self, work: WorkEntry) -> bool:
        """Tell whether the work still has the release up to which the reader had come before."""
        until, _, _ = self.was
        return until is None or until in work.by_id


def _place_at(work: WorkEntry, spot: Spot) -> Place:
    """Give a place. Of releases that are not in the calendar any more nothing is known, so nothing is seen."""
    until, plus, minus = spot
    there = work.by_id.keys()
    return Place(work, until if until in there else None, frozenset(plus) & there, frozenset(minus) & there)


@dataclass(frozen=True)
class Trail:
    """The last steps, the first first. `last` is the highest number ever given; all up to `floor` counts as read.

    `read` has the number at which each page was read, by its id as text.
    """

    last: int = 0
    floor: int = 0
    steps: tuple[Step, ...] = ()
    read: Mapping[str, int] = field(default_factory=dict)

    def is_read(self, page: int, step: Step) -> bool:
        """Tell whether what a step opened on a page was read."""
        return step.begins or step.number <= max(self.floor, self.read.get(str(page), 0))

    def first_unread(self, page: int) -> Step | None:
        """Give the first step since which a page was not read."""
        return next((step for step in self.steps if not self.is_read(page, step)), None)

    def step(self, number: int) -> Step | None:
        return next((step for step in self.steps if step.number == number), None)

    @property
    def newest(self) -> Step | None:
        return self.steps[-1] if self.steps else None


def of(request: HttpRequest) -> Trail:
    """Give the trail of whoever asks."""
    if request.user.is_authenticated:
        return _trail(*getattr(request.user, "trail_row", ()))
    kept = request.session.get(KEY)
    return _trail(**kept) if kept else Trail()


def _trail(
    last: int | None = None, floor: int | None = None, steps: Iterable[Any] | None = None, read: Any = None
) -> Trail:
    return Trail(last or 0, floor or 0, tuple(Step(**one) for one in steps or ()), read or {})


@transaction.atomic
def move(request: HttpRequest, response: HttpResponse, place: Place) -> bool:
    """Move a bookmark and remember the step; tell whether it is one. Raises CookieTooLong, as `bookmarks.keep` does."""
    was = _place(request, place.work)
    bookmarks.keep(request, response, place)
    if was.seen == place.seen:
        return False
    _change(request, lambda trail: _with_step(trail, was, place))
    return True


@transaction.atomic
def undo(request: HttpRequest, response: HttpResponse, step: Step, work: WorkEntry) -> None:
    """Take the last step back: the bookmark stands where it stood before."""
    bookmarks.keep(request, response, step.place_before(work))
    _change(request, lambda trail: replace(trail, steps=tuple(one for one in trail.steps if one.number != step.number)))


def mark_read(request: HttpRequest, page: int) -> None:
    """Remember that a page was read as it is now, where something is new at all."""
    if of(request).steps:
        _change(request, lambda trail: _with_read(trail, page))


def mark_all_read(request: HttpRequest) -> None:
    """Remember that nothing is new any more."""
    if of(request).steps:
        _change(request, lambda trail: replace(trail, floor=trail.last, read={}))


def before(reader: Reader, trail: Trail, number: int) -> Lens:
    """Give the reader’s lens as it was before a step. It never sees more than they do now."""
    return _rewound(reader, [step for step in trail.steps if step.number >= number])


def after(reader: Reader, trail: Trail, number: int) -> Lens:
    """Give the reader’s lens as it was after a step. It never sees more than they do now."""
    return _rewound(reader, [step for step in trail.steps if step.number > number])


def _rewound(reader: Reader, steps: list[Step]) -> Lens:
    """Take steps back. Of works without a place now nothing is seen, so nothing of them can be left."""
    places = {place.work.id: place for place in reader.places}
    for step in reversed(steps):
        if step.work in places:
            places[step.work] = step.place_before(places[step.work].work)
    seen = lens_of(tuple(places.values())).seen & lens_of(reader.places).seen
    return replace(reader.lens, seen=seen, sees_everything=False)


def _place(request: HttpRequest, work: WorkEntry) -> Place:
    places = request.reader.places  # type: ignore[attr-defined]
    return next((place for place in places if place.work.id == work.id), Place(work))


def _with_step(trail: Trail, was: Place, now: Place) -> Trail:
    step = Step(trail.last + 1, now.work.id, _spot(was), _spot(now), begins=not was.seen)
    return replace(trail, last=step.number, steps=(*trail.steps, step)[-MOST_STEPS:])


def _spot(place: Place) -> Spot:
    return place.until, sorted(place.plus), sorted(place.minus)


def _with_read(trail: Trail, page: int) -> Trail:
    newest_first = sorted(trail.read.items(), key=lambda item: -item[1])[: MOST_READ - 1]
    return replace(trail, read=dict(newest_first) | {str(page): trail.last})


@transaction.atomic
def _change(request: HttpRequest, change: Callable[[Trail], Trail]) -> None:
    if not request.user.is_authenticated:
        request.session[KEY] = asdict(change(of(request)))
        return
    TrailRow.objects.get_or_create(user_id=request.user.pk)
    row = TrailRow.objects.select_for_update().get(user_id=request.user.pk)
    values = asdict(change(_trail(row.last, row.floor, row.steps, row.read)))
    TrailRow.objects.filter(pk=row.pk).update(**values)
