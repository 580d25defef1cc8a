"""Changes to the calendar. Whatever they touch, gates are resolved anew and readers keep their places."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.db import transaction
from django.db.models import QuerySet

from wiki.spoilers.condition import Condition
from wiki.spoilers.dates import is_out
from wiki.spoilers.locks import one_writer
from wiki.spoilers.models import Bookmark, Gate, OldDate, Release, Work, new_stamp

_listeners: list[Callable[[], None]] = []


def on_change(listener: Callable[[], None]) -> None:
    """Register what has to be derived anew when gates may mean something else (called from `AppConfig.ready`)."""
    _listeners.append(listener)


@transaction.atomic
def touch(works: Iterable[Work]) -> None:
    """Tell of a change to works or their releases: forget the old entries, and resolve gates anew."""
    one_writer()
    Work.objects.filter(pk__in=[work.pk for work in works]).update(stamp=new_stamp())
    for listener in _listeners:
        listener()


@transaction.atomic
def save_release(release: Release, *, title: str = "", gate: Condition | None = None, source: str = "") -> None:
    """Save a release. An empty title or no gate keeps what is there; a new release gets the one before it as gate.

    `source` says who tells of its date; empty, it keeps what is there as long as the date stays.
    """
    one_writer()
    works = [release.work, *Work.objects.filter(releases=release.pk).exclude(pk=release.work_id)]
    is_new = release.pk is None
    if title:
        release.title = title
    if gate is None and is_new:
        gate = release_before(release)
    if gate is not None:
        release.title_gate = Gate.objects.intern(gate)
    is_moved = keep_old_date(release)
    if is_moved or source:
        release.source = source  # what was said of the old date is not said of the new one
    release.save()
    if is_new:
        _regate_next(release)
    touch(works)


def keep_old_date(release: Release) -> bool:
    """Keep the date that a release has had so far where it is about to get another one; tell whether it is."""
    before = Release.objects.filter(pk=release.pk).first()
    if before is None or _date(before) == _date(release):
        return False
    if before.date:
        about = {"date": before.date, "date_precision": before.date_precision, "certainty": before.certainty}
        OldDate.objects.create(release=release, source=before.source, **about)
    return True


def _date(release: Release) -> tuple[object, ...]:
    return release.date, release.date_precision, release.certainty


def _regate_next(release: Release) -> None:
    """Put the title after a new release behind it, where it stood behind the one before or, as the first, open."""
    following = Release.objects.filter(work=release.work, position__gt=release.position).order_by("position").first()
    before = _before(release)
    usual = Condition.any_of([[before.pk]]) if before else None
    if following and (following.title_gate.condition if following.title_gate else None) == usual:
        gate = Gate.objects.intern(Condition.any_of([[release.pk]]))
        Release.objects.filter(pk=following.pk).update(title_gate=gate)


@transaction.atomic
def remove_releases(releases: QuerySet[Release]) -> None:
    """Delete releases. Bookmarks that pointed at one, and titles gated on one, go back to the release before it."""
    found = list(releases.select_related("work"))
    gated = Release.objects.filter(title_gate__isnull=False).select_related("title_gate", "work")
    removed = {release.pk for release in found}
    orphans = [one for one in gated if one.title_gate and any(removed & each for each in one.title_gate.alternatives)]
    for release in found:
        Bookmark.objects.filter(until=release).update(until=_before(release, without=removed))
    Release.objects.filter(pk__in=removed).delete()
    for release in orphans:
        if release.pk not in removed:
            Release.objects.filter(pk=release.pk).update(title_gate=Gate.objects.intern(release_before(release)))
    touch({release.work.pk: release.work for release in found}.values())


def releases_out(objects: Iterable[Work | Release]) -> list[Release]:
    """List the releases among these, or of these works, that are out."""
    found = [one for one in objects if isinstance(one, Release)]
    works = [one for one in objects if isinstance(one, Work)]
    found += list(Release.objects.filter(work__in=works).select_related("work"))
    return [release for release in found if is_out(release.date, release.date_precision)]


def next_position(work: Work | None) -> int:
    last = Release.objects.filter(work=work).order_by("-position").first()
    return last.position + 1 if last else 1


@transaction.atomic
def remove_works(works: QuerySet[Work]) -> None:
    """Delete works with everything in them. Gates that named them are shut from then on."""
    works.delete()
    touch([])


def release_before(release: Release) -> Condition | None:
    """Give the condition that a title has by default: its work's release before it, if there is one."""
    before = _before(release)
    return Condition.any_of([[before.pk]]) if before else None


def _before(release: Release, without: Iterable[int] = ()) -> Release | None:
    earlier = Release.objects.filter(work=release.work, position__lt=release.position).exclude(pk__in=list(without))
    return earlier.order_by("-position").first()
