"""The log: what moderators did. Written once; its public part is read through a lens."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet

from wiki.accounts.roles import Change
from wiki.moderation.models import PUBLIC, Action, LogEntry
from wiki.pages import changes, history, record, synonyms
from wiki.pages.acts import Act
from wiki.pages.models import Page, Revision
from wiki.pages.querysets import backwards
from wiki.pages.reading import Known, known
from wiki.pages.state import seer
from wiki.spoilers.calendar import current
from wiki.spoilers.lens import Lens
from wiki.spoilers.models import Gate

PER_PAGE = 50
WHY_MAX = 500


@dataclass(frozen=True)
class Entry:
    """An act as a reader may know of it. `why` is "" for who may not read it, `how` where there is no more to say."""

    id: str
    at: datetime.datetime
    who: str
    action: str
    what: str
    url: str
    why: str
    how: str = ""


def write(act: Act) -> None:
    """Add an act to the log."""
    page = act.page.pk if isinstance(act.page, Page) else act.page
    LogEntry.objects.create(
        who=act.who,
        action=Action(act.what),
        page_id=page,
        revision=act.revision,
        person=act.person,
        synonym=act.synonym,
        why=" ".join(act.why.split())[:WHY_MAX],
        touched=sorted(act.touched),
        before=act.before,
        after=act.after,
    )


def role_given(change: Change) -> None:
    """Add to the log that somebody is something else from now on."""
    roles = {"role": change.before.label}, {"role": change.after.label}
    write(Act(Action.ROLE, change.by, change.why, person=change.person, before=roles[0], after=roles[1]))


def public(lens: Lens, *, before: str = "", count: int = PER_PAGE) -> tuple[list[Entry], str]:
    """List what everybody may know of, the last first, and the id with which the list goes on ("" at its end)."""
    start = LogEntry.objects.filter(public_id=before).values_list("pk", flat=True).first() if before.isalnum() else None
    found: list[Entry] = []
    for entry in _scan(rows().filter(action__in=PUBLIC), lens, start):
        if len(found) == count:
            return found, found[-1].id
        found.append(entry)
    return found, ""


def rows() -> QuerySet[LogEntry]:
    """Give entries with all that describing them asks for."""
    return LogEntry.objects.select_related("who", "person", "revision__page", "revision__parent")


def _scan(entries: QuerySet[LogEntry], lens: Lens, start: int | None) -> Iterator[Entry]:
    return (entry for batch in backwards(entries, start) for entry in described(batch, lens))


def described(batch: list[LogEntry], lens: Lens) -> list[Entry]:
    """Keep those of some entries that a reader may know of. Few queries.

    Their page exists for the reader, or did when it was deleted, and they see all gates that the act touched.
    """
    sees = seer(lens, record.resolved({gate for entry in batch for gate in entry.touched}, current()))
    batch = [entry for entry in batch if all(map(sees, entry.touched))]
    names = known(Gate.objects.open_to(lens), {entry.page_id for entry in batch if entry.page_id})
    gone = _gone([entry.revision for entry in batch if entry.revision and entry.page_id not in names], lens)
    tags = synonyms.named({entry.synonym_id for entry in batch if entry.synonym_id}, lens)
    found = ((entry, _target(entry, names, gone, tags)) for entry in batch)
    return [_entry(entry, target, lens) for entry, target in found if target is not None]


def _gone(revisions: list[Revision], lens: Lens) -> dict[int, str]:
    deletions = [one for one in revisions if one.action == Revision.Action.DELETE]
    return changes.last_titles(history.visible(deletions, lens), lens)


def _target(
    entry: LogEntry, names: dict[int, Known], gone: dict[int, str], tags: dict[int, str]
) -> tuple[str, str] | None:
    """Give what an act was done to, and its address."""
    if entry.synonym_id is not None:
        return (tags[entry.synonym_id], "") if entry.synonym_id in tags else None
    if entry.page_id is None:
        return (entry.person.get_username() if entry.person else "", "")
    if entry.page_id in names:
        return names[entry.page_id].title, names[entry.page_id].url
    return (gone[entry.revision_id], "") if entry.revision_id in gone else None


def _entry(entry: LogEntry, target: tuple[str, str], lens: Lens) -> Entry:
    may_read = entry.revision is None or history.shows_summary(entry.revision, lens)
    return Entry(
        id=entry.public_id,
        at=entry.at,
        who=entry.who.get_username(),
        action=entry.get_action_display(),
        what=target[0],
        url=target[1],
        why=entry.why if may_read else "",
        how=_how(entry),
    )


def _how(entry: LogEntry) -> str:
    """Say what somebody was and is; the rest of what was before and after is for moderators."""
    if entry.action != Action.ROLE:
        return ""
    return f"from {entry.before.get('role', '?')} to {entry.after.get('role', '?')}"
